import { setTimeout as sleep } from 'node:timers/promises'
import { digest } from '../../../chaincode/wire/signature.ts'
import { gatewayOrganisations, type Topology } from '../../../network/topology.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { readDemand } from '../../../terminal/sdk/matching/records.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { Device } from '../../../test/support/devices.ts'
import { gatewayUrl } from '../../gateways.ts'
import { ensureMatcher, matcherBody, matcherParticipant, platformOf } from '../../matcher.ts'
import { inFlightPerDevice, openRegistrars, type Registrar, register } from '../community.ts'
import { signed } from '../device.ts'
import { inParallel, median, percentile } from '../load.ts'
import { demandAmong, holderNamed, profileAmong, traitBodies } from './population.ts'

/** From the signed demand to its recorded match, over HTTP at the requester's gateway; in milliseconds. */
export interface NetworkMatchingFigure {
  holders: number
  demands: number
  median: number
  p95: number
}

const lookMilliseconds = 10
const validMilliseconds = 3_600_000

const readerFor = (gateway: string, { participant, signer }: Device): Terminal =>
  new Terminal({ connection: connect(gateway), participant, signer, numbers: memoryNumbers() })

/** Lets the gateway's own device match, and a device in the benchmark's hand say which traits there are. */
const settleService = async (topology: Topology, { device: registrar, sender }: Registrar): Promise<void> => {
  const { channel: ledger } = topology
  const { participant, ...card } = await ensureMatcher(topology)
  const service = new Device(matcherParticipant, ['matcher'])
  const entry = { participant, type: 'organisation' as const, device: service.entry }
  await sender.send(signed(ledger, registrar, 'participant.register', entry))
  const own = { participant, device: { ...card, roles: ['matcher' as const] } }
  await sender.send(signed(ledger, registrar, 'device.add', own))
  await sender.send(signed(ledger, registrar, 'matcher.set', matcherBody))
  await inParallel(traitBodies, 1, (body) => sender.send(signed(ledger, service, 'trait.register', body)))
}

const settleHolders = async (ledger: string, registrars: readonly Registrar[], holders: number): Promise<void> => {
  const all = Array.from({ length: holders }, (_, holder) => holder)
  await Promise.all(
    registrars.map((registrar, place) => {
      const mine = all.filter((holder) => holder % registrars.length === place)
      return inParallel(mine, inFlightPerDevice, async (holder) => {
        const device = new Device(holderNamed(holder), ['customer'])
        await register(ledger, registrar, device)
        const profile = profileAmong(holder, holders, matcherParticipant)
        await registrar.sender.send(signed(ledger, device, 'profile.set', profile))
      })
    }),
  )
}

const matched = async (reader: Terminal, demand: string): Promise<number> => {
  for (;;) {
    const { match } = await readDemand(reader, demand)
    if (match !== undefined) return match.found
    await sleep(lookMilliseconds)
  }
}

/** One demand after another, each from its signature to its match; throws where one finds nobody. */
const timeDemands = async (
  { ledger, sender, gateway }: { ledger: string; sender: Registrar['sender']; gateway: string },
  requester: Device,
  { holders, demands }: { holders: number; demands: number },
): Promise<number[]> => {
  const reader = readerFor(gateway, requester)
  const times: number[] = []
  for (let turn = 0; turn < demands; turn += 1) {
    const { wanted, goods, title, minHolders, several } = demandAmong(turn, holders, false)
    const demand = digest(`demand ${turn} of the benchmark`)
    const until = String(Date.now() + validMilliseconds)
    const body = { demand, matcher: matcherParticipant, wanted, goods, title, minHolders, several, until }
    const begun = performance.now()
    await sender.send(signed(ledger, requester, 'demand.open', { ...body, publicKey: requester.publicKey }))
    if ((await matched(reader, demand)) === 0) throw new Error('a demand found nobody')
    times.push(performance.now() - begun)
  }
  return times
}

/**
 * Brings so many holders with thirty traits each onto a fresh network, opens one demand after another at the first gateway, and measures
 * each until the matching service of the platform's gateway has matched it on the ledger.
 */
export const measureMatchingOnNetwork = async (
  topology: Topology,
  { holders, demands }: { holders: number; demands: number },
  report: (line: string) => void,
): Promise<NetworkMatchingFigure> => {
  const { channel: ledger } = topology
  const organisations = gatewayOrganisations(topology)
  const [first] = organisations
  const place = organisations.findIndex((one) => one.mspId === platformOf(topology)?.mspId)
  const registrars = await openRegistrars(topology)
  const [[own], service] = [registrars, registrars[place]]
  if (first === undefined || own === undefined || service === undefined) throw new Error('there is no platform')
  try {
    await settleService(topology, service)
    report(`registering ${holders} holders with thirty traits each`)
    await settleHolders(ledger, registrars, holders)
    const requester = new Device('bench-requester', ['customer'])
    await register(ledger, own, requester)
    report(`opening ${demands} demands, one after another`)
    const at = { ledger, sender: own.sender, gateway: gatewayUrl(first) }
    const times = await timeDemands(at, requester, { holders, demands })
    return { holders, demands, median: median(times), p95: percentile(times, 0.95) }
  } finally {
    for (const { sender } of registrars) sender.close()
  }
}

/** The figure in a sentence. */
export const describeNetworkMatching = ({ holders, demands, median: middle, p95 }: NetworkMatchingFigure): string =>
  `On a network with ${holders} holders, ${demands} demands one after another took ${middle.toFixed(0)} ms from the ` +
  `signature to the match on the ledger (median; 95th percentile ${p95.toFixed(0)} ms).`
