import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { PeerConnection } from '../audit/blocks/peer.ts'
import { run } from '../audit/command/program.ts'
import type { Defaults } from '../audit/command/setting.ts'
import { identityFiles, rootCertificateFile } from '../network/folders.ts'
import { createTopology, type PeerOrganisation, peerOrganisations, type Topology } from '../network/topology.ts'

/** The identity that reads a peer: the auditor's own where the network has one, who is a member and endorses nothing. */
const readerOf = ({ organisations }: Topology, { name }: PeerOrganisation): { reader: string; mspId: string } => {
  const auditor = organisations.find(({ users }) => users.includes('auditor'))
  const reader = auditor ?? organisations.find((one) => one.name === name)
  return { reader: reader?.name ?? name, mspId: reader?.mspId ?? '' }
}

const connectionTo = (topology: Topology, organisation: PeerOrganisation): PeerConnection => {
  const { reader, mspId } = readerOf(topology, organisation)
  const files = identityFiles(topology, reader, reader === organisation.name ? 'admin' : 'auditor')
  return {
    endpoint: `${organisation.peer.host}:${organisation.peer.port}`,
    channel: topology.channel,
    tlsRootCertificate: readFileSync(rootCertificateFile(topology, organisation.name), 'utf8'),
    mspId,
    certificate: readFileSync(files.certificateFile, 'utf8'),
    privateKey: createPrivateKey(readFileSync(files.keyFile)),
  }
}

const defaultsOf = (topology: Topology): Defaults => {
  const { organisations } = topology
  const isHere = organisations.every(({ name }) => existsSync(rootCertificateFile(topology, name)))
  if (!isHere) return { peers: {} }
  return {
    channel: topology.channel,
    peers: Object.fromEntries(peerOrganisations(topology).map((one) => [one.name, () => connectionTo(topology, one)])),
    roots: () =>
      Object.fromEntries(
        organisations.map(({ name, mspId }) => [mspId, readFileSync(rootCertificateFile(topology, name), 'utf8')]),
      ),
    consortium: () => topology.consortium,
  }
}

// A reader that closes early, such as `head`, is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const ending = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => ending.abort())

process.exitCode = await run(process.argv.slice(2), {
  output: (line) => process.stdout.write(`${line}\n`),
  tell: (line) => process.stderr.write(`${line}\n`),
  defaults: defaultsOf(createTopology()),
  signal: ending.signal,
  now: () => new Date(),
})
