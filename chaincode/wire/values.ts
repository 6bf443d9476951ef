/**
 * In what a value of an outcome counts.
 * - `quantity`: base units of the voucher that the outcome or its instruction names.
 * - `reserved`: base units of the voucher that the outcome names as `reservedVoucher`; without that name nobody knows of which.
 * - `cash`: base units of the cash that the outcome names as `cash`, or of the cash in which its voucher is traded.
 * - `fee`: `cash` for a trade, whose outcome names cash or gross; `quantity` for a payment, which is taxed in what is paid.
 * - `price`: base units of that cash, for the voucher's price scale.
 * - `moment`: UTC milliseconds. `count`: of things. `text`: names and words, to be shown as they are.
 * - `own`: a balance of one moment of one row, without what others gave meanwhile. It is shown nowhere: the account says what
 *   somebody has, in one way.
 * - `key`: what ties records together, and nobody reads.
 */
export type ValueUnit = 'quantity' | 'reserved' | 'cash' | 'fee' | 'price' | 'moment' | 'count' | 'text' | 'own' | 'key'

/** Every value that the effects of an instruction or the values of a refusal may have, and in what it counts. */
const units = {
  quantity: 'quantity',
  supply: 'quantity',
  outstanding: 'quantity',
  filled: 'quantity',
  left: 'quantity',
  released: 'quantity',
  refunded: 'quantity',
  pledged: 'quantity',
  maximum: 'quantity',
  reserved: 'reserved',
  freed: 'reserved',
  gross: 'cash',
  amount: 'cash',
  fee: 'fee',
  price: 'price',
  worstPrice: 'price',
  limitPrice: 'price',
  buy: 'price',
  sell: 'price',
  expiresAt: 'moment',
  codeExpiresAt: 'moment',
  deadline: 'moment',
  validUntil: 'moment',
  termEndsAt: 'moment',
  endsAt: 'moment',
  actBy: 'moment',
  answerBy: 'moment',
  receivedAt: 'moment',
  startedAt: 'moment',
  heldUntil: 'moment',
  latest: 'moment',
  perDay: 'count',
  found: 'count',
  chosen: 'count',
  counterparties: 'count',
  rating: 'count',
  version: 'count',
  client: 'text',
  institution: 'text',
  pledges: 'count',
  series: 'count',
  most: 'count',
  number: 'count',
  highest: 'count',
  lowest: 'count',
  available: 'own',
  cashAvailable: 'own',
  frozen: 'own',
  participant: 'text',
  to: 'text',
  sender: 'text',
  receiver: 'text',
  holder: 'text',
  dropped: 'text',
  trait: 'text',
  field: 'text',
  part: 'text',
  parameter: 'text',
  pledgee: 'text',
  party: 'text',
  issuer: 'text',
  home: 'text',
  submitter: 'text',
  organisation: 'text',
  ledger: 'text',
  voucher: 'text',
  vouchers: 'text',
  name: 'text',
  orderNumber: 'text',
  caseNumber: 'text',
  frozenUnder: 'text',
  reference: 'text',
  functions: 'text',
  function: 'text',
  roles: 'text',
  role: 'text',
  type: 'text',
  accepts: 'text',
  known: 'text',
  kind: 'text',
  member: 'text',
  problem: 'text',
  publicKey: 'text',
  rule: 'text',
  verdict: 'text',
  newest: 'text',
  item: 'text',
  form: 'text',
  use: 'text',
  side: 'text',
  families: 'text',
  leg: 'text',
  due: 'text',
  reasons: 'text',
  link: 'text',
  merchant: 'key',
  buyer: 'key',
  payer: 'key',
  bank: 'key',
  status: 'key',
  cash: 'key',
  reservedVoucher: 'key',
  device: 'key',
  lost: 'key',
  payment: 'key',
  order: 'key',
  pledge: 'key',
  offer: 'key',
  quote: 'key',
  recommendation: 'key',
  matcher: 'key',
  demand: 'key',
  interaction: 'key',
  target: 'key',
  recommender: 'key',
  terms: 'key',
  first: 'key',
  provider: 'key',
  certificate: 'key',
  purchase: 'key',
  instance: 'key',
  publication: 'key',
  package: 'key',
  chain: 'key',
  approval: 'key',
  campaign: 'key',
  promotion: 'key',
  digest: 'key',
  send: 'key',
} as const satisfies { readonly [name: string]: ValueUnit }

/** Every name of a value that somebody is told. */
export type ValueName = keyof typeof units

/** In what a value of this name counts; undefined for a name that is not of this list, and then it is shown nowhere. */
export const unitOfValue = (name: string): ValueUnit | undefined =>
  Object.hasOwn(units, name) ? units[name as ValueName] : undefined

/** The code of the voucher, or the cash, in whose base units something counts; undefined when nobody can tell. */
export interface Counted {
  unit: 'quantity' | 'cash' | 'price'
  voucher: string | undefined
  /** The cash that the outcome names; without it, the one in which the voucher is traded. */
  cash: string | undefined
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/**
 * In what a counted value of an outcome counts, among its other values and with the voucher of its instruction; undefined for
 * what is not counted in any voucher, and for a quantity of which nothing says of what.
 */
export const countedIn = (
  name: string,
  values: { readonly [name: string]: unknown },
  voucher: string | undefined,
): Counted | undefined => {
  const named = { voucher: textOr(values['voucher']) ?? voucher, cash: textOr(values['cash']) }
  const isOfTrade = named.cash !== undefined || values['gross'] !== undefined
  const unit = unitOfValue(name)
  if (unit === 'reserved') {
    const of = textOr(values['reservedVoucher'])
    return of === undefined ? undefined : { unit: 'quantity', voucher: of, cash: undefined }
  }
  if (unit === 'fee') return { unit: isOfTrade ? 'cash' : 'quantity', ...named }
  return unit === 'quantity' || unit === 'cash' || unit === 'price' ? { unit, ...named } : undefined
}
