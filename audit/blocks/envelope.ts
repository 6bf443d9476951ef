import { createHash } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import { type PlaceResults, readResults } from './results.ts'

/** The header of an envelope, and what was signed. */
export interface Envelope {
  payload: Uint8Array
  signature: Uint8Array
  type: number
  channel: string
  epoch: number
  /** The id that the header claims. */
  transaction: string
  /** Seconds since 1970 that the header claims, and nanoseconds beside them. */
  at: number
  nanoseconds: number
  /** What names the chaincode that is asked. */
  extension: Uint8Array
  creator: Uint8Array
  nonce: Uint8Array
  channelHeader: Uint8Array
  data: Uint8Array
}

/** What reading gives; undefined where the bytes are not what they should be. */
export const readOrNothing = <Value>(reading: () => Value): Value | undefined => {
  try {
    return reading()
  } catch {
    return undefined
  }
}

/** How far an envelope cannot be read: not at all, not its payload, or not its header. */
export type UnreadablePart = 'envelope' | 'payload' | 'header'

const readHeaders = (payload: common.Payload): Omit<Envelope, 'payload' | 'signature' | 'data'> | undefined =>
  readOrNothing(() => {
    const header = payload.getHeader()
    if (header === undefined) return undefined
    const channelHeader = header.getChannelHeader_asU8()
    const channel = common.ChannelHeader.deserializeBinary(channelHeader)
    const signature = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8())
    return {
      ...{ type: channel.getType(), channel: channel.getChannelId(), epoch: channel.getEpoch() },
      transaction: channel.getTxId(),
      ...{ at: channel.getTimestamp()?.getSeconds() ?? 0, nanoseconds: channel.getTimestamp()?.getNanos() ?? 0 },
      extension: channel.getExtension_asU8(),
      ...{ creator: signature.getCreator_asU8(), nonce: signature.getNonce_asU8(), channelHeader },
    }
  })

/** Reads an envelope down to its two headers; the part at which that ends where it is none. */
export const readEnvelope = (bytes: Uint8Array): Envelope | UnreadablePart => {
  const envelope = readOrNothing(() => common.Envelope.deserializeBinary(bytes))
  if (envelope === undefined) return 'envelope'
  const signed = envelope.getPayload_asU8()
  const payload = readOrNothing(() => common.Payload.deserializeBinary(signed))
  if (payload === undefined) return 'payload'
  const headers = readHeaders(payload)
  if (headers === undefined) return 'header'
  return { payload: signed, signature: envelope.getSignature_asU8(), data: payload.getData_asU8(), ...headers }
}

/** The id that belongs to a nonce and a creator. */
export const transactionIdOf = ({ nonce, creator }: Pick<Envelope, 'nonce' | 'creator'>): string =>
  createHash('sha256').update(nonce).update(creator).digest('hex')

/** The one action of a transaction: what was proposed, and what endorsers signed. */
export interface Action {
  /** The signature header that the proposal had. */
  signatureHeader: Uint8Array
  creator: Uint8Array
  nonce: Uint8Array
  /** The proposal's payload as it stands in the block, which is without what only endorsers may see. */
  proposalPayload: Uint8Array
  /** What endorsers signed, before their own identity. */
  response: Uint8Array
  /** The hash of the proposal that endorsers say they answered. */
  proposalHash: Uint8Array
  endorsements: { endorser: Uint8Array; signature: Uint8Array }[]
  /** What the chaincode did; undefined where it cannot be read. */
  effect: Effect | undefined
}

/** What a chaincode did, as endorsers agreed. */
export interface Effect {
  /** The chaincode that answered, and the version of its definition. */
  chaincode: { name: string; version: string } | undefined
  /** The status of its answer, and the answer. */
  status: number
  answer: Uint8Array
  event: Uint8Array
  results: Uint8Array
}

const readEffect = (bytes: Uint8Array): Effect | undefined =>
  readOrNothing(() => {
    if (bytes.length === 0) return undefined
    const action = peer.ChaincodeAction.deserializeBinary(bytes)
    const id = action.getChaincodeId()
    return {
      chaincode: id && { name: id.getName(), version: id.getVersion() },
      status: action.getResponse()?.getStatus() ?? 0,
      answer: action.getResponse()?.getPayload_asU8() ?? new Uint8Array(),
      ...{ event: action.getEvents_asU8(), results: action.getResults_asU8() },
    }
  })

/** Reads the one action of a transaction's data. Undefined where there is not exactly one, or not in the right form. */
export const readAction = (data: Uint8Array): Action | undefined =>
  readOrNothing(() => {
    const [action, ...others] = peer.Transaction.deserializeBinary(data).getActionsList()
    if (action === undefined || others.length > 0) return undefined
    const header = common.SignatureHeader.deserializeBinary(action.getHeader_asU8())
    const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
    const endorsed = payload.getAction()
    if (endorsed === undefined) return undefined
    const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8())
    return {
      ...{ signatureHeader: action.getHeader_asU8(), creator: header.getCreator_asU8(), nonce: header.getNonce_asU8() },
      proposalPayload: payload.getChaincodeProposalPayload_asU8(),
      ...{ response: endorsed.getProposalResponsePayload_asU8(), proposalHash: response.getProposalHash_asU8() },
      endorsements: endorsed.getEndorsementsList().map((one) => ({
        endorser: one.getEndorser_asU8(),
        signature: one.getSignature_asU8(),
      })),
      effect: readEffect(response.getExtension_asU8()),
    }
  })

/** What a chaincode's results say; undefined where they are no results. */
export const resultsOf = ({ results }: Effect): PlaceResults[] | undefined => readOrNothing(() => readResults(results))
