import { pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { type Chain, grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { checkedDraft, gradeAct, lacking } from './approvals.ts'
import { someClient, someInstitution } from './chain-people.ts'
import { pairPosition, products } from './chains.ts'
import type { Desk, Draft, Draw } from './desk.ts'

/** What an officer says of a client before an institution, hardly ever without the text that is signed. */
const saidOf = (
  desk: Desk,
  { client, institution }: Pick<Chain, 'client' | 'institution'>,
  words: object,
  more: object = {},
): Draft<'grade.set' | 'grade.weigh' | 'position.set'> => {
  const said = { ...words, salt: digest(desk.name('salt')) }
  const text = confidentialText(said as never)
  const isSigned = desk.random.chance(95)
  return {
    device: desk.deviceOf(desk.mostly(desk.officer()), 'credit'),
    body: { client, institution, ...more, confidential: digestOfConfidential(text) } as never,
    confidential: { said, isSigned, text: isSigned ? text : `${text} ` },
  }
}

/** A grade that another officer said yes to, with the text that was proposed; now and then with another one. */
const setGrade: Draw<'grade.set'> = (desk) => {
  if (!desk.hasPairs) return undefined
  const drawn = checkedDraft<'grade.set'>(desk, 'grade.set', () => gradeAct(desk))
  const kept = desk.proposedTexts.get(drawn?.body.confidential ?? '')
  if (drawn === undefined || kept === undefined) return undefined
  const isSigned = desk.random.chance(95)
  return { ...drawn, confidential: { ...kept, isSigned, text: isSigned ? kept.text : `${kept.text} ` } }
}

/** Weighs by what is pledged to the bank, now and then by something else, mostly of a client that is graded and has pledged. */
const weighGrade: Draw<'grade.weigh'> = (desk) => {
  if (!desk.hasPairs) return undefined
  const all = desk.book.all(pledges)
  const bank = desk.cast.scene.ledger.consortium.pairs[0]?.bank
  const fitting = all.filter(({ status, pledgeeHome }) => status === 'locked' && pledgeeHome === bank)
  const institution = someInstitution(desk)
  const liftOf = (client: string) => desk.book.find(grades, bank ?? '', institution, client)?.lift
  const lifted = fitting.filter(({ holder }) => liftOf(holder) !== undefined)
  const likely = (desk.random.chance(75) ? desk.random.any(lifted) : undefined) ?? desk.random.any(fitting)
  const some = desk.random.chance(85) ? likely : desk.random.any(all)
  if (some === undefined) return undefined
  const { holder: client } = some
  const pledgee = liftOf(client)?.pledgee
  const counted = fitting.filter((one) => one.holder === client && one.pledgee === pledgee)
  // Mostly by what counts alone; now and then by a pledge to another of the bank's.
  const own = counted.filter(() => desk.random.chance(70))
  const named = new Set(
    [...(counted.length === 0 || desk.random.chance(8) ? [some] : []), ...own].map(({ pledge }) => pledge),
  )
  const by = desk.random.chance(10) ? [] : [...named].slice(0, 8)
  return saidOf(desk, { client, institution }, {}, { pledges: by }) as Draft<'grade.weigh'>
}

const setPosition: Draw<'position.set'> = (desk) => {
  if (!desk.hasPairs) return undefined
  const found = lacking(desk, (chain) => chain.metal === undefined && pairPosition(desk, chain) === undefined)
  if (found === undefined) return undefined
  const ofFamily = products.find(({ family }) => family === found.family) ?? desk.random.one(products)
  const quantity = `${desk.random.below(2_000)}`
  return saidOf(desk, found, { ...ofFamily, quantity }) as Draft<'position.set'>
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
  ...{ 'grade.set': setGrade, 'grade.weigh': weighGrade, 'position.set': setPosition, 'identity.unlock': unlock },
  ...{ 'institution.open': open, 'institution.suspend': suspend },
  ...{ 'institution.reach': reachInstitution, 'bank.reach': reachBank },
} as const
