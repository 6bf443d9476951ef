import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { checkedDraft } from './approvals.ts'
import { products, someClient, someClientOfChains, someInstitution } from './chains.ts'
import type { Desk, Draft, Draw } from './desk.ts'

/** What an officer says of a client, hardly ever without the text that is signed. */
const saidOf = (desk: Desk, words: object): Draft<'grade.set' | 'position.set'> => {
  const said = { ...words, salt: digest(desk.name('salt')) }
  const text = confidentialText(said as never)
  const isSigned = desk.random.chance(95)
  return {
    device: desk.deviceOf(desk.mostly(desk.officer()), 'credit'),
    body: {
      client: someClientOfChains(desk),
      institution: someInstitution(desk),
      confidential: digestOfConfidential(text),
    },
    confidential: { said, isSigned, text: isSigned ? text : `${text} ` },
  }
}

const setGrade: Draw<'grade.set'> = (desk) =>
  desk.hasPairs ? saidOf(desk, { grade: desk.random.one(creditGrades) }) : undefined

const setPosition: Draw<'position.set'> = (desk) =>
  desk.hasPairs ? saidOf(desk, { ...desk.random.one(products), quantity: `${desk.random.below(2_000)}` }) : undefined

const unlock: Draw<'identity.unlock'> = (desk) =>
  checkedDraft<'identity.unlock'>(desk, 'identity.unlock', () => ({ client: someClient(desk) }))

/** Who answers for the institution, and now and then somebody of another member. */
const executor = (desk: Desk) =>
  desk.deviceOf(
    desk.random.weighted([
      ['institution-treasury', 80],
      ['trading-house', 10],
      ['last-executor', 10],
    ]),
    'executor',
  )

const families = [
  ['metal', 'stock', 'fund'],
  ['metal', 'fund'],
  ['stock', 'futures'],
] as const

const open: Draw<'institution.open'> = (desk) => ({
  device: executor(desk),
  body: { families: [...desk.random.weighted(families.map((some, place) => [some, place === 0 ? 8 : 1] as const))] },
})

// Seldom, since nothing is sent until it is open again.
const suspend: Draw<'institution.suspend'> = (desk) =>
  desk.random.chance(20) ? { device: executor(desk), body: {} } : undefined

/** How what a bank says of its clients, and whether an institution takes trades, is drawn. */
export const tradeChainDraws = {
  ...{ 'grade.set': setGrade, 'position.set': setPosition, 'identity.unlock': unlock },
  ...{ 'institution.open': open, 'institution.suspend': suspend },
} as const
