import type { Authorisation, NewDevice } from '../domains/registry/kinds.ts'
import type { Account, Device, Holding } from '../domains/registry/tables.ts'
import { Refusal } from '../refusal.ts'
import type { RefusalCode } from '../vocabulary.ts'
import { thumbprint } from '../wire/signature.ts'

export const emptyHolding: Holding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n, costed: 0n }

/** What the account has of a voucher; an empty holding when it never had any. */
export const holdingOf = (account: Account, voucher: string): Holding => account.holdings[voucher] ?? emptyHolding

/** All that the holder has, in whatever bucket (invariant 2). */
export const totalOf = (holding: Holding): bigint =>
  holding.available + holding.reserved + holding.pledged + holding.frozen

/** The account with another holding of one voucher; a holding that became empty is left out, so that rows stay small. */
export const withHolding = (account: Account, voucher: string, holding: Holding): Account => {
  const { [voucher]: _replaced, ...others } = account.holdings
  return { ...account, holdings: totalOf(holding) === 0n ? others : { ...others, [voucher]: holding } }
}

/** The account with `quantity` more available; `cost` is what was paid for it, where it was bought. */
export const credited = (account: Account, voucher: string, quantity: bigint, cost?: bigint): Account => {
  const holding = holdingOf(account, voucher)
  return withHolding(account, voucher, {
    ...holding,
    available: holding.available + quantity,
    cost: holding.cost + (cost ?? 0n),
    costed: holding.costed + (cost === undefined ? 0n : quantity),
  })
}

/** The parts of a holding in which a quantity can stand. */
export type Bucket = 'available' | 'reserved' | 'pledged' | 'frozen'

// What is reserved is taken only for what reserved it, never more than that: a shortage there is no sender's mistake.
const shortageCodes: { readonly [bucket in Bucket]?: RefusalCode } = {
  available: 'exceeds_available_quantity',
  pledged: 'exceeds_pledged_quantity',
  frozen: 'exceeds_frozen_quantity',
}

const requireInBucket = (account: Account, voucher: string, { bucket, quantity, shortage }: BucketMove): Holding => {
  const holding = holdingOf(account, voucher)
  if (quantity <= holding[bucket]) return holding
  const code = shortage ?? shortageCodes[bucket]
  if (code === undefined) throw new Error(`${account.participant} has less of ${voucher} ${bucket} than waits for it`)
  throw new Refusal(code, {
    participant: account.participant,
    voucher,
    [bucket]: holding[bucket].toString(),
    quantity: quantity.toString(),
  })
}

/** A quantity in a bucket, and the refusal when the bucket holds less; the bucket's own code by default. */
export interface BucketMove {
  bucket: Bucket
  quantity: bigint
  shortage?: RefusalCode
}

/**
 * The account with a quantity taken out of one bucket; refuses when the bucket holds less. The cost leaves in proportion,
 * rounded down, and the last unit takes all that is left, so that cost never turns negative.
 */
export const taken = (account: Account, voucher: string, move: BucketMove): Account => {
  if (move.quantity === 0n) return account
  const holding = requireInBucket(account, voucher, move)
  const { bucket, quantity } = move
  const total = totalOf(holding)
  return withHolding(account, voucher, {
    ...holding,
    [bucket]: holding[bucket] - quantity,
    cost: holding.cost - (holding.cost * quantity) / total,
    costed: holding.costed - (holding.costed * quantity) / total,
  })
}

/** The account with `quantity` less available; refuses `exceeds_available_quantity`, or the code given. */
export const debited = (account: Account, voucher: string, quantity: bigint, shortage?: RefusalCode): Account =>
  taken(account, voucher, { bucket: 'available', quantity, ...(shortage === undefined ? {} : { shortage }) })

/** The account with a quantity moved from one bucket to another, total and cost unchanged; refuses when there is less. */
export const moved = (account: Account, voucher: string, move: BucketMove & { to: Bucket }): Account => {
  const holding = requireInBucket(account, voucher, move)
  const { bucket, to, quantity } = move
  return withHolding(account, voucher, {
    ...holding,
    [bucket]: holding[bucket] - quantity,
    [to]: holding[to] + quantity,
  })
}

/**
 * The account with one more of what keeps it from being closed, or one less: locked pledges to release (`liens`), or series
 * that it issued (`series`). A count of none is left out, so that rows stay small.
 */
export const withCount = (account: Account, what: 'liens' | 'series', change: 1n | -1n): Account => {
  const { [what]: before = 0n, ...others } = account
  return before + change <= 0n ? others : { ...others, [what]: before + change }
}

const activeDevicesMaximum = 16
// A revoked device stays in the row, since its numbers must not be honoured again: so the row has a bound of its own.
const devicesMaximum = 64

/**
 * The account with one more device, whose id is the thumbprint of its key; refuses a known key, a seventeenth active device
 * and a sixty-fifth in all.
 */
export const withNewDevice = (
  account: Account,
  { proof: _proof, ...device }: NewDevice & { authorisedBy?: Authorisation },
): { account: Account; device: string } => {
  const id = thumbprint(device.publicKey)
  if (account.devices[id] !== undefined) throw new Refusal('device_exists', { device: id })
  const all = Object.values(account.devices)
  const active = all.filter(({ status }) => status === 'active')
  if (active.length >= activeDevicesMaximum)
    throw new Refusal('too_many_devices', { most: String(activeDevicesMaximum) })
  if (all.length >= devicesMaximum) throw new Refusal('too_many_devices', { most: String(devicesMaximum) })
  const fresh: Device = { ...device, status: 'active', highest: 0n, used: 0n }
  return { account: { ...account, devices: { ...account.devices, [id]: fresh } }, device: id }
}

/** A new account of a new participant, without devices or holdings. */
export const openAccount = (participant: string, home: string): Account => ({
  participant,
  home,
  status: 'active',
  devices: {},
  holdings: {},
})
