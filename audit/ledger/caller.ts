import { type ChaincodeStub, ClientIdentity } from 'fabric-shim'
import type { Creator } from './transaction.ts'

const identitiesMaximum = 1_000

// A chain has few creators and many transactions, and reading a certificate costs more than deciding an instruction.
const identities = new Map<string, ClientIdentity>()

/**
 * The creator of a transaction as its endorsers' chaincode saw it, read by the same library: its organisation and the attributes of
 * its certificate. Throws for bytes that are no certificate. Whether the organisation issued it is not looked at here.
 */
export const identityOf = ({ mspId, certificate }: Creator): ClientIdentity => {
  const name = `${mspId} ${Buffer.from(certificate).toString('base64')}`
  const known = identities.get(name)
  if (known !== undefined) return known
  // Channel and transaction only head the lines of the library's log.
  const log = { getChannelID: () => '', getTxID: () => '' }
  const stub = { ...log, getCreator: () => ({ mspid: mspId, idBytes: certificate }) }
  const identity = new ClientIdentity(stub as unknown as ChaincodeStub)
  if (identities.size >= identitiesMaximum) identities.clear()
  identities.set(name, identity)
  return identity
}
