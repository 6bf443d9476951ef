import { z } from 'zod'
import {
  caseNumber,
  countOrZero,
  deviceId,
  displayName,
  instructionIdName,
  instructionNumber,
  ledgerName,
  moment,
  orderNumber,
  participantId,
  quantity,
  quoteId,
  reference,
  voucherCode,
} from './identifiers.ts'
import { type Stamp, stamp } from './stamp.ts'

/**
 * What a device may be trusted to do. Only an organisation's Fabric admin gives out `registrar` and `auditor`
 * (decision 0003); `issuer`, `price`, `teller` and `service` are for devices of organisations.
 */
export const deviceRoles = [
  'registrar',
  'auditor',
  'issuer',
  'price',
  'teller',
  'customer',
  'merchant',
  'service',
] as const
export type DeviceRole = (typeof deviceRoles)[number]

/** What a voucher lets its holders do (row S0-015 to S0-019). */
export const voucherFunctions = ['buy', 'sell', 'pledge', 'transfer'] as const
export type VoucherFunction = (typeof voucherFunctions)[number]

/** What a voucher may show of itself and of one's holding (rows S0-034 to S0-045). */
export const voucherFields = [
  'name',
  'productType',
  'totalQuantity',
  'availableQuantity',
  'unit',
  'buyPrice',
  'positionAccount',
  'referenceValue',
  'floatingProfit',
  'yield',
  'entrustedOrders',
] as const
export type VoucherField = (typeof voucherFields)[number]

const distinct = (items: readonly string[]) => new Set(items).size === items.length
const base64urlCoordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** A P-256 public key as a JSON Web Key (RFC 7517), with exactly the members that its thumbprint covers. */
export const publicKey = z.strictObject({
  crv: z.literal('P-256'),
  kty: z.literal('EC'),
  x: base64urlCoordinate,
  y: base64urlCoordinate,
})
export type PublicKey = z.infer<typeof publicKey>

/** An ES256 signature, 64 bytes (r, s) in base64url. */
export const signatureBytes = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

const newDevice = z.strictObject({
  name: displayName,
  publicKey,
  /** The key's own signature over the text of its card. Rules want it; what was recorded before they did has none. */
  proof: signatureBytes.optional(),
  roles: z.array(z.enum(deviceRoles)).min(1).max(deviceRoles.length).refine(distinct, 'roles must differ'),
})
export type NewDevice = z.infer<typeof newDevice>

/** By which ways the home was asked to add a device (decision 0020): what its gateway checked, or somebody at its desk. */
export const authorisations = ['message', 'password', 'both', 'desk'] as const
export type Authorisation = (typeof authorisations)[number]

const metalProduct = z.strictObject({
  type: z.literal('metal'),
  metal: z.enum(['gold', 'silver', 'platinum', 'palladium']),
  finenessPerTenThousand: z.int().min(1).max(10_000),
  form: z.enum(['bar', 'coin', 'granule', 'account']),
})
const currencyProduct = z.strictObject({ type: z.literal('currency'), currency: z.string().regex(/^[A-Z]{3}$/) })

/** The base unit in which a voucher is counted: `1 mg`, `0.001 oz`, `1 fen`; shown with every quantity (row S0-038). */
export const unit = z.strictObject({
  base: z.string().regex(/^[0-9.]{1,12} [A-Za-z]{1,12}$/),
  shownAs: z.string().regex(/^[A-Za-z]{1,12}$/),
  basePerShown: z.string().regex(/^[1-9][0-9]{0,11}$/),
})

const fieldSet = z.array(z.enum(voucherFields)).min(1).max(voucherFields.length).refine(distinct, 'fields must differ')

/** A fee on an amount of cash: parts per million rounded up, then at least `minimum` and at most `maximum`. */
export const fee = z.strictObject({
  partsPerMillion: z.int().min(0).max(500_000),
  minimum: countOrZero,
  maximum: countOrZero.optional(),
})
export type Fee = z.infer<typeof fee>

