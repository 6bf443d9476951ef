// Ledger keys are plain printable text. `~` parts the members; no identifier may hold one, so no two keys collide.

export const participantKey = (participant: string): string => `participant~${participant}`
/** Whose a device key is: one account's, for ever (decision 0026). */
export const deviceKey = (device: string): string => `device~${device}`
export const accountKey = (participant: string): string => `account~${participant}`
export const voucherKey = (voucher: string): string => `voucher~${voucher}`
/** How much of a voucher is outstanding stands apart, so that a deposit conflicts with no transfer. */
export const supplyKey = (voucher: string): string => `supply~${voucher}`
export const quoteKey = (voucher: string, quote: string): string => `quote~${voucher}~${quote}`
/** The one quote of a voucher at which can be traded: the newest that was published. */
export const liveQuoteKey = (voucher: string): string => `live-quote~${voucher}`
export const orderKey = (order: string): string => `order~${order}`
export const pledgeKey = (pledge: string): string => `pledge~${pledge}`
export const offerKey = (offer: string): string => `offer~${offer}`

/** A payment from its code's first request to its end, under the keyed digest of the digits. */
export const paymentKey = (payment: string): string => `payment~${payment}`
/** The codes of one device that a merchant can still claim. */
export const liveCodesKey = (payer: string, device: string): string => `live-codes~${payer}~${device}`
/** Which payment a merchant's order number was used for. */
export const paymentOrderKey = (merchant: string, order: string): string => `payment-order~${merchant}~${order}`
/** The payer's own rule for small amounts of a voucher. */
export const promptRuleKey = (payer: string, voucher: string): string => `prompt-rule~${payer}~${voucher}`
/** First key inside and first key behind all rules of a payer. */
export const promptRuleRange = (payer: string): { start: string; end: string } => ({
  start: `prompt-rule~${payer}~`,
  end: `prompt-rule~${payer}\u007f`,
})
export const merchantKey = (merchant: string): string => `merchant~${merchant}`

/** The row that gives `payee` a quantity without reading the payee's account; one per payee, voucher and transaction. */
export const creditKey = (payee: string, voucher: string, transaction: string): string =>
  `credit~${payee}~${voucher}~${transaction}`

/** First key inside and first key behind all credits of a payee, or of a payee in one voucher. */
export const creditRange = (payee: string, voucher?: string): { start: string; end: string } => {
  const stem = voucher === undefined ? `credit~${payee}` : `credit~${payee}~${voucher}`
  return { start: `${stem}~`, end: `${stem}\u007f` }
}

export const tables = [
  'participant',
  'device',
  'account',
  'voucher',
  'supply',
  'quote',
  'live-quote',
  'order',
  'pledge',
  'offer',
  'payment',
  'live-codes',
  'payment-order',
  'merchant',
  'prompt-rule',
  'credit',
] as const
export type Table = (typeof tables)[number]

/** Which table a key belongs to, and the members behind it; undefined for a key that is none of ours. */
export const parseKey = (key: string): { table: Table; members: string[] } | undefined => {
  const [table, ...members] = key.split('~')
  const known = tables.find((name) => name === table)
  return known === undefined ? undefined : { table: known, members }
}
