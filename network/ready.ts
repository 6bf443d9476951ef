import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client, credentials } from '@grpc/grpc-js'
import { connect, EndorseError, type Gateway, signers } from '@hyperledger/fabric-gateway'
import { identityFiles, rootCertificateFile } from './folders.ts'
import { retry } from './ports.ts'
import { ordererOrganisations, type PeerOrganisation, peerOrganisations, type Topology } from './topology.ts'

// Every contract answers this one; asked for, it reads nothing and writes nothing.
const question = 'org.hyperledger.fabric:GetMetadata'

const openGateway = (topology: Topology, one: PeerOrganisation): { gateway: Gateway; client: Client } => {
  const files = identityFiles(topology, one.name, 'gateway')
  const root = readFileSync(rootCertificateFile(topology, one.name))
  const client = new Client(`${one.peer.host}:${one.peer.port}`, credentials.createSsl(root))
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
  { chaincode, signal }: { chaincode: string; signal?: AbortSignal | undefined },
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
    await retry(ask, { seconds: 60, what, signal })
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

/** Waits until the orderers have elected a leader; under BFT the first transaction has to find out by itself. */
export const waitForLeader = async (topology: Topology, signal?: AbortSignal): Promise<void> => {
  if (topology.consensus === 'bft') return
  const ports = ordererOrganisations(topology).map(({ orderer }) => orderer.operationsPort)
  const look = async () => {
    const leaders = await Promise.all(ports.map((port) => readMetric(port, 'consensus_etcdraft_is_leader')))
    return leaders.some((leader) => leader === 1) || undefined
  }
  await retry(look, { seconds: 40, what: 'the orderers electing a leader', signal })
}