/** How a voucher is bought and sold: in which cash series, with prices for how many base units, at which fees. */
export const tradeTerms = z.strictObject({
  cash: voucherCode,
  priceScale: quantity,
  fees: z.strictObject({ buy: fee, sell: fee }),
})
export type TradeTerms = z.infer<typeof tradeTerms>

const purpose = displayName
const openedBy = instructionIdName
// The voucher is named because its row is read before the offer is known: whether it still offers the function.
const answer = z.strictObject({ offer: openedBy, sender: participantId, voucher: voucherCode })
const pledgeAnswer = z.strictObject({ pledge: openedBy, holder: participantId, voucher: voucherCode })
const holdingHold = z.strictObject({ participant: participantId, voucher: voucherCode, quantity, caseNumber })
const trade = z.strictObject({
  voucher: voucherCode,
  issuer: participantId,
  quantity,
  quote: quoteId,
  worstPrice: quantity,
})

const payment = z.strictObject({ payment: instructionIdName })
/** All that a payer's yes or no is about; each must be what the merchant claimed (row S4-034). */
const paymentTerms = z.strictObject({
  payment: instructionIdName,
  merchant: participantId,
  orderNumber,
  voucher: voucherCode,
  quantity,
  answerBy: moment,
})

const functionSet = z.array(z.enum(voucherFunctions)).max(4).refine(distinct, 'functions must differ')

/** The body of each kind of instruction; the key of this table is the closed list of kinds. */
export const bodies = {
  'participant.register': z.strictObject({
    participant: participantId,
    type: z.enum(['person', 'organisation']),
    device: newDevice,
  }),
  'participant.accept': z.strictObject({
    accepts: z.enum(['all', 'known', 'none']),
    known: z.array(participantId).max(64).refine(distinct, 'senders must differ').optional(),
  }),
  'participant.freeze': z.strictObject({ participant: participantId, caseNumber }),
  'participant.unfreeze': z.strictObject({ participant: participantId, caseNumber }),
  'participant.close': z.strictObject({ participant: participantId }),
  'device.add': z.strictObject({
    participant: participantId,
    device: newDevice,
    authorisedBy: z.enum(authorisations).optional(),
  }),
  'device.rename': z.strictObject({ device: deviceId, name: displayName }),
  'device.replace': z.strictObject({ participant: participantId, lost: deviceId, device: newDevice }),
  'device.revoke': z.strictObject({ participant: participantId, device: deviceId }),
  'voucher.issue': z.strictObject({
    voucher: voucherCode,
    name: displayName,
    product: z.discriminatedUnion('type', [metalProduct, currencyProduct]),
    unit,
    functions: functionSet.min(1),
    fields: fieldSet.optional(),
    trade: tradeTerms.optional(),
    quantity,
  }),
  'voucher.revise': z.strictObject({
    voucher: voucherCode,
    name: displayName.optional(),
    unit: unit.optional(),
    fields: fieldSet.optional(),
    trade: tradeTerms.optional(),
    reason: reference,
  }),
  'voucher.change-functions': z.strictObject({ voucher: voucherCode, functions: functionSet }),
  'voucher.increase-supply': z.strictObject({ voucher: voucherCode, quantity }),
  'voucher.decrease-supply': z.strictObject({ voucher: voucherCode, quantity }),
  'voucher.retire': z.strictObject({ voucher: voucherCode }),
  'voucher.transfer': z.strictObject({
    voucher: voucherCode,
    to: participantId,
    quantity,
    reference: reference.optional(),
  }),
  'transfer.offer': z.strictObject({
    voucher: voucherCode,
    to: participantId,
    quantity,
    answerBy: moment,
    reference: reference.optional(),
  }),
  'transfer.accept': answer,
  'transfer.decline': answer,
  'transfer.cancel': answer,
  'transfer.expire': answer,
  'transfer.return': answer,
  'cash.deposit': z.strictObject({ voucher: voucherCode, to: participantId, quantity, reference }),
  'cash.withdraw': z.strictObject({ voucher: voucherCode, participant: participantId, quantity, reference }),
  'quote.publish': z.strictObject({
    voucher: voucherCode,
    quote: quoteId,
    buy: quantity,
    sell: quantity,
    lifeSeconds: z.int().min(1).max(86_400),
  }),
  'quote.withdraw': z.strictObject({ voucher: voucherCode, quote: quoteId }),
  'trade.buy': trade,
  'trade.sell': trade,
  'order.place': z.strictObject({
    voucher: voucherCode,
    side: z.enum(['buy', 'sell']),
    quantity,
    limitPrice: quantity,
    expiresAt: moment,
  }),
  'order.cancel': z.strictObject({ order: openedBy }),
  'order.expire': z.strictObject({ order: openedBy, owner: participantId }),
  'order.fill': z.strictObject({
    order: openedBy,
    owner: participantId,
    voucher: voucherCode,
    quote: quoteId,
    quantity,
  }),
  'pledge.propose': z.strictObject({
    voucher: voucherCode,
    quantity,
    pledgee: participantId,
    purpose,
    termEndsAt: moment,
    answerBy: moment,
    enforcement: z.enum(['transfer-to-pledgee', 'none']),
  }),
  'pledge.accept': pledgeAnswer,
  'pledge.decline': pledgeAnswer,
  'pledge.cancel': pledgeAnswer,
  'pledge.expire': pledgeAnswer,
  'pledge.release': pledgeAnswer.extend({ quantity }),
  'pledge.enforce': pledgeAnswer,
  'merchant.register': z.strictObject({
    merchant: participantId,
    name: displayName,
    fee,
    maximum: quantity,
    vouchers: z.array(voucherCode).min(1).max(16).refine(distinct, 'vouchers must differ'),
  }),
  'merchant.close': z.strictObject({ merchant: participantId }),
  'payment-code.request': z.strictObject({}),
  'payment-code.cancel': payment,
  'payment.claim': z.strictObject({
    commitment: instructionIdName,
    orderNumber,
    voucher: voucherCode,
    quantity,
  }),
  // `prompted: false`: the device answered by its owner's rule, and says so.
  'payment.approve': paymentTerms.extend({ prompted: z.literal(false).optional() }),
  'payment.decline': paymentTerms,
  'payment.expire': payment,
  'payment.reverse': payment,
  'payment.refund': z.strictObject({ payment: instructionIdName, quantity, reference }),
  'payment.set-prompt-rule': z.strictObject({
    voucher: voucherCode,
    maximum: countOrZero,
    perDay: z.int().min(0).max(100),
  }),
  'holding.freeze': holdingHold,
  'holding.unfreeze': holdingHold,
} as const

