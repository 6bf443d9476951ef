import type { Json } from './canonical.ts'
import type {
  Authorisation,
  Body,
  DeviceRole,
  Fee,
  PublicKey,
  TradeTerms,
  VoucherField,
  VoucherFunction,
} from './instruction.ts'
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
} from './keys.ts'

export type ParticipantStatus = 'active' | 'frozen' | 'closed'

/** What others need to know of a participant; rarely written, so that reading it conflicts with nothing (decision 0007). */
export interface Participant {
  participant: string
  type: 'person' | 'organisation'
  home: string
  status: ParticipantStatus
  /** Whose transfers it takes without being asked: everybody's, those of the senders named, or nobody's. */
  accepts: 'all' | 'known' | 'none'
  known: string[]
  /** The case under which it is frozen, which alone frees it; absent while it is not, and where it was frozen before (decision 0031). */
  frozenUnder?: string | undefined
}

/** That a device key was given to an account. The row stays when the device is revoked: no other account gets that key. */
export interface DeviceOwner {
  device: string
  participant: string
  home: string
}

/** A device of a participant: its key, what it may do, and which of its numbers were honoured. */
export interface Device {
  name: string
  publicKey: PublicKey
  roles: DeviceRole[]
  status: 'active' | 'revoked'
  /** By which ways the home was asked to add it, where its registrar said so. */
  authorisedBy?: Authorisation
  /** Highest number honoured so far. */
  highest: bigint
  /** Bit k is set when number `highest - k` was honoured; the last 256 are remembered. */
  used: bigint
}

/**
 * What a participant has of one voucher, in base units, by what may be done with it. `cost` is what was paid for
 * `costed` of them, in the cash base unit; units that came without a price have no cost.
 */
export interface Holding {
  available: bigint
  reserved: bigint
  pledged: bigint
  frozen: bigint
  cost: bigint
  costed: bigint
  /** How much of what is frozen each case froze; absent for what was frozen before cases were remembered (decision 0031). */
  cases?: { [caseNumber: string]: bigint } | undefined
}

/** What its owner acts on: devices with their number windows, and holdings by voucher code (decision 0007). */
export interface Account {
  participant: string
  home: string
  status: ParticipantStatus
  devices: { [device: string]: Device }
  holdings: { [voucher: string]: Holding }
  /** How many locked pledges wait for this pledgee's release; absent when none does, and then the account can be closed. */
  liens?: bigint | undefined
  /** How many series it has issued and not retired; absent when there is none, and then the account can be closed. */
  series?: bigint | undefined
}

/** A voucher series: what it is, in which unit it is counted, what its holders may do, what it shows, how it is traded. */
export interface Voucher {
  voucher: string
  issuer: string
  home: string
  status: 'issued' | 'retired'
  name: string
  product: Body<'voucher.issue'>['product']
  unit: Body<'voucher.issue'>['unit']
  functions: VoucherFunction[]
  fields: VoucherField[]
  trade?: TradeTerms | undefined
  /** Counts the changes to this row; each change is an instruction with an author and a time in its block. */
  version: bigint
}

/** How much of a voucher is outstanding, over all accounts and credits (invariants 1 and 3). */
export interface Supply {
  voucher: string
  home: string
  supply: bigint
}

/** Prices at which the issuer sells (`buy`) and buys (`sell`), in cash base units for `priceScale`, until `expiresAt`. */
export interface Quote {
  voucher: string
  quote: string
  home: string
  /** Names the voucher's unit and trade terms under which the prices were said. */
  terms: string
  buy: bigint
  sell: bigint
  publishedAt: bigint
  expiresAt: bigint
  /** Set once the issuer took it back. */
  status?: 'withdrawn' | undefined
}

/** Which quote of a voucher is the newest; a voucher whose last quote was published before this was kept has none. */
export interface LiveQuote {
  voucher: string
  quote: string
  home: string
}

export type OrderStatus = 'open' | 'part-filled' | 'filled' | 'cancelled' | 'expired'

/** A limit order at rest. `reserved` is what is still held for it: cash for a buy, metal for a sale. */
export interface Order {
  order: string
  voucher: string
  cash: string
  /** Names the voucher's unit and trade terms under which the limit was said. */
  terms: string
  owner: string
  ownerHome: string
  issuer: string
  home: string
  side: 'buy' | 'sell'
  quantity: bigint
  filled: bigint
  limitPrice: bigint
  reserved: bigint
  /** Price times quantity of what is filled, before the price scale divides it, and the fees on that. */
  value: bigint
  fee: bigint
  status: OrderStatus
  placedAt: bigint
  expiresAt: bigint
}

export type PledgeStatus = 'proposed' | 'locked' | 'declined' | 'cancelled' | 'expired' | 'released' | 'enforced'

