import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PeerConnection } from '../../../audit/blocks/peer.ts'
import { identityFiles, rootCertificateFile } from '../../../network/folders.ts'
import { topology } from './network.ts'

/** How one organisation's administrator reaches a member's peer. */
export const peerConnection = (organisation: string): PeerConnection => {
  const one = topology.organisations.find(({ name }) => name === organisation)
  const files = identityFiles(topology, organisation, 'admin')
  return {
    endpoint: `localhost:${one?.peer?.port}`,
    channel: topology.channel,
    tlsRootCertificate: readFileSync(rootCertificateFile(topology, organisation), 'utf8'),
    mspId: one?.mspId ?? '',
    certificate: readFileSync(files.certificateFile, 'utf8'),
    privateKey: createPrivateKey(readFileSync(files.keyFile)),
  }
}

/** Each member's root certificate, given apart from the blocks. */
export const rootCertificates = (): Record<string, string> =>
  Object.fromEntries(
    topology.organisations.map(({ name, mspId }) => [mspId, readFileSync(rootCertificateFile(topology, name), 'utf8')]),
  )
