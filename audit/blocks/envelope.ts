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
  /** Seconds since 1970 that the header claims. */
  at: number
  /** The chaincode that the header asks; undefined where it names none. */
  chaincode: string | undefined
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

/** Reads an envelope down to its two headers. Undefined for bytes that are none. */
export const readEnvelope = (bytes: Uint8Array): Envelope | undefined =>
  readOrNothing(() => {
    const envelope = common.Envelope.deserializeBinary(bytes)
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
    const header = payload.getHeader()
    const channelHeader = header?.getChannelHeader_asU8() ?? new Uint8Array()
    const channel = common.ChannelHeader.deserializeBinary(channelHeader)
    const signature = common.SignatureHeader.deserializeBinary(header?.getSignatureHeader_asU8() ?? new Uint8Array())
    const extension = readOrNothing(() => peer.ChaincodeHeaderExtension.deserializeBinary(channel.getExtension_asU8()))
    return {
      ...{ payload: envelope.getPayload_asU8(), signature: envelope.getSignature_asU8() },
      ...{ type: channel.getType(), channel: channel.getChannelId(), epoch: channel.getEpoch() },
      transaction: channel.getTxId(),
      at: channel.getTimestamp()?.getSeconds() ?? 0,
      chaincode: extension?.getChaincodeId()?.getName(),
      ...{ creator: signature.getCreator_asU8(), nonce: signature.getNonce_asU8() },
      ...{ channelHeader, data: payload.getData_asU8() },
    }
  })

/** What endorsers signed: the one action of a transaction. */
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
  /** The chaincode that answered, and the version of its definition. */
  chaincode: { name: string; version: string } | undefined
  event: Uint8Array
  results: Uint8Array
}

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
    const result = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
    const id = result.getChaincodeId()
    return {
      ...{ signatureHeader: action.getHeader_asU8(), creator: header.getCreator_asU8(), nonce: header.getNonce_asU8() },
      proposalPayload: payload.getChaincodeProposalPayload_asU8(),
      ...{ response: endorsed.getProposalResponsePayload_asU8(), proposalHash: response.getProposalHash_asU8() },
      endorsements: endorsed.getEndorsementsList().map((one) => ({
        endorser: one.getEndorser_asU8(),
        signature: one.getSignature_asU8(),
      })),
      chaincode: id && { name: id.getName(), version: id.getVersion() },
      ...{ event: result.getEvents_asU8(), results: result.getResults_asU8() },
    }
  })

/** What an action's results say; undefined where they are no results. */
export const resultsOf = ({ results }: Action): PlaceResults[] | undefined => readOrNothing(() => readResults(results))
