import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ChaincodeDefinition,
  type ChannelDefinition,
  type PackagedChaincode,
  startChaincodes,
  writeConnection,
} from './chaincode.ts'
import { CommandFailure, runCommand } from './command.ts'
import { writeDurably } from './durable.ts'
import { chaincodeFolder, rootCertificateFile } from './folders.ts'
import { administratorEnvironment } from './nodes.ts'
import { definitionVersion, makePackage } from './package.ts'
import { findPrograms, type Programs } from './programs.ts'
import { endorsementPolicy, type PeerOrganisation, peerOrganisations, type Topology } from './topology.ts'

export type DeployOptions = {
  report: (line: string) => void
  programs?: Programs | undefined
  signal?: AbortSignal | undefined
}
export type Deployment = { name: string; packageId: string; sequence: number; changed: boolean }

type Work = { programs: Programs; signal?: AbortSignal | undefined }
/** What the organisations agree on; when any of it changes, they have to agree anew under the next sequence number. */
type Agreement = { packageId: string; policy: string; collections: string }
type Step = { name: string; collectionsFile?: string | undefined; agreement: Agreement; sequence: number }

const lifecycle = (topology: Topology, one: PeerOrganisation, parameters: string[], work: Work): Promise<string> =>
  runCommand(work.programs.peer, ['lifecycle', 'chaincode', ...parameters], {
    environment: administratorEnvironment(topology, one),
    signal: work.signal,
  })

const isInstalled = async (topology: Topology, one: PeerOrganisation, packageId: string, work: Work) => {
  const answer = await lifecycle(topology, one, ['queryinstalled', '--output', 'json'], work)
  const { installed_chaincodes: installed = [] } = JSON.parse(answer) as {
    installed_chaincodes?: { package_id: string }[]
  }
  return installed.some((each) => each.package_id === packageId)
}

const install = async (
  topology: Topology,
  one: PeerOrganisation,
  { chaincode, packageId }: PackagedChaincode,
  work: Work,
) => {
  if (await isInstalled(topology, one, packageId, work)) return
  await lifecycle(topology, one, ['install', join(chaincodeFolder(topology, chaincode.name), 'package.tgz')], work)
}

const committedSequence = async (topology: Topology, one: PeerOrganisation, name: string, work: Work) => {
  const query = ['querycommitted', '--channelID', topology.channel, '--name', name, '--output', 'json']
  try {
    return (JSON.parse(await lifecycle(topology, one, query, work)) as { sequence: number }).sequence
  } catch (error) {
    if (error instanceof CommandFailure && error.output.includes('is not defined')) return 0
    throw error
  }
}

const definitionOf = (topology: Topology, { name, collectionsFile, agreement, sequence }: Step): string[] => [
  ...['--channelID', topology.channel, '--name', name],
  ...['--version', definitionVersion(agreement.packageId), '--sequence', String(sequence)],
  ...['--signature-policy', agreement.policy],
  ...(collectionsFile === undefined ? [] : ['--collections-config', collectionsFile]),
]

const ordererOf = (topology: Topology, one: PeerOrganisation): string[] => {
  const owner = one.orderer === undefined ? topology.organisations.find(({ orderer }) => orderer) : one
  if (owner?.orderer === undefined) throw new Error('the topology has no orderer')
  const address = `${owner.orderer.host}:${owner.orderer.port}`
  return ['--orderer', address, '--tls', '--cafile', rootCertificateFile(topology, owner.name)]
}

const approve = async (topology: Topology, one: PeerOrganisation, step: Step, work: Work): Promise<void> => {
  const parameters = ['approveformyorg', ...ordererOf(topology, one), ...definitionOf(topology, step)]
  try {
    await lifecycle(topology, one, [...parameters, '--package-id', step.agreement.packageId], work)
  } catch (error) {
    // An earlier deployment ended between this approval and the commit.
    if (error instanceof CommandFailure && error.output.includes('unchanged content')) return
    throw error
  }
}