export type Kind = keyof typeof bodies
export type Body<K extends Kind> = z.infer<(typeof bodies)[K]>
export const kinds = Object.keys(bodies) as Kind[]

const head = {
  ledger: ledgerName,
  from: participantId,
  device: deviceId,
  number: instructionNumber,
  validUntil: moment,
}

const instructionOf = <K extends Kind>(kind: K) =>
  z.strictObject({ ...head, kind: z.literal(kind), body: bodies[kind] as (typeof bodies)[Kind] })

/** What a device signs (decision 0004): network, kind, sender, device, its own number, deadline, and the body. */
export interface Instruction<K extends Kind = Kind> {
  ledger: string
  kind: K
  from: string
  device: string
  number: string
  validUntil: string
  body: Body<K>
}

/** Any instruction: the union over all kinds, told apart by `kind`. */
export const instruction = z.discriminatedUnion(
  'kind',
  kinds.map((kind) => instructionOf(kind)) as [ReturnType<typeof instructionOf>, ...ReturnType<typeof instructionOf>[]],
)

/** As `envelope`, with the stamp that only the home adds, after it took the envelope in. */
export const stampedEnvelope = z.strictObject({
  instruction,
  signature: signatureBytes,
  stamp: stamp.optional(),
})

/** An instruction and its device's ES256 signature over the canonical text, as 64 bytes (r, s) in base64url with low s. */
export const envelope = z.strictObject({
  instruction,
  signature: signatureBytes,
})

export interface Envelope<K extends Kind = Kind> {
  instruction: Instruction<K>
  signature: string
  stamp?: Stamp | undefined
}
