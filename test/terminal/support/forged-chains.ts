import { type ChainFile, chainFileText } from '../../../terminal/sdk/trade-chain/chain-file.ts'
import type { ChainFault, Expected } from '../../../terminal/sdk/trade-chain/verify-chain.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { Device, testNow } from '../../support/devices.ts'
import { chainSigners, chainUpTo, type MadeOtherwise, madeChain, madeSegment } from './chain-file.ts'

const day = 86_400_000n

/** A forged file, the first fault that must be found in it, and what is expected of it besides. */
export type ForgedChain = ChainFault & { name: string; make: () => string; expected?: Expected }

const changed = (change: (file: ChainFile & { segments: ChainFile['segments'] }) => void): (() => string) => {
  return () => {
    const file = structuredClone(madeChain().file)
    change(file)
    return chainFileText(file)
  }
}

const said = (otherwise: MadeOtherwise) => () => chainFileText(madeChain(otherwise).file)

const segmentOf = (file: ChainFile, place: number) => file.segments[place] as ChainFile['segments'][number]

/** A second segment that says in confidence whatever, signed by the bank as it stands. */
const second = (text: string) => () => {
  const { file, ids } = madeChain()
  const { digest } = confidentialBody({})
  const body = { chain: ids[0], answerBy: `${testNow + day}`, confidential: digest }
  const { segment } = madeSegment(chainSigners.bank, 'chain.send', body, text)
  return chainFileText({ ...chainUpTo(file, 2), segments: [segmentOf(file, 0), segment] })
}

type Path = NonNullable<NonNullable<MadeOtherwise['position']>['path']>

/** A choice between paths by their classes; the first may be otherwise. */
export const pathOf = (
  address: string,
  classes: { [name: string]: Path['considered'][number]['class'] },
  first: object = {},
): Path => ({
  ...{ address, ageLimit: '180' },
  considered: Object.entries(classes).map(([name, speed], place) => ({
    ...{ name, age: '180', class: speed },
    ...(place === 0 ? first : {}),
  })) as Path['considered'],
})

const stranger = new Device('stranger', ['customer'])
const { client, bank, institution } = chainSigners
const refused = { verdict: 'refused', quantity: undefined, amount: undefined } as never
const stock = { open: { family: 'stock' }, trade: { product: '600519' } } as const

const forgedFiles: readonly ForgedChain[] = [
  { name: 'what is no JSON', code: 'file_malformed', make: () => 'chain' },
  {
    name: 'another format',
    code: 'file_malformed',
    make: changed((file) => Object.assign(file, { format: 'assay-chain-2' })),
  },
  {
    name: 'a member too many',
    code: 'file_malformed',
    make: changed((file) => Object.assign(file, { more: '1' })),
  },
  {
    name: 'a file without segments',
    code: 'file_malformed',
    make: changed((file) => Object.assign(file, { segments: [] })),
  },
  {
    name: 'a key that signed nothing',
    code: 'signer_idle',
    make: changed((file) => file.signers.splice(2, 1, file.signers[0] as never) && file.segments.pop()),
  },
]

