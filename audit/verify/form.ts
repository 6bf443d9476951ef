import { createHash } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import {
  type Action,
  type Effect,
  type Envelope,
  readAction,
  readEnvelope,
  readOrNothing,
  resultsOf,
  transactionIdOf,
} from '../blocks/envelope.ts'
import type { PlaceResults } from '../blocks/results.ts'
import type { Memberships } from './membership.ts'
import { isSignatureOver } from './signatures.ts'

/** Fabric's name of what becomes of a transaction. */
export type Verdict = keyof peer.TxValidationCodeMap

/** A transaction that is well formed by itself, and what it says it did. */
export interface FormedTransaction {
  envelope: Envelope
  action: Action
  chaincode: string
  results: PlaceResults[]
}

/** The configuration by which a transaction is looked at, and whether an id was used before. */
export interface FormContext {
  channel: string
  memberships: Memberships
  isSeen: (transaction: string) => boolean
}

const ofUnreadable = { envelope: 'INVALID_OTHER_REASON', payload: 'BAD_PAYLOAD', header: 'BAD_COMMON_HEADER' } as const

const types = common.HeaderType
const knownTypes = new Set<number>([types.ENDORSER_TRANSACTION, types.CONFIG_UPDATE, types.CONFIG])

const isHeaderFormed = ({ type, epoch, nonce, creator }: Envelope): boolean =>
  knownTypes.has(type) && epoch === 0 && nonce.length > 0 && creator.length > 0

/** Whether the creator is a member whose certificate counts, and signed this. Members of another channel are strangers here. */
const isSignedByCreator = (envelope: Envelope, { channel, memberships }: FormContext): boolean => {
  if (envelope.channel !== channel) return false
  const creator = memberships.identify(envelope.creator)
  if (creator === undefined || creator.invalidity !== undefined) return false
  return isSignatureOver(creator.certificate.publicKey, envelope.payload, envelope.signature)
}

const isOfProposal = ({ channelHeader }: Envelope, action: Action): boolean => {
  if (action.nonce.length === 0 || action.creator.length === 0) return false
  const hash = createHash('sha256').update(channelHeader).update(action.signatureHeader).update(action.proposalPayload)
  return Buffer.compare(hash.digest(), action.proposalHash) === 0
}

const isEventOf = (event: Uint8Array, chaincode: string): boolean =>
  event.length === 0 ||
  readOrNothing(() => peer.ChaincodeEvent.deserializeBinary(event).getChaincodeId() === chaincode) === true

const namesOnce = (results: readonly PlaceResults[]): boolean => {
  const named = results.filter(({ collection }) => collection === '').map(({ namespace }) => namespace)
  return new Set(named).size === named.length
}

/** What speaks against what the chaincode did, but for who endorsed it. */
const verdictOnEffect = (asked: peer.ChaincodeID, effect: Effect, results: readonly PlaceResults[]): Verdict => {
  const { chaincode, event } = effect
  if (chaincode === undefined) return 'INVALID_OTHER_REASON'
  if (asked.getName() === '' || asked.getName() !== chaincode.name || chaincode.version === '')
    return 'INVALID_CHAINCODE'
  if (!isEventOf(event, chaincode.name)) return 'INVALID_OTHER_REASON'
  return namesOnce(results) ? 'VALID' : 'ILLEGAL_WRITESET'
}

const formOfAction = (envelope: Envelope, action: Action): FormedTransaction | Verdict => {
  const extension = readOrNothing(() => peer.ChaincodeHeaderExtension.deserializeBinary(envelope.extension))
  if (extension === undefined) return 'BAD_HEADER_EXTENSION'
  const { effect } = action
  if (effect === undefined) return 'BAD_RESPONSE_PAYLOAD'
  const results = resultsOf(effect)
  if (results === undefined) return 'BAD_RWSET'
  const asked = extension.getChaincodeId()
  if (asked === undefined) return 'INVALID_OTHER_REASON'
  const verdict = verdictOnEffect(asked, effect, results)
  return verdict === 'VALID' ? { envelope, action, chaincode: asked.getName(), results } : verdict
}

const formOfTransaction = (envelope: Envelope, { isSeen }: FormContext): FormedTransaction | Verdict => {
  if (envelope.transaction !== transactionIdOf(envelope)) return 'BAD_PROPOSAL_TXID'
  const action = readAction(envelope.data)
  if (action === undefined || !isOfProposal(envelope, action)) return 'INVALID_ENDORSER_TRANSACTION'
  if (isSeen(envelope.transaction)) return 'DUPLICATE_TXID'
  return formOfAction(envelope, action)
}

/**
 * What peers say of a transaction by itself, in their own order: the transaction where nothing speaks against it so far, VALID for
 * a configuration, which is looked at elsewhere, and otherwise why it is invalid.
 */
export const formOf = (bytes: Uint8Array, context: FormContext): FormedTransaction | Verdict => {
  const envelope = readEnvelope(bytes)
  if (typeof envelope === 'string') return ofUnreadable[envelope]
  if (!isHeaderFormed(envelope)) return 'BAD_COMMON_HEADER'
  if (!isSignedByCreator(envelope, context)) return 'BAD_CREATOR_SIGNATURE'
  if (envelope.type === types.CONFIG) return 'VALID'
  return envelope.type === types.ENDORSER_TRANSACTION ? formOfTransaction(envelope, context) : 'UNSUPPORTED_TX_PAYLOAD'
}
