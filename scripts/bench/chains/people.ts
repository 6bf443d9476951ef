import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Envelope } from '../../../chaincode/envelope.ts'
import type { Body, ConfidentialBody, ConfidentialKind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { enrolRegistrar } from '../../../gateway/enrol-registrar.ts'
import { type GatewayOrganisation, gatewayOrganisations, type Topology } from '../../../network/topology.ts'
import { proposalOf } from '../../../terminal/sdk/approvals.ts'
import { confidentialBody } from '../../../test/support/confidential.ts'
import { Device } from '../../../test/support/devices.ts'
import { ensureDispatcher } from '../../dispatcher.ts'
import { gatewayUrl } from '../../gateways.ts'
import { yuanSeries } from '../../series.ts'
import { type Ask, openAsk } from '../ask.ts'
import { signed } from '../device.ts'
import { inParallel } from '../load.ts'
import { act, openSession } from '../shop.ts'
import { bank, type Place, places } from './open-pair.ts'

/** What each chain sells of the institution's metal, and what that brings. */
export const sold = { quantity: '1000', amount: '5550', limitPrice: '1' } as const
export const identity = { type: 'account-number', value: '6222021234567894' } as const
export const cash = 'BENCH-CASH'

const inFlight = 50
const metalEach = 100_000_000n
const cashOfDesk = 1_000_000_000_000n

/** An institution of the benchmark: its device that executes, its metal, and how its gateway is asked. */
export interface Desk {
  place: Place
  mspId: string
  url: string
  ask: Ask
  device: Device
  metal: string
  /** Who registers its member's people. */
  registrar: Device
}

/** All who trade, and how the bank's gateway is asked. */
export interface Market {
  ledger: string
  bankAsk: Ask
  clients: Device[]
  desks: { [P in Place]: Desk }
}

interface Member {
  mspId: string
  url: string
  ask: Ask
  registrar: Device
  close: () => void
}

const validMilliseconds = 3_600_000

/** A first chain of a client's: its name, and the body with which it is handed to the bank. */
export const openingOf = (
  { ledger }: Pick<Market, 'ledger'>,
  { metal: voucher, mspId: institution }: Desk,
  client: Device,
): { chain: string; body: string } => {
  const { text, digest: first } = confidentialBody({
    identity: { ...identity },
    trade: { quantity: sold.quantity, limitPrice: sold.limitPrice },
  })
  const open = signed(ledger, client, 'chain.open', {
    ...{ institution, family: 'metal', side: 'sell', cash, first },
    metal: { voucher, quantity: sold.quantity },
    expiresAt: String(Date.now() + validMilliseconds),
  })
  const envelope = JSON.parse(open) as Envelope
  const chain = digest(signingText(envelope.instruction as never))
  return { chain, body: JSON.stringify({ ...envelope, confidential: text }) }
}

/** Sends what is said in confidence, and waits for its outcome; throws unless it is accepted. */
export const say = <K extends ConfidentialKind>(
  { ask, ledger, device }: { ask: Ask; ledger: string; device: Device },
  kind: K,
  { body, says }: { body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
) => {
  const { text, digest: confidential } = confidentialBody(says as never)
  const envelope = JSON.parse(signed(ledger, device, kind, { ...body, confidential } as never)) as object
  return ask('/v1/instructions', { body: JSON.stringify({ ...envelope, confidential: text }) })
}

const openMember = async (topology: Topology, one: GatewayOrganisation, connections: number): Promise<Member> => {
  const registrar = new Device(`chain-registrar-${one.name}`, ['registrar'])
  const file = join(topology.dataFolder, 'admins', `${one.name}.json`)
  await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), registrar.card)
  const url = gatewayUrl(one)
  return { mspId: one.mspId, url, registrar, ...openAsk(url, connections) }
}

const enrol = async (ledger: string, { ask, registrar }: Member, devices: readonly Device[]): Promise<void> => {
  await inParallel(devices, inFlight, async (device) => {
    const type = device.roles.length === 1 && device.roles[0] === 'customer' ? 'person' : 'organisation'
    const body = { participant: device.participant, type, device: device.entry } as const
    await act(ask, ledger, registrar, 'participant.register', body)
  })
}