const forgedSignatures: readonly ForgedChain[] = [
  {
    name: 'an instruction of another shape',
    ...{ code: 'segment_malformed', segment: 1 },
    make: changed((file) => Object.assign(segmentOf(file, 0).instruction, { number: '07' })),
  },
  {
    name: 'the segments in another order',
    ...{ code: 'wrong_kind', segment: 1 },
    make: changed((file) => file.segments.reverse()),
  },
  {
    name: 'a segment of another ledger',
    ...{ code: 'other_ledger', segment: 1 },
    make: changed((file) => Object.assign(file, { ledger: 'other' })),
  },
  {
    name: 'a segment whose signer is not in the file',
    ...{ code: 'signer_missing', segment: 2 },
    make: changed((file) => file.signers.splice(1, 1)),
  },
  {
    name: 'a key that is not the device’s',
    ...{ code: 'key_of_another_device', segment: 1 },
    make: changed((file) => Object.assign(file.signers[0] as object, { publicKey: stranger.publicKey })),
  },
  {
    name: 'a signature over another text',
    ...{ code: 'bad_signature', segment: 3 },
    make: changed((file) => Object.assign(segmentOf(file, 2).instruction, { number: '8' })),
  },
  {
    name: 'a signature with high s',
    ...{ code: 'bad_signature', segment: 1 },
    make: changed((file) => {
      const bytes = Buffer.from(segmentOf(file, 0).signature, 'base64url')
      const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
      const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
      const high = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
      Object.assign(segmentOf(file, 0), { signature: high.toString('base64url') })
    }),
  },
  {
    name: 'a second segment of another chain',
    ...{ code: 'broken_link', segment: 2 },
    make: said({ send: { chain: 'A'.repeat(43) } }),
  },
  {
    name: 'an answer to another second segment',
    ...{ code: 'broken_link', segment: 3 },
    make: said({ answer: { send: 'A'.repeat(43) } }),
  },
  {
    name: 'an answer to another chain',
    ...{ code: 'broken_link', segment: 3 },
    make: said({ answer: { chain: 'A'.repeat(43) } }),
  },
  {
    name: 'an institution that is the client too',
    ...{ code: 'same_member', segment: 3 },
    make: said({ signers: { client, bank, institution: client } }),
  },
  {
    name: 'an institution that is the bank too',
    ...{ code: 'same_member', segment: 3 },
    make: said({ signers: { client, bank, institution: bank } }),
  },
  {
    name: 'a key that nobody told of',
    ...{ code: 'signer_not_told', segment: 1 },
    make: said({}),
    expected: { told: new Set([bank.id, institution.id]) },
  },
]

const forgedTexts: readonly ForgedChain[] = [
  {
    name: 'another confidential text than the one that was signed',
    ...{ code: 'confidential_differs', segment: 1 },
    make: changed((file) => Object.assign(segmentOf(file, 0), { confidential: segmentOf(file, 1).confidential })),
  },
  {
    name: 'a first segment without the digest of its text',
    ...{ code: 'confidential_differs', segment: 1 },
    make: said({ open: { first: undefined } as never }),
  },
  {
    name: 'a first text without its parts',
    ...{ code: 'confidential_malformed', segment: 1 },
    make: said({ trade: { quantity: '0' } }),
  },
  {
    name: 'a second text whose digest nobody signed',
    ...{ code: 'confidential_differs', segment: 2 },
    make: second('{}'),
  },
  {
    name: 'a grade that is none',
    ...{ code: 'confidential_malformed', segment: 2 },
    make: said({ position: { grade: 'zz' } as never }),
  },
  {
    name: 'another first text inside the second',
    ...{ code: 'first_text_differs', segment: 2 },
    make: said({ position: { first: '{}' } }),
  },
]

