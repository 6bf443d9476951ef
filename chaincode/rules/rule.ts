import type { Body, DeviceRole, Instruction, Kind } from '../wire/instruction.ts'
import {
  accountKey,
  deviceKey,
  liveCodesKey,
  liveQuoteKey,
  merchantKey,
  offerKey,
  orderKey,
  participantKey,
  paymentKey,
  paymentOrderKey,
  pledgeKey,
  promptRuleKey,
  quoteKey,
  supplyKey,
  voucherKey,
} from '../wire/keys.ts'
import type { Effects } from '../wire/outcome.ts'
import type {
  Account,
  DeviceOwner,
  LiveCodes,
  LiveQuote,
  Merchant,
  Offer,
  Order,
  Participant,
  Payment,
  PaymentOrder,
  Pledge,
  PromptRule,
  Quote,
  RecordOf,
  RecordTable,
  Supply,
  Voucher,
} from '../wire/records.ts'
import type { StampedKind, StampFacts } from '../wire/stamp.ts'

/** The records that a rule may look at: those it named before, with every earlier decision of the same transaction. */
export interface View {
  participant(participant: string): Participant | undefined
  account(participant: string): Account | undefined
  deviceOwner(device: string): DeviceOwner | undefined
  voucher(voucher: string): Voucher | undefined
  supply(voucher: string): Supply | undefined
  quote(voucher: string, quote: string): Quote | undefined
  liveQuote(voucher: string): LiveQuote | undefined
  order(order: string): Order | undefined
  pledge(pledge: string): Pledge | undefined
  offer(offer: string): Offer | undefined
  payment(payment: string): Payment | undefined
  liveCodes(payer: string, device: string): LiveCodes | undefined
  paymentOrder(merchant: string, order: string): PaymentOrder | undefined
  merchant(merchant: string): Merchant | undefined
  promptRule(payer: string, voucher: string): PromptRule | undefined
}

/** A view over anything that finds the record under a key: a transaction's own work, or a projection of the blocks. */
export const viewOf = (find: (table: RecordTable, key: string) => unknown): View => ({
  participant: (id) => find('participant', participantKey(id)) as Participant | undefined,
  account: (id) => find('account', accountKey(id)) as Account | undefined,
  deviceOwner: (device) => find('device', deviceKey(device)) as DeviceOwner | undefined,
  voucher: (code) => find('voucher', voucherKey(code)) as Voucher | undefined,
  supply: (code) => find('supply', supplyKey(code)) as Supply | undefined,
  quote: (code, quote) => find('quote', quoteKey(code, quote)) as Quote | undefined,
  liveQuote: (code) => find('live-quote', liveQuoteKey(code)) as LiveQuote | undefined,
  order: (id) => find('order', orderKey(id)) as Order | undefined,
  pledge: (id) => find('pledge', pledgeKey(id)) as Pledge | undefined,
  offer: (id) => find('offer', offerKey(id)) as Offer | undefined,
  payment: (id) => find('payment', paymentKey(id)) as Payment | undefined,
  liveCodes: (payer, device) => find('live-codes', liveCodesKey(payer, device)) as LiveCodes | undefined,
  paymentOrder: (merchant, order) =>
    find('payment-order', paymentOrderKey(merchant, order)) as PaymentOrder | undefined,
  merchant: (id) => find('merchant', merchantKey(id)) as Merchant | undefined,
  promptRule: (payer, voucher) => find('prompt-rule', promptRuleKey(payer, voucher)) as PromptRule | undefined,
})

/** What a rule knows of the world besides records. `now` is the transaction's timestamp in UTC milliseconds. */
export interface Facts {
  now: bigint
}

/** A quantity handed to somebody else, written without reading that account (decision 0007). */
export interface Gift {
  payee: string
  /** The payee's own home: the credit stands there, and is found nowhere else (decision 0022). */
  payeeHome: string
  voucher: string
  quantity: bigint
}

/** A whole new value of one record. */
export type Write = { [T in RecordTable]: { table: T; record: RecordOf[T] } }[RecordTable]

/** A write of one record. */
export const write = <T extends RecordTable>(table: T, record: RecordOf[T]): Write => ({ table, record }) as Write

/** What an accepted instruction changes. What is not named stays as it is. */
export interface Decision {
  effects: Effects
  writes?: Write[]
  gifts?: Gift[]
}

/** Whose credits, of which voucher or of all, must be folded into the account before a rule can judge it. */
export interface Fold {
  participant: string
  voucher?: string
}

/** What the home's stamp says of an instruction of this kind; nothing for the kinds that need none (decision 0016). */
export type StampOf<K extends Kind> = K extends StampedKind ? StampFacts<K> : undefined

/** What a rule decides over. */
export interface Request<K extends Kind> {
  instruction: Instruction<K>
  body: Body<K>
  /** The instruction's id: unique, so that it can name the record that the instruction opens. */
  id: string
  sender: Account
  view: View
  facts: Facts
  stamp: StampOf<K>
}

/** One kind of instruction: who may send it, what it reads, where its home is, and what it decides. */
export interface Rule<K extends Kind> {
  /** The roles of which the device needs one; none means that any device of the participant will do. */
  roles: readonly DeviceRole[]
  /** The keys of every record that `home`, `organisations` and `decide` look at, besides the sender's account. */
  reads(instruction: Instruction<K>, stamp: StampOf<K>): string[]
  /** The keys of further records, which only those that `reads` named tell; read once it is this instruction's turn (decision 0030). */
  readsThen?(instruction: Instruction<K>, view: View): string[]
  /** The organisation whose gateway may submit it; undefined leaves the judgement to `decide`, which will refuse. */
  home(instruction: Instruction<K>, view: View): string | undefined
  /** Homes of the accounts that it changes besides the sender's: their peers must endorse too. */
  organisations?(instruction: Instruction<K>, view: View): (string | undefined)[]
  /** Homes of those to whom it gives without changing their accounts: their peers must endorse too (decision 0022). */
  receivers?(instruction: Instruction<K>, view: View): (string | undefined)[]
  /** What many senders' instructions of this kind change at once, so that a gateway keeps them in one lane. */
  contended?(instruction: Instruction<K>): string
  /** Credits to fold before the decision counts; another's are not folded for a sender who is refused without it. */
  foldBefore?(instruction: Instruction<K>): Fold
  /** Decides over the records as they are; refuses by throwing a Refusal. Pure: same input, same answer, on every peer. */
  decide(request: Request<K>): Decision
}
