import { X509Certificate } from 'node:crypto'
import { type common, peer } from '@hyperledger/fabric-protos'
import type { ChaincodeStub, ClientIdentity } from 'fabric-shim'
import { ledgerChaincode } from '../wire/consortium.ts'

type ProposalStub = Pick<ChaincodeStub, 'getSignedProposal'>

/** The roles that an organisation's own certificate authority writes into its machines' and officers' certificates. */
export type CallerRole = 'gateway' | 'auditor'

/** Refuses a caller whose certificate does not carry the role; which organisation gave it is for the caller's MSP to say. */
export const requireRole = (caller: ClientIdentity, ...roles: CallerRole[]): void => {
  if (roles.some((role) => caller.assertAttributeValue('assay.role', role))) return
  throw new Error(`this transaction is for ${roles.join(' and ')} identities only`)
}

/** Refuses a caller whose certificate is not of its organisation's administrators (organisational unit `admin`). */
export const requireAdministrator = (caller: ClientIdentity): void => {
  const { subject } = new X509Certificate(Buffer.from(caller.getIDBytes()))
  if (subject.split('\n').includes('OU=admin')) return
  throw new Error('this transaction is for administrators of an organisation only')
}

/** The chaincode that a client asked, as its signed proposal says: the first one of those that call each other. */
const askedChaincode = (stub: ProposalStub): string | undefined => {
  const header = stub.getSignedProposal().proposal.header.channelHeader as unknown as common.ChannelHeader
  const extension = peer.ChaincodeHeaderExtension.deserializeBinary(header.getExtension_asU8())
  return extension.getChaincodeId()?.getName()
}

/**
 * Refuses a transaction of the ledger that its client did not ask by its full name, `contract:transaction`, or that another
 * chaincode asks: whoever reads a block must find by that one name what was done (decision 0028).
 */
export const requireAskedAs = (stub: ProposalStub & Pick<ChaincodeStub, 'getArgs'>, name: string): void => {
  requireAskedThrough(stub, ledgerChaincode)
  if (stub.getArgs()[0] !== name) throw new Error(`this transaction answers to ${name} only`)
}

/** Refuses a transaction whose client asked another chaincode than this one first, by the proposal that the client signed. */
export const requireAskedThrough = (stub: ProposalStub, chaincode: string): void => {
  if (askedChaincode(stub) !== chaincode)
    throw new Error(`this transaction is for the chaincode ${chaincode} to ask for`)
}