const forgedTerms: readonly ForgedChain[] = [
  {
    name: 'a trade without an institution',
    code: 'terms_differ',
    segment: 1,
    make: said({ open: { institution: undefined } as never }),
  },
  {
    name: 'metal without its voucher',
    code: 'terms_differ',
    segment: 1,
    make: said({ open: { metal: undefined } as never }),
  },
  { name: 'a buy without its limit in cash', code: 'terms_differ', segment: 1, make: said({ open: { side: 'buy' } }) },
  { name: 'a sale with a limit in cash', code: 'terms_differ', segment: 1, make: said({ open: { cashMaximum: '1' } }) },
  { name: 'another quantity in public', code: 'terms_differ', segment: 1, make: said({ trade: { quantity: '999' } }) },
  { name: 'metal with a product', code: 'terms_differ', segment: 1, make: said({ trade: { product: 'AU' } }) },
  {
    name: 'another family without its product',
    code: 'terms_differ',
    segment: 1,
    make: said({ open: { family: 'stock' } }),
  },
  {
    name: 'a path that is slower than another one',
    code: 'terms_differ',
    segment: 2,
    make: said({ position: { path: pathOf('east', { east: '16', west: '2' }) } }),
  },
  {
    name: 'a path that counts as slower for its age',
    code: 'terms_differ',
    segment: 2,
    make: said({ position: { path: pathOf('east', { east: '1', west: '16384' }, { age: '181' }) } }),
  },
  {
    name: 'a path that fails',
    code: 'terms_differ',
    segment: 2,
    make: said({ position: { path: pathOf('east', { east: '1', west: '16384' }, { failing: 'yes' }) } }),
  },
  {
    name: 'a path behind another one by its name',
    code: 'terms_differ',
    segment: 2,
    make: said({ position: { path: pathOf('west', { east: '4', west: '4' }) } }),
  },
  {
    name: 'a path of no class of speed',
    ...{ code: 'confidential_malformed', segment: 2 },
    make: said({ position: { path: pathOf('east', { east: '3' } as never) } }),
  },
  {
    name: 'an execution of more than was wanted',
    code: 'terms_differ',
    segment: 3,
    make: said({ answer: { quantity: '1001' }, says: { target: '2999' } }),
  },
  { name: 'an execution the other way', code: 'terms_differ', segment: 3, make: said({ says: { target: '5000' } }) },
  {
    name: 'a target that is not the start and what was traded',
    code: 'terms_differ',
    segment: 3,
    make: said({ says: { target: '3001' } }),
  },
  {
    name: 'an execution without its amount',
    code: 'terms_differ',
    segment: 3,
    make: said({ answer: { amount: undefined } as never }),
  },
  {
    name: 'an execution without its target',
    code: 'terms_differ',
    segment: 3,
    make: said({ says: { target: undefined } as never }),
  },
  { name: 'an execution with a reason', code: 'terms_differ', segment: 3, make: said({ says: { reason: 'price' } }) },
  { name: 'a quantity in public of what is no metal', code: 'terms_differ', segment: 3, make: said(stock) },
  {
    name: 'a buy that costs more than its limit',
    code: 'terms_differ',
    segment: 3,
    make: said({ open: { side: 'buy', cashMaximum: '549999' }, says: { target: '5000' } }),
  },
  {
    name: 'a buy at a worse price than its limit',
    code: 'terms_differ',
    segment: 3,
    make: said({
      open: { side: 'buy', cashMaximum: '550001' },
      answer: { amount: '550001' },
      says: { target: '5000' },
    }),
  },
  {
    name: 'a sale at a worse price than its limit',
    code: 'terms_differ',
    segment: 3,
    make: said({ trade: { limitPrice: '1650004', priceScale: '3000' }, answer: { amount: '550000' } }),
  },
  {
    name: 'a refusal without a reason',
    code: 'terms_differ',
    segment: 3,
    make: said({ answer: refused, says: { target: undefined } as never }),
  },
  {
    name: 'a refusal with a target',
    code: 'terms_differ',
    segment: 3,
    make: said({ answer: refused, says: { reason: 'hours' } }),
  },
  {
    name: 'an end before the beginning',
    code: 'times_differ',
    segment: 1,
    make: said({ open: { expiresAt: `${testNow - 2n * day}` } }),
  },
  {
    name: 'an end beyond a week',
    code: 'times_differ',
    segment: 1,
    make: said({ open: { expiresAt: `${testNow + 9n * day}` } }),
  },
  {
    name: 'a second segment behind the end',
    code: 'times_differ',
    segment: 2,
    make: said({ validUntil: [undefined, testNow + 3n * day] }),
  },
  {
    name: 'a second segment before the first',
    code: 'times_differ',
    segment: 2,
    make: said({ validUntil: [undefined, testNow - 2n * day], send: { answerBy: `${testNow}` } }),
  },
  {
    name: 'a class that is none',
    ...{ code: 'confidential_malformed', segment: 2 },
    make: said({ position: { queue: { class: 'first' as never, waited: '0' } } }),
  },
  {
    name: 'more steps waited than there was time for',
    ...{ code: 'times_differ', segment: 2 },
    make: said({ position: { queue: { class: 'basic', waited: '145' } } }),
  },
  {
    name: 'an answer wanted beyond a week',
    code: 'times_differ',
    segment: 2,
    make: said({ send: { answerBy: `${testNow + 9n * day}` } }),
  },
  {
    name: 'an answer wanted before it was sent',
    code: 'times_differ',
    segment: 2,
    make: said({ send: { answerBy: `${testNow - 2n * day}` } }),
  },
  {
    name: 'an answer before the second segment',
    code: 'times_differ',
    segment: 3,
    make: said({ validUntil: [undefined, undefined, testNow - 2n * day] }),
  },
]

/** Every way of forging a chain's file that has a fault of its own. */
export const forgedChains: readonly ForgedChain[] = [
  ...forgedFiles,
  ...forgedSignatures,
  ...forgedTexts,
  ...forgedTerms,
]