/** A quantity that its holder cannot use until the pledgee releases it: the one first lien on those units. */
export interface Pledge {
  pledge: string
  voucher: string
  holder: string
  holderHome: string
  pledgee: string
  pledgeeHome: string
  home: string
  purpose: string
  quantity: bigint
  status: PledgeStatus
  answerBy: bigint
  termEndsAt: bigint
  enforcement: 'transfer-to-pledgee' | 'none'
}

export type OfferStatus = 'offered' | 'accepted' | 'declined' | 'cancelled' | 'expired' | 'returned'

/** A transfer that waits for its receiver's word. */
export interface Offer {
  offer: string
  voucher: string
  sender: string
  senderHome: string
  receiver: string
  receiverHome: string
  home: string
  quantity: bigint
  status: OfferStatus
  answerBy: bigint
}

/** A bank's leave for a merchant to claim payment codes, and at what fee. */
export interface Merchant {
  merchant: string
  home: string
  /** The bank's participant, to whom the fees go. */
  bank: string
  /** The business name that payers are shown. */
  name: string
  fee: Fee
  /** The most that one payment may be, in base units. */
  maximum: bigint
  vouchers: string[]
  status: 'open' | 'closed'
}

export type PaymentStatus = 'issued' | 'claimed' | 'captured' | 'declined' | 'reversed' | 'expired' | 'cancelled'

/** What a merchant claimed with a code: the sale, and until when the payer can answer. */
export interface Claim {
  merchant: string
  merchantHome: string
  order: string
  commitment: string
  voucher: string
  quantity: bigint
  fee: bigint
  answerBy: bigint
  refunded: bigint
}

/** A payment by a one-time code, from the request for the code on (decision 0019). */
export interface Payment {
  payment: string
  home: string
  payer: string
  payerHome: string
  /** The device that asked for the code, which alone can approve. */
  device: string
  status: PaymentStatus
  codeExpiresAt: bigint
  claim?: Claim | undefined
}

/** The codes of one device that can still be claimed; empty once it was revoked. */
export interface LiveCodes {
  payer: string
  device: string
  home: string
  payments: string[]
}

/** A merchant's order number and the payment that holds it. */
export interface PaymentOrder {
  merchant: string
  order: string
  home: string
  payment: string
  /** `unpaid` frees the number for another try; an open one does so too once its answer is overdue. */
  status: 'open' | 'captured' | 'unpaid'
  answerBy: bigint
}

/** Up to which amount, and how many times a day, a payer's device may approve without asking (row S4-041). */
export interface PromptRule {
  payer: string
  voucher: string
  home: string
  maximum: bigint
  perDay: number
  /** The UTC day, counted from 1970, on which `used` approvals were given without a prompt. */
  day: bigint
  used: number
}

/** A quantity given to a payee and not folded into the payee's account yet. */
export interface Credit {
  payee: string
  voucher: string
  quantity: bigint
}

type JsonObject = { [name: string]: Json }
type Of<T> = { encode(record: T): JsonObject; decode(json: JsonObject): T }

const mapValues = <A, B>(object: { [name: string]: A }, change: (value: A) => B): { [name: string]: B } =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))

/** The codec of a flat record: the members named are counts or moments, the others stand as they are. */
const flat = <T extends object>(...counted: (keyof T & string)[]): Of<T> => ({
  encode: (record) => ({
    ...(record as JsonObject),
    ...Object.fromEntries(counted.map((name) => [name, String(record[name])])),
  }),
  decode: (json) =>
    ({ ...json, ...Object.fromEntries(counted.map((name) => [name, BigInt(json[name] as string)])) }) as T,
})

const bucketsCodec = flat<Omit<Holding, 'cases'>>('available', 'reserved', 'pledged', 'frozen', 'cost', 'costed')
const holdingCodec: Of<Holding> = {
  encode: ({ cases, ...buckets }) => ({
    ...bucketsCodec.encode(buckets),
    ...(cases === undefined ? {} : { cases: mapValues(cases, String) }),
  }),
  decode: ({ cases, ...buckets }) => ({
    ...bucketsCodec.decode(buckets),
    ...(cases === undefined ? {} : { cases: mapValues(cases as { [name: string]: string }, BigInt) }),
  }),
}

const paymentCodec = flat<Omit<Payment, 'claim'>>('codeExpiresAt')
const claimCodec = flat<Claim>('quantity', 'fee', 'answerBy', 'refunded')

const encodeDevice = (device: Device): JsonObject => ({
  ...device,
  publicKey: { ...device.publicKey },
  highest: device.highest.toString(),
  used: device.used.toString(16),
})
const decodeDevice = (json: JsonObject): Device => ({
  ...(json as unknown as Device),
  highest: BigInt(json['highest'] as string),
  used: BigInt(`0x${json['used'] as string}`),
})

