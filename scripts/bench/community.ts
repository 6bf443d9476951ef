import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Body } from '../../chaincode/vocabulary.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { gatewayOrganisations, type Topology } from '../../network/topology.ts'
import { Device } from '../../test/support/devices.ts'
import { gatewayUrl } from '../gateways.ts'
import { signed } from './device.ts'
import { inParallel } from './load.ts'
import { openSender, type Sender } from './sender.ts'

/** Everyone who takes part, known to the ledger, with balances to spend. */
export type Community = {
  ledger: string
  voucher: string
  supply: bigint
  payers: Device[]
  /** Whom everybody pays in the hot rounds; sends nothing. */
  merchant: string
  /** What each participant must hold in the end, kept by ourselves from what was sent and accepted. */
  expected: Map<string, bigint>
}

/** A registrar of one organisation, and the way to its gateway. */
export type Registrar = { device: Device; sender: Sender }

const voucher = 'BENCH-GOLD'
const balance = 1_000_000n
/** A device's numbers are told apart within the last 256, so no device has more than this many under way. */
export const inFlightPerDevice = 200

/** A registrar for each organisation with a gateway, enrolled by its administrator, in their order. */
export const openRegistrars = (topology: Topology): Promise<Registrar[]> =>
  Promise.all(
    gatewayOrganisations(topology).map(async (one) => {
      const device = new Device(`registrar-${one.name}`, ['registrar'])
      const file = join(topology.dataFolder, 'admins', `${one.name}.json`)
      await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), device.card)
      return { device, sender: openSender(gatewayUrl(one)) }
    }),
  )

const issueBody = (quantity: bigint): Body<'voucher.issue'> => ({
  voucher,
  name: 'Bench gold',
  product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
  unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  functions: ['transfer'],
  quantity: quantity.toString(),
})

/** Registers a participant with its first device at the registrar's organisation. */
export const register = (ledger: string, { device, sender }: Registrar, customer: Device): Promise<void> => {
  const { participant, entry, roles } = customer
  const type = roles.includes('issuer') ? 'organisation' : 'person'
  return sender.send(signed(ledger, device, 'participant.register', { participant, type, device: entry }))
}

const fund = async (ledger: string, { sender }: Registrar, issuer: Device, payers: readonly Device[]) => {
  const supply = balance * BigInt(payers.length)
  await sender.send(signed(ledger, issuer, 'voucher.issue', issueBody(supply)))
  const quantity = balance.toString()
  await inParallel(payers, inFlightPerDevice, ({ participant: to }) =>
    sender.send(signed(ledger, issuer, 'voucher.transfer', { voucher, to, quantity })),
  )
  return supply
}

// What was given lies beside an account until its owner is first short of it, and is then looked up and taken in. All pay
// the merchant once, so that this first look-up is over before anything is measured.
const settle = async (ledger: string, { sender }: Registrar, merchant: string, payers: readonly Device[]) => {
  await inParallel(payers, inFlightPerDevice, (payer) =>
    sender.send(signed(ledger, payer, 'voucher.transfer', { voucher, to: merchant, quantity: '1' })),
  )
  const expected = new Map(payers.map(({ participant }) => [participant, balance - 1n]))
  return expected.set(merchant, BigInt(payers.length))
}

/**
 * Brings the participants of the benchmark onto the ledger the way anybody comes onto it: an administrator of each
 * organisation enrols a registrar, the registrars register participants of their own organisations in turn, the bank's
 * issuer issues a voucher and pays everybody a balance, and everybody pays once.
 */
export const assemble = async (topology: Topology, payersCount: number): Promise<Community> => {
  const { channel: ledger } = topology
  const registrars = await openRegistrars(topology)
  const [bank] = registrars
  if (bank === undefined) throw new Error('the topology has no gateway')
  const issuer = new Device('issuer-bank', ['issuer', 'customer'])
  const merchant = new Device('merchant-bank', ['customer'])
  const payers = Array.from({ length: payersCount }, (_, index) => new Device(`payer-${index}-x`, ['customer']))
  await Promise.all([issuer, merchant].map((device) => register(ledger, bank, device)))
  await Promise.all(
    registrars.map((registrar, place) => {
      const mine = payers.filter((_, index) => index % registrars.length === place)
      return inParallel(mine, inFlightPerDevice, (payer) => register(ledger, registrar, payer))
    }),
  )
  const supply = await fund(ledger, bank, issuer, payers)
  const expected = await settle(ledger, bank, merchant.participant, payers)
  for (const { sender } of registrars) sender.close()
  return { ledger, voucher, supply, payers, merchant: merchant.participant, expected }
}
