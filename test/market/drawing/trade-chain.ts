import { type Chain, chains, grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { checkedDraft } from './approvals.ts'
import { pairPosition, products, someClient, someClientOfChains, someInstitution } from './chains.ts'
import type { Desk, Draft, Draw } from './desk.ts'

/** What an officer says of a client before an institution, hardly ever without the text that is signed. */
const saidOf = (
  desk: Desk,
  { client, institution }: Pick<Chain, 'client' | 'institution'>,
  words: object,
): Draft<'grade.set' | 'position.set'> => {
  const said = { ...words, salt: digest(desk.name('salt')) }
  const text = confidentialText(said as never)
  const isSigned = desk.random.chance(95)
  return {
    device: desk.deviceOf(desk.mostly(desk.officer()), 'credit'),
    body: { client, institution, confidential: digestOfConfidential(text) },
    confidential: { said, isSigned, text: isSigned ? text : `${text} ` },
  }
}

const anyOfChains = (desk: Desk): Pick<Chain, 'client' | 'institution'> & { family?: string } => ({
  ...{ client: someClientOfChains(desk), institution: someInstitution(desk) },
})

/** Mostly the client of a chain that waits for something to be on record, and else seldom any. */
const lacking = (desk: Desk, isLacking: (chain: Chain) => boolean): ReturnType<typeof anyOfChains> | undefined => {
  const waiting = desk.book.all(chains).filter(({ status }) => status === 'received' || status === 'enriched')
  const found = desk.random.chance(80) ? desk.random.any(waiting.filter(isLacking)) : undefined
  return found ?? (desk.random.chance(30) ? anyOfChains(desk) : undefined)
}

const setGrade: Draw<'grade.set'> = (desk) => {
  if (!desk.hasPairs) return undefined
  const isUngraded = ({ bank, institution, client }: Chain) =>
    desk.book.find(grades, bank, institution, client) === undefined
  const of = lacking(desk, isUngraded)
  return of === undefined ? undefined : saidOf(desk, of, { grade: desk.random.one(creditGrades) })
}

const setPosition: Draw<'position.set'> = (desk) => {
  if (!desk.hasPairs) return undefined
  const found = lacking(desk, (chain) => chain.metal === undefined && pairPosition(desk, chain) === undefined)
  if (found === undefined) return undefined
  const ofFamily = products.find(({ family }) => family === found.family) ?? desk.random.one(products)
  const quantity = `${desk.random.below(2_000)}`
  return saidOf(desk, found, { ...ofFamily, quantity })
}

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

const somePins = (desk: Desk): string[] =>
  desk.random.chance(70) ? [digest(desk.name('key'))] : [digest(desk.name('key')), digest(desk.name('next key'))]

const addresses = [
  { name: 'east', host: 'east.example', port: '7443' },
  { name: 'west', host: '10.0.0.7', port: '7443' },
  { name: 'far', host: 'fd00::7', port: '65535' },
] as const

const reachInstitution: Draw<'institution.reach'> = (desk) => ({
  device: executor(desk),
  body: { addresses: addresses.slice(0, desk.random.below(4)), keys: somePins(desk) },
})

// Who serves at a bank, and now and then at a member that is none.
const reachBank: Draw<'bank.reach'> = (desk) => ({
  device: desk.deviceOf(desk.mostly('trade-service'), 'dispatcher'),
  body: { keys: somePins(desk) },
})

/** How what a bank says of its clients, and whether an institution takes trades, is drawn. */
export const tradeChainDraws = {
  ...{ 'grade.set': setGrade, 'position.set': setPosition, 'identity.unlock': unlock },
  ...{ 'institution.open': open, 'institution.suspend': suspend },
  ...{ 'institution.reach': reachInstitution, 'bank.reach': reachBank },
} as const
