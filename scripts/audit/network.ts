import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { PeerConnection } from '../../audit/blocks/peer.ts'
import { check } from '../../audit/command/check.ts'
import type { Invocation } from '../../audit/command/invocation.ts'
import { run } from '../../audit/command/program.ts'
import type { Defaults } from '../../audit/command/setting.ts'
import type { Report } from '../../audit/report.ts'
import { auditReportFile, identityFiles, rootCertificateFile } from '../../network/folders.ts'
import { definitionVersion, makePackage } from '../../network/package.ts'
import { type PeerOrganisation, peerOrganisations, type Topology } from '../../network/topology.ts'
import { ledgerChaincode } from '../../network/up.ts'

/** The identity that reads a peer: the auditor's own where the network has one, who is a member and endorses nothing. */
const readerOf = ({ organisations }: Topology, { name }: PeerOrganisation): { reader: string; mspId: string } => {
  const auditor = organisations.find(({ users }) => users.includes('auditor'))
  const reader = auditor ?? organisations.find((one) => one.name === name)
  return { reader: reader?.name ?? name, mspId: reader?.mspId ?? '' }
}

/** How an identity of a network reaches the peer of a member. */
const connectionAs = (
  topology: Topology,
  { name, peer }: PeerOrganisation,
  { member, mspId, user }: { member: string; mspId: string; user: 'admin' | 'auditor' },
): PeerConnection => {
  const files = identityFiles(topology, member, user)
  return {
    ...{ endpoint: `${peer.host}:${peer.port}`, channel: topology.channel, mspId },
    tlsRootCertificate: readFileSync(rootCertificateFile(topology, name), 'utf8'),
    certificate: readFileSync(files.certificateFile, 'utf8'),
    privateKey: createPrivateKey(readFileSync(files.keyFile)),
  }
}

/** How a member's administrator reaches the member's own peer, which hands out to it what is private. */
const connectionToOwn = (topology: Topology, organisation: PeerOrganisation): PeerConnection =>
  connectionAs(topology, organisation, { member: organisation.name, mspId: organisation.mspId, user: 'admin' })

/** How the auditor of a network, or a member's administrator where it has none, reaches the peer of a member. */
export const connectionTo = (topology: Topology, organisation: PeerOrganisation): PeerConnection => {
  const { reader, mspId } = readerOf(topology, organisation)
  const user = reader === organisation.name ? 'admin' : 'auditor'
  return connectionAs(topology, organisation, { member: reader, mspId, user })
}

/** Each member's root certificate, from its own authority and not from the blocks. */
export const rootCertificates = (topology: Topology): Record<string, string> =>
  Object.fromEntries(
    topology.organisations.map(({ name, mspId }) => [mspId, readFileSync(rootCertificateFile(topology, name), 'utf8')]),
  )

/** The version that deployments give a definition: of the package that they would make of these sources for these members. */
export const versionOf =
  (topology: Topology): NonNullable<Defaults['versionOf']> =>
  ({ folder = join(topology.projectFolder, 'chaincode'), consortium }) =>
    definitionVersion(makePackage(ledgerChaincode({ ...topology, consortium }, dirname(resolve(folder)))).id)

/** What a network on this machine tells its auditor; where none was brought up, only what the sources themselves tell. */
export const defaultsOf = (topology: Topology): Defaults => {
  const isHere = topology.organisations.every(({ name }) => existsSync(rootCertificateFile(topology, name)))
  if (!isHere) return { peers: {}, versionOf: versionOf(topology) }
  return {
    versionOf: versionOf(topology),
    channel: topology.channel,
    peers: Object.fromEntries(peerOrganisations(topology).map((one) => [one.name, () => connectionTo(topology, one)])),
    members: Object.fromEntries(
      peerOrganisations(topology).map((one) => [one.name, () => connectionToOwn(topology, one)]),
    ),
    roots: () => rootCertificates(topology),
    consortium: () => topology.consortium,
    reportFile: auditReportFile(topology),
  }
}

const quietly = (topology: Topology): Invocation => ({
  ...{ output: () => {}, tell: () => {}, defaults: defaultsOf(topology) },
  ...{ signal: new AbortController().signal, now: () => new Date() },
})

/**
 * Has a member disclose what its own peer keeps of its pairs, and audits that peer's blocks with it. The file with it is gone afterwards.
 * Answers the report; throws where the peer does not hand out everything.
 */
export const auditDisclosed = async (topology: Topology, peer: string): Promise<Report> => {
  const invocation = quietly(topology)
  const folder = mkdtempSync(join(topology.dataFolder, 'disclosed-'))
  const bodies = join(folder, 'bodies.json')
  try {
    const code = await run(['bodies', '--peer', peer, '--to', bodies], invocation)
    if (code !== 0) throw new Error(`the peer of ${peer} does not disclose all that it should keep`)
    return await check('replay', { peer, bodies: [bodies] }, invocation)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Audits the blocks of every peer of a network that runs: those of the first are decided again, and those of all others verified, which
 * includes the hash that each made of its own state. Over a folder, what was looked at is kept there, and the next audit goes on behind it.
 * Answers the report on each. Refuses nothing: a peer that does not answer is reported as not checked.
 */
export const auditNetwork = async (topology: Topology, folder?: string): Promise<Report[]> => {
  const invocation = quietly(topology)
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const reports: Report[] = []
  for (const [index, { name: peer }] of peerOrganisations(topology).entries()) {
    const kept = folder === undefined ? {} : { work: join(folder, `${peer}.sqlite`) }
    reports.push(await check(index === 0 ? 'replay' : 'verify', { peer, ...kept }, invocation))
  }
  return reports
}