const openDesk = async (ledger: string, member: Member, place: Place, clients: readonly Device[]): Promise<Desk> => {
  const { ask, mspId, url, registrar } = member
  const metal = `BENCH-AU-${place.toUpperCase()}`
  const device = new Device(`chain-desk-${place}`, ['executor', 'issuer', 'customer'])
  await enrol(ledger, member, [device])
  await act(ask, ledger, device, 'voucher.issue', {
    ...{ voucher: metal, name: metal, quantity: `${metalEach * BigInt(clients.length)}`, functions: ['transfer'] },
    product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
    unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  })
  await inParallel(clients, inFlight, async ({ participant: to }) => {
    await act(ask, ledger, device, 'voucher.transfer', { voucher: metal, to, quantity: `${metalEach}` })
  })
  await act(ask, ledger, device, 'institution.open', { families: ['metal'] })
  // Nobody answers there: the desk finds on the ledger what was sent, as it did before there were paths.
  const addresses = [{ name: 'nowhere', host: '127.0.0.1', port: '9' }]
  await act(ask, ledger, device, 'institution.reach', { addresses, keys: ['K'.repeat(43)] })
  return { place, mspId, url, ask, device, metal, registrar }
}

/** Puts the device of the bank's gateway that takes chains on upon the ledger. */
const admitDispatcher = async (topology: Topology, { ask, registrar }: Member): Promise<void> => {
  const { participant, ...card } = await ensureDispatcher(topology)
  const device = { ...card, roles: ['dispatcher' as DeviceRole] }
  await act(ask, topology.channel, registrar, 'participant.register', { participant, type: 'organisation', device })
}

interface Proposed {
  effects: { approval: string; digest: string }
}

/** By what the bank knows each client, and its grade before both institutions. */
const vouch = async (topology: Topology, member: Member, clients: readonly Device[]): Promise<void> => {
  const { ask, mspId, url } = member
  const ledger = topology.channel
  const [officer, checker] = [new Device('chain-officer', ['credit']), new Device('chain-checker', ['credit'])]
  await enrol(ledger, member, [officer, checker])
  const token = await openSession(ask, topology, mspId, officer)
  await inParallel(clients, inFlight, async ({ participant: client }) => {
    const answer = await fetch(`${url}/v1/identity-references/${client}/${identity.type}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ value: identity.value }),
    })
    if (!answer.ok) throw new Error(`an identity was answered with ${answer.status}: ${await answer.text()}`)
    for (const institution of Object.values(places)) {
      const { text, digest: confidential } = confidentialBody({ grade: 'aa' })
      const body = { client, institution, confidential }
      const proposal = proposalOf({ kind: 'grade.set', body }, Date.now())
      const { effects } = (await act(ask, ledger, officer, 'approval.propose', proposal)) as unknown as Proposed
      const { approval, digest } = effects
      await act(ask, ledger, checker, 'approval.approve', { approval, digest })
      const envelope = JSON.parse(signed(ledger, officer, 'grade.set', { ...body, approval })) as object
      await ask('/v1/instructions', { body: JSON.stringify({ ...envelope, confidential: text }) })
    }
  })
}

const fund = async (ledger: string, { ask }: Member, issuer: Device, desks: readonly Desk[]): Promise<void> => {
  await act(ask, ledger, issuer, 'voucher.issue', yuanSeries({ voucher: cash, name: 'Bench cash', quantity: '1' }))
  for (const { device } of desks) {
    const to = device.participant
    await act(ask, ledger, issuer, 'cash.deposit', { voucher: cash, to, quantity: `${cashOfDesk}`, reference: to })
  }
}

/**
 * Brings clients of one bank and the desks of two institutions onto the ledger, the way anybody comes onto it, for the time of some work:
 * each client is known and graded before both, and has metal of both.
 */
export const withMarket = async <Result>(
  topology: Topology,
  clientCount: number,
  work: (market: Market) => Promise<Result>,
): Promise<Result> => {
  const ledger = topology.channel
  const connections = clientCount + inFlight
  const members = await Promise.all(gatewayOrganisations(topology).map((one) => openMember(topology, one, connections)))
  const memberOf = (wanted: string): Member => members.find(({ mspId }) => mspId === wanted) as Member
  try {
    const own = memberOf(bank)
    const clients = Array.from(
      { length: clientCount },
      (_, index) => new Device(`chain-client-${index}-x`, ['customer']),
    )
    const issuer = new Device('chain-bank', ['issuer', 'teller', 'customer'])
    await admitDispatcher(topology, own)
    await enrol(ledger, own, [issuer, ...clients])
    const desks = {
      private: await openDesk(ledger, memberOf(places.private), 'private', clients),
      public: await openDesk(ledger, memberOf(places.public), 'public', clients),
    }
    await fund(ledger, own, issuer, Object.values(desks))
    await vouch(topology, own, clients)
    return await work({ ledger, bankAsk: own.ask, clients, desks })
  } finally {
    for (const { close } of members) close()
  }
}
