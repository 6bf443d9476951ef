import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { challengeText } from '../../gateway/services/challenges.ts'
import { gatewayOrganisations, type Topology } from '../../network/topology.ts'
import { Device, signatureOver } from '../../test/support/devices.ts'
import { gatewayUrl } from '../gateways.ts'
import { yuanSeries } from '../series.ts'
import { type Ask, openAsk } from './ask.ts'
import { signed } from './device.ts'
import { inParallel } from './load.ts'

export const cash = 'BENCH-CASH'
const balance = 1_000_000n
const inFlight = 100
const fee = { partsPerMillion: 6_000, minimum: '1' }

export type Payer = { device: Device; token: string }
/** A bank's customers, each with cash and a session, and one merchant whom all of them pay. */
export type Shop = { bank: Device; merchant: Device; merchantToken: string; payers: Payer[]; deposited: bigint }

/** Sends an instruction of a device and waits for its outcome; throws unless it is accepted. */
export const act = <K extends Kind>(ask: Ask, ledger: string, device: Device, kind: K, body: Body<K>) =>
  ask('/v1/instructions', { body: signed(ledger, device, kind, body) })

/** Opens a session of a device at a member's gateway; answers its token. */
export const openSession = async (
  ask: Ask,
  { channel: ledger }: Topology,
  mspId: string,
  device: Device,
): Promise<string> => {
  const claim = { participant: device.participant, device: device.id }
  const asked = await ask('/v1/sessions/challenge', { body: JSON.stringify(claim) })
  const challenge = String(asked['challenge'])
  const signature = signatureOver(challengeText({ ledger, mspId, challenge }), device.privateKey)
  const opened = await ask('/v1/sessions', { body: JSON.stringify({ ...claim, challenge, signature }) })
  return String(opened['token'])
}

const issue = yuanSeries({ voucher: cash, name: 'Bench cash', quantity: '1' })

/** Brings the shop onto the ledger of the bank: registrar, bank, merchant and payers, the way anybody comes onto it. */
const openShop = async (
  topology: Topology,
  { name, mspId, ask, payers: count }: { name: string; mspId: string; ask: Ask; payers: number },
): Promise<Shop> => {
  const ledger = topology.channel
  const registrar = new Device(`till-registrar-${name}`, ['registrar'])
  const administrator = JSON.parse(readFileSync(join(topology.dataFolder, 'admins', `${name}.json`), 'utf8'))
  await enrolRegistrar(administrator, registrar.card)
  const bank = new Device('till-bank', ['issuer', 'teller', 'price', 'customer'])
  const merchant = new Device('till-merchant', ['merchant'])
  const devices = Array.from({ length: count }, (_, index) => new Device(`till-payer-${index}-x`, ['customer']))
  await inParallel([bank, merchant, ...devices], inFlight, async (device) => {
    const type = device === bank ? 'organisation' : 'person'
    const body = { participant: device.participant, type, device: device.entry } as const
    await act(ask, ledger, registrar, 'participant.register', body)
  })
  await act(ask, ledger, bank, 'voucher.issue', issue)
  const terms = { name: 'Bench till', fee, maximum: '1000000', vouchers: [cash] }
  await act(ask, ledger, bank, 'merchant.register', { merchant: merchant.participant, ...terms })
  const payers: Payer[] = []
  await inParallel(devices, inFlight, async (device) => {
    const deposit = { voucher: cash, to: device.participant, quantity: balance.toString(), reference: 'bench' }
    await act(ask, ledger, bank, 'cash.deposit', deposit)
    payers.push({ device, token: await openSession(ask, topology, mspId, device) })
  })
  const merchantToken = await openSession(ask, topology, mspId, merchant)
  return { bank, merchant, merchantToken, payers, deposited: balance * BigInt(count) }
}

/** A shop and how to ask its bank's gateway. */
export type OpenShop = { ask: Ask; shop: Shop; bankName: string }

/**
 * Opens a shop at the gateway of the bank, over at most so many connections, for the time of some work. Refuses a network in which
 * the bank runs no gateway.
 */
export const withShop = async <Figures>(
  topology: Topology,
  { payers, connections }: { payers: number; connections: number },
  work: (open: OpenShop) => Promise<Figures>,
): Promise<Figures> => {
  const bank = gatewayOrganisations(topology).find(({ name }) => name === 'bank')
  if (bank === undefined) throw new Error('the bank runs no gateway')
  const { name, mspId } = bank
  const { ask, close } = openAsk(gatewayUrl(bank), connections)
  try {
    return await work({ ask, shop: await openShop(topology, { name, mspId, ask, payers }), bankName: name })
  } finally {
    close()
  }
}