const commit = async (topology: Topology, step: Step, work: Work): Promise<void> => {
  const organisations = peerOrganisations(topology)
  const [first] = organisations
  if (first === undefined) throw new Error('the topology has no peer')
  const peers = organisations.flatMap((one) => [
    ...['--peerAddresses', `${one.peer.host}:${one.peer.port}`],
    ...['--tlsRootCertFiles', rootCertificateFile(topology, one.name)],
  ])
  await lifecycle(
    topology,
    first,
    ['commit', ...ordererOf(topology, first), ...definitionOf(topology, step), ...peers],
    work,
  )
}

const agreementFile = (topology: Topology, name: string): string =>
  join(chaincodeFolder(topology, name), 'deployed.json')

const isDeployed = (topology: Topology, { name, agreement, sequence }: Step): boolean => {
  const file = agreementFile(topology, name)
  return existsSync(file) && readFileSync(file, 'utf8') === `${JSON.stringify({ ...agreement, sequence })}\n`
}

const writePackage = (topology: Topology, chaincode: ChaincodeDefinition): string => {
  const { id, archive } = makePackage(chaincode)
  writeDurably(join(chaincodeFolder(topology, chaincode.name), 'package.tgz'), archive)
  return id
}

const agreementOn = (
  topology: Topology,
  { endorsementPolicy: policy }: ChannelDefinition,
  { collectionsFile, packageId }: { collectionsFile?: string | undefined; packageId: string },
): Agreement => ({
  packageId,
  policy: policy ?? endorsementPolicy(topology),
  collections: createHash('sha256')
    .update(collectionsFile === undefined ? '' : readFileSync(collectionsFile))
    .digest('hex'),
})

/** Has the organisations agree on one definition of an installed package, unless that is what they agreed on already. */
const define = async (
  topology: Topology,
  step: Omit<Step, 'sequence'>,
  { report, work }: { report: (line: string) => void; work: Work },
): Promise<Deployment> => {
  const { name, agreement } = step
  const { packageId } = agreement
  const organisations = peerOrganisations(topology)
  const current = await committedSequence(topology, organisations[0] as PeerOrganisation, name, work)
  if (isDeployed(topology, { ...step, sequence: current }))
    return { name, packageId, sequence: current, changed: false }
  const next = { ...step, sequence: current + 1 }
  report(`chaincode ${name}: approving and committing definition ${next.sequence}`)
  await Promise.all(organisations.map((one) => approve(topology, one, next, work)))
  await commit(topology, next, work)
  writeDurably(agreementFile(topology, name), `${JSON.stringify({ ...agreement, sequence: next.sequence })}\n`)
  return { name, packageId, sequence: next.sequence, changed: true }
}

/** Has one organisation serve the chaincodes and install their packages. */
const provide = async (
  topology: Topology,
  one: PeerOrganisation,
  packaged: readonly PackagedChaincode[],
  work: Work,
): Promise<void> => {
  for (const { chaincode } of packaged) writeConnection(topology, one, chaincode)
  await startChaincodes(topology, one, packaged, work)
  await Promise.all(packaged.map((each) => install(topology, one, each, work)))
}

/**
 * Deploys chaincodes on a running network: one process per peer for all of them, the same packages installed everywhere,
 * and each of their definitions approved by every organisation and committed. Does nothing beyond starting missing
 * processes when package, policy and collections are what the channel already agreed on; otherwise the definition's
 * sequence number rises by one. Answers what stands afterwards, one entry for each definition.
 */
export const deployChaincodes = async (
  topology: Topology,
  chaincodes: readonly ChaincodeDefinition[],
  options: DeployOptions,
): Promise<Deployment[]> => {
  const { report, signal } = options
  const work: Work = { programs: options.programs ?? (await findPrograms({ report, signal })), signal }
  const organisations = peerOrganisations(topology)
  if (organisations.length === 0) throw new Error('the topology has no peer')
  const packaged = chaincodes.map((chaincode) => ({ chaincode, packageId: writePackage(topology, chaincode) }))
  await Promise.all(organisations.map((one) => provide(topology, one, packaged, work)))
  const steps = packaged.flatMap(({ chaincode, packageId }) => {
    const { collectionsFile, definitions = [chaincode] } = chaincode
    return definitions.map((definition) => {
      const agreement = agreementOn(topology, definition, { collectionsFile, packageId })
      return { name: definition.name, collectionsFile, agreement }
    })
  })
  return await Promise.all(steps.map((step) => define(topology, step, { report, work })))
}
