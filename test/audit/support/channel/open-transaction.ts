import { createHash } from 'node:crypto'
import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { type Identity, identityIn } from '../../../support/identities/identities.ts'

/** What a transaction read of and wrote to one chaincode's rows, public ones and those of its collections. */
export interface OpenPlace {
  namespace: string
  rows: ledger.rwset.kvrwset.KVRWSet
  collections: { name: string; rows: ledger.rwset.kvrwset.HashedRWSet }[]
}

/** A transaction taken apart: all of it may be changed before it is signed anew. */
export interface OpenTransaction {
  header: common.ChannelHeader
  nonce: Uint8Array
  /** Serialized, like those who endorsed. */
  creator: Uint8Array
  endorsers: Uint8Array[]
  /** The payload of the proposal. */
  proposal: peer.ChaincodeProposalPayload
  action: peer.ChaincodeAction
  places: OpenPlace[]
  /** The signatures as they stood, which who has no key must leave: the creator's, and those of endorsers by their bytes. */
  signature: Uint8Array
  endorsements: ReadonlyMap<string, Uint8Array>
}

const nameOf = (identity: Uint8Array): string => Buffer.from(identity).toString('hex')

const openPlaces = (results: Uint8Array): OpenPlace[] =>
  ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((set) => ({
      namespace: set.getNamespace(),
      rows: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()),
      collections: set.getCollectionHashedRwsetList().map((one) => ({
        name: one.getCollectionName(),
        rows: ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(one.getHashedRwset_asU8()),
      })),
    }))

const resultsOf = (places: readonly OpenPlace[]): Uint8Array => {
  const all = new ledger.rwset.TxReadWriteSet()
  for (const { namespace, rows, collections } of places) {
    const set = all.addNsRwset()
    set.setNamespace(namespace)
    set.setRwset(rows.serializeBinary())
    for (const { name, rows: hashed } of collections) {
      const one = set.addCollectionHashedRwset()
      one.setCollectionName(name)
      one.setHashedRwset(hashed.serializeBinary())
    }
  }
  return all.serializeBinary()
}

/** Takes a transaction of one action apart. */
export const opened = (envelopeBytes: Uint8Array): OpenTransaction => {
  const envelope = common.Envelope.deserializeBinary(envelopeBytes)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const signature = common.SignatureHeader.deserializeBinary(payload.getHeader()?.getSignatureHeader_asU8() ?? nothing)
  const [only] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
  const asked = peer.ChaincodeActionPayload.deserializeBinary(only?.getPayload_asU8() ?? nothing)
  const endorsed = asked.getAction() ?? new peer.ChaincodeEndorsedAction()
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8())
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
  const endorsements = endorsed.getEndorsementsList()
  return {
    header: common.ChannelHeader.deserializeBinary(payload.getHeader()?.getChannelHeader_asU8() ?? nothing),
    ...{ nonce: signature.getNonce_asU8(), creator: signature.getCreator_asU8() },
    endorsers: endorsements.map((one) => one.getEndorser_asU8()),
    proposal: peer.ChaincodeProposalPayload.deserializeBinary(asked.getChaincodeProposalPayload_asU8()),
    ...{ action, places: openPlaces(action.getResults_asU8()), signature: envelope.getSignature_asU8() },
    endorsements: new Map(endorsements.map((one) => [nameOf(one.getEndorser_asU8()), one.getSignature_asU8()])),
  }
}

const nothing = new Uint8Array()

/** The id that belongs to a nonce and a creator. */
export const transactionIdOf = ({ nonce, creator }: Pick<OpenTransaction, 'nonce' | 'creator'>): string =>
  createHash('sha256').update(nonce).update(creator).digest('hex')

/** How a transaction is put together, where that is not as honest parties do. */
export interface Putting {
  /** Whether this one signs anew; otherwise the old signature stays, which is over what was there before. All do when left out. */
  signs?: (identity: Identity) => boolean
  /** What the header calls the transaction, in place of its id. */
  claimed?: string
  /** What endorsers say that they answered, in place of the hash of the proposal. */
  proposalHash?: Uint8Array
}

/** The signature of who signs anew; the old one otherwise, and that of a stranger is empty. */
const signatureBy = (
  signer: Uint8Array,
  data: Uint8Array,
  { old, signs = () => true }: { old: Uint8Array | undefined; signs: Putting['signs'] },
): Uint8Array => {
  const identity = identityIn(signer)
  return identity !== undefined && signs(identity) ? identity.sign(data) : (old ?? nothing)
}

const endorsedAction = (
  { endorsers, endorsements, action, places }: OpenTransaction,
  { signs, proposalHash }: { signs: Putting['signs']; proposalHash: Uint8Array },
): peer.ChaincodeEndorsedAction => {
  action.setResults(resultsOf(places))
  const response = new peer.ProposalResponsePayload()
  response.setProposalHash(proposalHash)
  response.setExtension$(action.serializeBinary())
  const bytes = response.serializeBinary()
  const endorsed = new peer.ChaincodeEndorsedAction()
  endorsed.setProposalResponsePayload(bytes)
  for (const endorser of endorsers) {
    const old = endorsements.get(nameOf(endorser))
    const one = endorsed.addEndorsements()
    one.setEndorser(endorser)
    one.setSignature(signatureBy(endorser, Buffer.concat([bytes, endorser]), { old, signs }))
  }
  return endorsed
}

/** Puts a transaction together again; id, hash of the proposal, endorsements and the creator's signature are made anew. */
export const closed = (open: OpenTransaction, { signs, claimed, proposalHash }: Putting = {}): Uint8Array => {
  const { header, nonce, creator, proposal, signature: old } = open
  header.setTxId(claimed ?? transactionIdOf(open))
  const named = new common.SignatureHeader()
  named.setCreator(creator)
  named.setNonce(nonce)
  const [channelHeader, signatureHeader] = [header.serializeBinary(), named.serializeBinary()]
  const asked = proposal.serializeBinary()
  const hash = createHash('sha256').update(channelHeader).update(signatureHeader).update(asked).digest()
  const payload = new peer.ChaincodeActionPayload()
  payload.setChaincodeProposalPayload(asked)
  payload.setAction(endorsedAction(open, { signs, proposalHash: proposalHash ?? hash }))
  const transaction = new peer.Transaction()
  const only = transaction.addActions()
  only.setHeader(signatureHeader)
  only.setPayload(payload.serializeBinary())
  return signedEnvelope({ channelHeader, signatureHeader, data: transaction.serializeBinary() }, (data) =>
    signatureBy(creator, data, { old, signs }),
  )
}

/** An envelope of these headers and data, signed. */
export const signedEnvelope = (
  { channelHeader, signatureHeader, data }: Record<'channelHeader' | 'signatureHeader' | 'data', Uint8Array>,
  sign: (data: Uint8Array) => Uint8Array,
): Uint8Array => {
  const header = new common.Header()
  header.setChannelHeader(channelHeader)
  header.setSignatureHeader(signatureHeader)
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(data)
  const bytes = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(bytes)
  envelope.setSignature(sign(bytes))
  return envelope.serializeBinary()
}
