import type { PeerConnection } from '../../../audit/blocks/peer.ts'
import { peerOrganisations } from '../../../network/topology.ts'
import { connectionTo, rootCertificates as rootsOf } from '../../../scripts/audit/network.ts'
import { topology } from './network.ts'

/** How the auditor reaches a member's peer. */
export const peerConnection = (organisation: string): PeerConnection => {
  const one = peerOrganisations(topology).find(({ name }) => name === organisation)
  if (one === undefined) throw new Error(`${organisation} runs no peer`)
  return connectionTo(topology, one)
}

/** Each member's root certificate, given apart from the blocks. */
export const rootCertificates = (): Record<string, string> => rootsOf(topology)
