import { offers, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { approvals } from '../../../chaincode/domains/approvals/tables.ts'
import { certificates, publications } from '../../../chaincode/domains/certificates/tables.ts'
import { purchases } from '../../../chaincode/domains/commerce/tables.ts'
import { orders } from '../../../chaincode/domains/market/tables.ts'
import { demands, interactions } from '../../../chaincode/domains/matching/tables.ts'
import { merchants, payments } from '../../../chaincode/domains/payments/tables.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import { type Account, accounts, type Device } from '../../../chaincode/domains/registry/tables.ts'
import { chains } from '../../../chaincode/domains/trade-chain/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Outcome } from '../../../chaincode/outcome.ts'
import type { Instruction, Kind, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { agreementPages } from './agreements.ts'
import { approvalPages } from './approvals.ts'
import type { Book } from './book.ts'
import { certificatePages } from './certificates.ts'
import { chainPages } from './chains.ts'
import { deliveryPages } from './deliveries.ts'
import { demandAnswerPages } from './demand-answers.ts'
import { demandPages } from './demands.ts'
import { interactionPages } from './interactions.ts'
import { packagePages } from './packages.ts'
import { payingPages } from './paying.ts'
import { paymentPages } from './payments.ts'
import { homeOfPromotion, promotionPages } from './promotions.ts'
import { purchasePages } from './purchases.ts'
import { recommendationPages } from './recommendations.ts'
import { registryPages } from './registry.ts'
import { type Page, type Ruling, reasons } from './ruling.ts'
import { tradeChainPages } from './trade-chain.ts'
import { tradingPages } from './trading.ts'
import { voucherPages } from './vouchers.ts'

/** What should become of each kind; one without a page is not played. */
const pages: { readonly [K in Kind]?: Page<K> } = {
  ...registryPages,
  ...voucherPages,
  ...agreementPages,
  ...tradingPages,
  ...payingPages,
  ...paymentPages,
  ...certificatePages,
  ...purchasePages,
  ...demandPages,
  ...demandAnswerPages,
  ...interactionPages,
  ...recommendationPages,
  ...deliveryPages,
  ...packagePages,
  ...tradeChainPages,
  ...chainPages,
  ...approvalPages,
  ...promotionPages,
}

/** The roles of which a device needs one, and for which kinds; a kind that is not here is a customer's (docs/kinds.md). */
const roles: readonly (readonly [roles: readonly DeviceRole[], kinds: readonly Kind[]])[] = [
  [['registrar'], ['participant.register', 'participant.freeze', 'participant.unfreeze', 'participant.close']],
  [['registrar'], ['device.add', 'device.replace', 'matcher.set']],
  [['matcher'], ['trait.register', 'demand.match', 'demand.request', 'recommendation.match', 'recommendation.request']],
  [['issuer'], ['voucher.issue', 'voucher.revise', 'voucher.change-functions', 'voucher.increase-supply']],
  [['issuer'], ['voucher.decrease-supply', 'voucher.retire']],
  [
    ['issuer', 'auditor'],
    ['holding.freeze', 'holding.unfreeze'],
  ],
  [['teller'], ['cash.deposit', 'cash.withdraw', 'merchant.register', 'merchant.close']],
  [['teller'], ['provider.register', 'provider.close']],
  [['price'], ['quote.publish', 'quote.withdraw', 'order.fill']],
  [['merchant'], ['payment.claim', 'payment.reverse', 'payment.refund', 'interaction.reward']],
  [['merchant'], ['certificate.issue', 'certificate.revoke', 'certificate.grant']],
  [
    ['customer', 'merchant'],
    ['instance.pass-on', 'instance.use', 'instance.publish', 'publication.withdraw'],
  ],
  [['merchant'], ['purchase.accept', 'purchase.reject', 'purchase.ship', 'purchase.deliver', 'purchase.refund']],
  [
    ['customer', 'merchant'],
    ['purchase.add-evidence', 'profile.set', 'demand.open', 'demand.withdraw'],
  ],
  [
    ['customer', 'merchant'],
    ['demand.answer', 'demand.decline', 'demand.accept', 'demand.reject', 'interaction.complete', 'interaction.rate'],
  ],
  [
    ['customer', 'merchant'],
    [
      ...(['recommendation.open', 'recommendation.withdraw', 'recommendation.answer'] as const),
      ...(['recommendation.decline', 'recommendation.deliver'] as const),
      ...(['recommendation.accept', 'recommendation.reject'] as const),
    ],
  ],
  [
    ['customer', 'merchant'],
    ['package.deliver', 'package.revoke', 'package.request', 'package.open', 'package.reject'],
  ],
  [['keeper', 'customer', 'merchant'], ['package.release']],
  [['auditor'], ['purchase.decide', 'chain.void']],
  [['credit'], ['grade.set', 'position.set', 'identity.unlock', 'chain.reconcile']],
  [
    ['dispatcher', 'credit'],
    ['chain.purge', 'grade.weigh'],
  ],
  [['executor'], ['institution.open', 'institution.suspend', 'institution.reach', 'chain.answer', 'campaign.open']],
  [['executor'], ['reward.judge', 'reward.pay', 'reward.take-back']],
  [[], ['campaign.close', 'promotion.end', 'reward.expire']],
  [['dispatcher'], ['bank.reach']],
  [['dispatcher'], ['chain.enrich', 'chain.send', 'chain.settle', 'chain.mark-unknown', 'chain.release']],
  [['customer', 'dispatcher'], ['chain.withdraw']],
  [[], ['purchase.complete', 'purchase.expire', 'approval.propose', 'approval.approve', 'approval.reject']],
  [[], ['approval.withdraw', 'approval.expire']],
  [[], ['participant.accept', 'device.rename', 'device.revoke', 'device.set-seal-key']],
  [[], ['transfer.expire', 'pledge.expire', 'order.expire', 'payment.expire', 'chain.expire']],
]

/** The roles of which a device needs one for this kind. */
export const rolesNeeded = (kind: Kind): readonly DeviceRole[] =>
  roles.find(([, kinds]) => kinds.includes(kind))?.[0] ?? ['customer']

/** What a stamp says, by kind (decision 0016); a kind that is not here has none. */
const stampFacts: { readonly [K in Kind]?: readonly string[] } = {
  'payment-code.request': ['codeExpiresAt', 'keepsOlder', 'payment'],
  'payment.claim': ['answerBy', 'payer', 'payerDevice', 'payment'],
  'recommendation.answer': [],
  'chain.enrich': ['chain', 'type', 'verdict'],
}

/** The kinds whose time of receipt is judged, and so must be provable (decision 0041). */
const judgedByReceipt: readonly Kind[] = ['recommendation.answer']

/** The stamp beside an instruction. */
export interface Stamped {
  participant: string
  device: string
  receivedAt: bigint
  facts: { [name: string]: string | boolean }
  /** Whether its signature is that device's over this instruction. */
  isGenuine: boolean
}

/** An envelope as whoever made it knows it. */
export interface Sent {
  instruction: Instruction
  id: string
  /** Whether the signature is the named device's. */
  isGenuine: boolean
  stamp?: Stamped | undefined
  /** What goes to a bank and an institution alone, and whether the text that came is the one that was signed. */
  confidential?: { said: object; isSigned: boolean } | undefined
}

/** How a transaction came: for which ledger, by whose gateway, at what time. */
export interface Way {
  ledger: string
  submitter: string
  now: bigint
  /** Every bank with every institution that shares something with it. */
  pairs: readonly { bank: string; institution: string }[]
  /** The members that are institutions. */
  institutionHomes: readonly string[]
  /** The members that are banks. */
  bankHomes: readonly string[]
}

/** What of a consortium the book must know. */
export const wayAmong = ({ pairs, members }: Consortium): Pick<Way, 'pairs' | 'institutionHomes' | 'bankHomes'> => ({
  pairs,
  institutionHomes: members.filter(({ parts }) => parts.includes('institution')).map(({ mspId }) => mspId),
  bankHomes: members.filter(({ parts }) => parts.includes('bank')).map(({ mspId }) => mspId),
})

const recordsNamed = {
  ...{ offer: offers, pledge: pledges, order: orders, payment: payments },
  ...{ purchase: purchases, certificate: certificates, publication: publications },
} as const

// The payer's own home, whatever they name.
const atPayersHome: readonly Kind[] = [
  ...(['purchase.order', 'purchase.set-one-click'] as const),
  ...(['payment.approve', 'payment.decline', 'payment-code.cancel', 'payment.set-prompt-rule'] as const),
]

type Subjects = { demand: string; recommendation: string; interaction: string; approval: string }
const ofDemand = (book: Book, { demand }: Subjects) => book.find(demands, demand)?.home
const ofApproval = (book: Book, { approval }: Subjects) => book.find(approvals, approval)?.home
const ofRecommendation = (book: Book, { recommendation }: Subjects) => book.find(recommendations, recommendation)?.home

/** What goes through the home of the demand, the recommendation, the receiver or the proposal, whoever says it. */
const atHomeOfSubject: { readonly [K in Kind]?: (book: Book, body: Subjects) => string | undefined } = {
  ...{ 'demand.withdraw': ofDemand, 'demand.accept': ofDemand, 'demand.reject': ofDemand },
  ...{ 'recommendation.withdraw': ofRecommendation, 'recommendation.deliver': ofRecommendation },
  ...{ 'approval.approve': ofApproval, 'approval.reject': ofApproval },
  ...{ 'approval.withdraw': ofApproval, 'approval.expire': ofApproval },
  'interaction.complete': (book, { interaction }) => book.find(interactions, interaction)?.receiverHome,
}

/** The record that an answer or a step names; a fill is at home with its voucher, and an issue with its issuer. */
const recordNamed = (book: Book, { kind, body }: Instruction): { home: string } | undefined => {
  const named = body as { [member: string]: string }
  if (kind === 'order.fill') return book.find(vouchers, named['voucher'] ?? '')
  const [member, table] = Object.entries(recordsNamed).find(([one]) => named[one] !== undefined) ?? []
  return table === undefined
    ? book.find(vouchers, named['voucher'] ?? '')
    : book.find(table, named[member as string] as string)
}

/** The payer's home, which a claim names; or the home of the bank that registered the merchant. */
const claimedAt = (book: Book, { from, body }: Instruction): string | undefined =>
  (body as { payerHome?: string }).payerHome ?? book.find(merchants, from)?.home

const isOfPromotions = (kind: Kind): boolean =>
  kind.startsWith('reward.') || kind === 'campaign.close' || kind === 'promotion.end'

const isOfChain = (kind: Kind): boolean => kind.startsWith('chain.') && kind !== 'chain.open'

const chainNamed = (book: Book, { body }: Instruction) => book.find(chains, (body as { chain: string }).chain)

/** The bank's home, and for an answer the institution's. */
const homeOfChain = (book: Book, instruction: Instruction): string | undefined =>
  chainNamed(book, instruction)?.[instruction.kind === 'chain.answer' ? 'institution' : 'bank']

/** Where a step of a chain, a campaign, a promotion or a reward is at home. */
const homeOfStep = (book: Book, instruction: Instruction): string | undefined =>
  isOfChain(instruction.kind)
    ? homeOfChain(book, instruction)
    : homeOfPromotion(book, instruction.kind, instruction.body as never)

/** The bank and the institution that alone are told what is confidential of it. */
const pairOf = (book: Book, instruction: Instruction) => {
  if (isOfChain(instruction.kind)) return chainNamed(book, instruction)
  const { institution } = instruction.body as { institution: string }
  return { bank: book.find(accounts, instruction.from)?.home, institution }
}

/** The organisation that alone may submit it (decision 0003): a voucher's, a record's, or the sender's own. */
export const homeOf = (book: Book, instruction: Instruction): string | undefined => {
  const { kind, from, body } = instruction
  const own = book.find(accounts, from)?.home
  if (kind === 'payment.claim') return claimedAt(book, instruction) ?? own
  if (isOfChain(kind) || isOfPromotions(kind)) return homeOfStep(book, instruction) ?? own
  if (kind === 'voucher.issue' || atPayersHome.includes(kind)) return own
  if (atHomeOfSubject[kind] !== undefined) return atHomeOfSubject[kind](book, body as never) ?? own
  return recordNamed(book, instruction)?.home ?? own
}

const numbersOf = ({ highest, used }: Device): bigint[] =>
  Array.from({ length: 256 }, (_, back) => BigInt(back))
    .filter((back) => (used >> back) & 1n)
    .map((back) => highest - back)

/** A device's number is honoured once; the last 256 are remembered, and none lies far beyond them and the present (decisions 0004, 0032). */
const againstNumber = (device: Device, number: bigint, now: bigint): (RefusalCode | 'repeated')[] => {
  const present = (now + 5_000n) * 1_000n
  const isOld = device.highest - number >= 256n
  const farthest = present > device.highest + 256n ? present : device.highest + 256n
  return [
    ...reasons({ number_too_old: isOld, number_too_far: number > farthest }),
    ...(!isOld && numbersOf(device).includes(number) ? ['repeated' as const] : []),
  ]
}

const againstStamp = (book: Book, { instruction, stamp }: Sent, { submitter, now }: Way): RefusalCode[] => {
  const expected = stampFacts[instruction.kind]
  if (stamp === undefined) return reasons({ stamp_missing: expected !== undefined })
  const signer = book.find(accounts, stamp.participant)
  const device = signer?.devices[stamp.device]
  const isOfHome = signer?.home === submitter && signer.status === 'active'
  const isService = device?.status === 'active' && device.roles.includes('service')
  const isOfKind = expected !== undefined && Object.keys(stamp.facts).sort().join() === expected.join()
  return reasons({
    bad_stamp: !(isOfHome && isService && isOfKind && stamp.isGenuine),
    [judgedByReceipt.includes(instruction.kind) ? 'receipt_not_provable' : 'stamp_too_old']:
      stamp.receivedAt < now - 30_000n || stamp.receivedAt > now + 5_000n,
  })
}

const againstConfidential = (book: Book, { instruction, confidential }: Sent, { pairs }: Way): RefusalCode[] => {
  if (confidential === undefined) return []
  const own = pairOf(book, instruction)
  return reasons({
    not_a_pair: !pairs.some((pair) => pair.bank === own?.bank && pair.institution === own.institution),
    confidential_missing: !confidential.isSigned,
  })
}

/** Why the ledger takes no notice of an envelope, and writes nothing; `repeated` where its number was honoured. */
const unnoticed = (book: Book, sent: Sent, way: Way): (RefusalCode | 'repeated')[] => {
  const { instruction } = sent
  const device = book.find(accounts, instruction.from)?.devices[instruction.device]
  const codes = reasons({
    wrong_ledger: instruction.ledger !== way.ledger,
    unknown_device: device === undefined,
    bad_signature: !sent.isGenuine,
    revoked_device: device?.status === 'revoked',
    not_home: homeOf(book, instruction) !== way.submitter,
  })
  const number = device === undefined ? [] : againstNumber(device, BigInt(instruction.number), way.now)
  return [...codes, ...number, ...againstStamp(book, sent, way), ...againstConfidential(book, sent, way)]
}

const general = ({ kind, device, validUntil }: Instruction, sender: Account, now: bigint): RefusalCode[] => {
  const needed = rolesNeeded(kind)
  const own = sender.devices[device]?.roles
  return reasons({
    instruction_expired: now > BigInt(validUntil),
    valid_until_too_far: BigInt(validUntil) - now > 86_400_000n,
    participant_not_active: sender.status !== 'active',
    device_lacks_role: needed.length > 0 && !needed.some((role) => own?.includes(role)),
  })
}

const ruleOn = (book: Book, { instruction, id, stamp, confidential }: Sent, way: Way): Ruling => {
  const { now, pairs, institutionHomes, bankHomes } = way
  const { from, device, kind, body } = instruction
  const sender = book.account(from)
  const whatever = general(instruction, sender, now)
  const page = pages[kind] as Page<Kind> | undefined
  if (page === undefined) throw new Error(`the market’s book has no page for ${kind}`)
  const words = { stamp: stamp?.facts ?? {}, receivedAt: stamp?.receivedAt, confidential: confidential?.said ?? {} }
  const ruling = page({
    book,
    body,
    from,
    device,
    sender,
    id,
    now,
    pairs,
    institutionHomes,
    bankHomes,
    ...words,
    general: whatever,
  })
  return { ...ruling, against: [...whatever, ...ruling.against] }
}

/** Everything that speaks against an envelope as the book stands; nothing is written down. */
export const weigh = (book: Book, sent: Sent, way: Way): string[] => {
  const codes = unnoticed(book, sent, way)
  return codes.length > 0 ? codes : ruleOn(book, sent, way).against
}

const useNumber = (book: Book, { from, device, number }: Instruction): void => {
  const account = book.account(from)
  const before = account.devices[device] as Device
  const numbers = [...numbersOf(before), BigInt(number)]
  const highest = BigInt(number) > before.highest ? BigInt(number) : before.highest
  const used = numbers.filter((one) => highest - one < 256n).reduce((bits, one) => bits | (1n << (highest - one)), 0n)
  book.put(accounts, { ...account, devices: { ...account.devices, [device]: { ...before, highest, used } } })
}

const textOf = (effects: object): string => JSON.stringify(Object.entries(effects).sort())

const toldBy = (outcome: Outcome): string => ('code' in outcome ? outcome.code : outcome.status)

/** Whether the outcome is a refusal, or a rejection, for one of these reasons. */
const isFor = (outcome: Outcome, status: readonly Outcome['status'][], codes: readonly string[]): boolean =>
  status.includes(outcome.status) && codes.includes(toldBy(outcome))

const differs = (outcome: Outcome, codes: readonly string[]): string =>
  `${toldBy(outcome)}, where the book says ${codes.join(' or ')}`

/**
 * Writes one envelope of a transaction into the book and answers how the ledger's outcome differs from what the book says; undefined where it
 * does not. The ledger must honour exactly what nothing speaks against, name one of the reasons otherwise, and tell the very effects.
 */
export const settle = (
  book: Book,
  sent: Sent,
  { way, outcome }: { way: Way; outcome: Outcome },
): string | undefined => {
  const codes = unnoticed(book, sent, way)
  if (codes.length > 0) return isFor(outcome, ['rejected', 'repeated'], codes) ? undefined : differs(outcome, codes)
  useNumber(book, sent.instruction)
  const { folds, against, carryOut } = ruleOn(book, sent, way)
  for (const { participant, voucher } of folds) book.fold(participant, voucher)
  if (against.length > 0) return isFor(outcome, ['refused'], against) ? undefined : differs(outcome, against)
  const effects = carryOut()
  if (outcome.status !== 'accepted') return differs(outcome, ['accepted'])
  const [expected, found] = [textOf(effects), textOf(outcome.effects)]
  return expected === found ? undefined : `tells ${found}, where the book says ${expected}`
}