/** Every table of the ledger and the record of its rows. */
export interface RecordOf {
  participant: Participant
  device: DeviceOwner
  account: Account
  voucher: Voucher
  supply: Supply
  quote: Quote
  'live-quote': LiveQuote
  order: Order
  pledge: Pledge
  offer: Offer
  payment: Payment
  'live-codes': LiveCodes
  'payment-order': PaymentOrder
  merchant: Merchant
  'prompt-rule': PromptRule
  credit: Credit
}

/** How each table's rows stand on the ledger: amounts as decimal strings, number windows in hexadecimal. */
export const codecs: { [T in keyof RecordOf]: Of<RecordOf[T]> } = {
  participant: flat<Participant>(),
  device: flat<DeviceOwner>(),
  account: {
    encode: ({ liens, series, ...account }) => ({
      ...account,
      devices: mapValues(account.devices, encodeDevice),
      holdings: mapValues(account.holdings, holdingCodec.encode),
      ...(liens === undefined ? {} : { liens: liens.toString() }),
      ...(series === undefined ? {} : { series: series.toString() }),
    }),
    decode: ({ liens, series, ...json }) => ({
      ...(json as unknown as Account),
      devices: mapValues(json['devices'] as { [name: string]: JsonObject }, decodeDevice),
      holdings: mapValues(json['holdings'] as { [name: string]: JsonObject }, holdingCodec.decode),
      ...(liens === undefined ? {} : { liens: BigInt(liens as string) }),
      ...(series === undefined ? {} : { series: BigInt(series as string) }),
    }),
  },
  voucher: flat<Voucher>('version'),
  supply: flat<Supply>('supply'),
  quote: flat<Quote>('buy', 'sell', 'publishedAt', 'expiresAt'),
  'live-quote': flat<LiveQuote>(),
  order: flat<Order>('quantity', 'filled', 'limitPrice', 'reserved', 'value', 'fee', 'placedAt', 'expiresAt'),
  pledge: flat<Pledge>('quantity', 'answerBy', 'termEndsAt'),
  offer: flat<Offer>('quantity', 'answerBy'),
  payment: {
    encode: ({ claim, ...payment }) => ({
      ...paymentCodec.encode(payment),
      ...(claim === undefined ? {} : { claim: claimCodec.encode(claim) }),
    }),
    decode: ({ claim, ...payment }) => ({
      ...paymentCodec.decode(payment),
      ...(claim === undefined ? {} : { claim: claimCodec.decode(claim as JsonObject) }),
    }),
  },
  'live-codes': flat<LiveCodes>(),
  'payment-order': flat<PaymentOrder>('answerBy'),
  merchant: flat<Merchant>('maximum'),
  'prompt-rule': flat<PromptRule>('maximum', 'day'),
  credit: flat<Credit>('quantity'),
}

/** The tables whose rows a rule reads and writes whole; credits are only given and folded. */
export type RecordTable = Exclude<keyof RecordOf, 'credit'>

/** The key under which a record stands, and the organisations whose peers must endorse every change of it. */
export const placements: {
  [T in RecordTable]: { key(record: RecordOf[T]): string; homes(record: RecordOf[T]): string[] }
} = {
  participant: { key: ({ participant }) => participantKey(participant), homes: ({ home }) => [home] },
  device: { key: ({ device }) => deviceKey(device), homes: ({ home }) => [home] },
  account: { key: ({ participant }) => accountKey(participant), homes: ({ home }) => [home] },
  voucher: { key: ({ voucher }) => voucherKey(voucher), homes: ({ home }) => [home] },
  supply: { key: ({ voucher }) => supplyKey(voucher), homes: ({ home }) => [home] },
  quote: { key: ({ voucher, quote }) => quoteKey(voucher, quote), homes: ({ home }) => [home] },
  'live-quote': { key: ({ voucher }) => liveQuoteKey(voucher), homes: ({ home }) => [home] },
  order: { key: ({ order }) => orderKey(order), homes: ({ ownerHome, home }) => [ownerHome, home] },
  pledge: { key: ({ pledge }) => pledgeKey(pledge), homes: ({ holderHome, pledgeeHome }) => [holderHome, pledgeeHome] },
  payment: { key: ({ payment }) => paymentKey(payment), homes: ({ home }) => [home] },
  'live-codes': { key: ({ payer, device }) => liveCodesKey(payer, device), homes: ({ home }) => [home] },
  'payment-order': { key: ({ merchant, order }) => paymentOrderKey(merchant, order), homes: ({ home }) => [home] },
  merchant: { key: ({ merchant }) => merchantKey(merchant), homes: ({ home }) => [home] },
  'prompt-rule': { key: ({ payer, voucher }) => promptRuleKey(payer, voucher), homes: ({ home }) => [home] },
  offer: { key: ({ offer }) => offerKey(offer), homes: ({ senderHome, receiverHome }) => [senderHome, receiverHome] },
}
