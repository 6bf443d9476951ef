import type { NewDevice } from '../wire/instruction.ts'
import type { Account, Device, Holding } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { thumbprint } from '../wire/signature.ts'

export const emptyHolding: Holding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n }

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

/** The account with `quantity` more available. */
export const credited = (account: Account, voucher: string, quantity: bigint): Account => {
  const holding = holdingOf(account, voucher)
  return withHolding(account, voucher, { ...holding, available: holding.available + quantity })
}

/**
 * The account with `quantity` less available; refuses `exceeds_available_quantity`. The cost leaves in proportion,
 * rounded down, and the last unit takes all that is left, so that cost never turns negative.
 */
export const debited = (account: Account, voucher: string, quantity: bigint): Account => {
  const holding = holdingOf(account, voucher)
  if (quantity > holding.available) {
    throw new Refusal('exceeds_available_quantity', {
      participant: account.participant,
      voucher,
      available: holding.available.toString(),
      quantity: quantity.toString(),
    })
  }
  const costOut = (holding.cost * quantity) / totalOf(holding)
  return withHolding(account, voucher, {
    ...holding,
    available: holding.available - quantity,
    cost: holding.cost - costOut,
  })
}

const devicesMaximum = 16

/** The account with one more device, whose id is the thumbprint of its key; refuses a known key and a seventeenth. */
export const withNewDevice = (account: Account, device: NewDevice): { account: Account; device: string } => {
  const id = thumbprint(device.publicKey)
  if (account.devices[id] !== undefined) throw new Refusal('device_exists', { device: id })
  if (Object.keys(account.devices).length >= devicesMaximum) {
    throw new Refusal('too_many_devices', { maximum: devicesMaximum })
  }
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
