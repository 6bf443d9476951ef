import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client, credentials } from '@grpc/grpc-js'
import { connect, EndorseError, type Gateway, signers } from '@hyperledger/fabric-gateway'
import { identityFiles, rootCertificateFile } from './folders.ts'
import { waitFor } from './patience.ts'
import { workOf } from './process.ts'
import {
  type OrdererOrganisation,
  ordererOrganisations,
  type PeerOrganisation,
  peerOrganisations,
  type Topology,
} from './topology.ts'

// Every contract answers this one; asked for, it reads nothing and writes nothing.
const question = 'org.hyperledger.fabric:GetMetadata'

const openGateway = (topology: Topology, one: PeerOrganisation): { gateway: Gateway; client: Client } => {
  const files = identityFiles(topology, one.name, 'gateway')
  const root = readFileSync(rootCertificateFile(topology, one.name))
  const client = new Client(`${one.peer.host}:${one.peer.port}`, credentials.createSsl(root), {
    'grpc.enable_http_proxy': 0,
  })
  const gateway = connect({
    client,
    identity: { mspId: one.mspId, credentials: readFileSync(files.certificateFile) },
    signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(files.keyFile))),
    endorseOptions: () => ({ deadline: Date.now() + 25_000 }),
  })
  return { gateway, client }
}

// A chaincode that refuses the question still runs and is reachable, which is all that is asked here.
const isAnswer = (error: unknown): boolean =>
  error instanceof EndorseError &&
  error.details.length > 0 &&
  error.details.every(({ message }) => message.includes('chaincode response'))

/**
 * Waits until an organisation's peer gets a chaincode's answer endorsed by the peers of all organisations: then the peer
 * knows the channel, its discovery sees the others, and every organisation's chaincode process answers.
 */
export const waitForPeer = async (
  topology: Topology,
  one: PeerOrganisation,
  {
    chaincode,
    signal,
    report,
  }: { chaincode: string; signal?: AbortSignal | undefined; report?: (line: string) => void },
): Promise<void> => {
  const { gateway, client } = openGateway(topology, one)
  const endorsingOrganizations = peerOrganisations(topology).map(({ mspId }) => mspId)
  const contract = gateway.getNetwork(topology.channel).getContract(chaincode)
  const ask = async () => {
    try {
      await contract.newProposal(question, { endorsingOrganizations }).endorse()
    } catch (error) {
      if (!isAnswer(error)) throw error
    }
    return true
  }
  try {
    const what = `${chaincode} answering through peer-${one.name} with every organisation's endorsement`
    await waitFor(ask, { what, signal, report, work: () => workOf(topology.dataFolder) })
  } finally {
    gateway.close()
    client.close()
  }
}

/** Reads a figure of a node's metrics on this machine, summed over what it is split by; undefined when it is not there. */
export const readMetric = async (port: number, name: string): Promise<number | undefined> => {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(2000) })
  const lines = (await answer.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return lines.length === 0 ? undefined : lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

/** What an orderer says of itself. `activeNodes`: the orderers that it knows of under a leader, none while it knows no leader. */
export type OrdererState = { name: string; block: number; activeNodes: number }

/** Asks an orderer's own metrics; undefined while they are not there. */
export const readOrderer = async ({ name, orderer }: OrdererOrganisation): Promise<OrdererState | undefined> => {
  const read = (figure: string) => readMetric(orderer.operationsPort, `consensus_etcdraft_${figure}`)
  const [block, activeNodes] = await Promise.all([read('committed_block_number'), read('active_nodes')])
  return block === undefined ? undefined : { name, block, activeNodes: activeNodes ?? 0 }
}

const majorityOf = (count: number): number => Math.floor(count / 2) + 1

/**
 * What keeps one of the orderers asked from following, in words: it does not answer, knows no leader, or lacks blocks that
 * another one has. Undefined when all is well. `count` is how many orderers there should be.
 */
export const problemOf = (
  states: readonly (OrdererState | undefined)[],
  { index, name, count }: { index: number; name: string; count: number },
): string | undefined => {
  const state = states[index]
  const highest = Math.max(...states.map((each) => each?.block ?? 0))
  if (state === undefined) return `orderer-${name} does not tell its figures`
  if (state.activeNodes < majorityOf(count)) return `orderer-${name} knows no leader`
  return state.block < highest ? `orderer-${name} stands at block ${state.block} of ${highest}` : undefined
}

/**
 * Waits until every orderer knows a leader and has every block that another one has. Each is asked by itself: two can lead the
 * third, which is stuck, and nobody would notice. Under BFT the first transaction has to find out by itself.
 */
export const waitForOrderers = async (
  topology: Topology,
  signal?: AbortSignal,
  report?: (line: string) => void,
): Promise<void> => {
  if (topology.consensus === 'bft') return
  const orderers = ordererOrganisations(topology)
  const look = async () => {
    const states = await Promise.all(orderers.map((one) => readOrderer(one).catch(() => undefined)))
    const count = orderers.length
    const problems = orderers.flatMap(({ name }, index) => problemOf(states, { index, name, count }) ?? [])
    if (problems.length === 0) return true
    throw new Error(`${problems.join(', ')}; see npm run logs, and npm run doctor for known faults of the programs`)
  }
  const what = 'every orderer following a leader'
  await waitFor(look, { what, signal, report, work: () => workOf(topology.dataFolder) })
}
