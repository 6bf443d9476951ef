import { common, msp, peer } from '@hyperledger/fabric-protos'
import { type Block, metadataOf } from '../blocks/block.ts'
import { type Effect, type Envelope, readAction, readEnvelope, transactionIdOf } from '../blocks/envelope.ts'
import { type PlaceResults, readResults } from '../blocks/results.ts'
import type { Call, Content, Creator, HiddenWrite, LedgerBlock, LedgerTransaction } from './transaction.ts'

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]),
)

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

type Changes = Pick<Call, 'writes' | 'metadata' | 'hidden'>

const hiddenIn = ({ namespace, collection, writes, metadataWrites }: PlaceResults): HiddenWrite[] => {
  const at = { collection: `${namespace}/${collection}` }
  return [
    ...writes.map(({ key, value, isPurge }): HiddenWrite => {
      const [keyHash, valueHash] = [key.toString('hex'), value?.toString('hex')]
      if (isPurge) return { ...at, keyHash, valueHash, what: 'purged' }
      return { ...at, keyHash, valueHash, what: valueHash === undefined ? 'deleted' : 'written' }
    }),
    ...metadataWrites.map(
      ({ key }): HiddenWrite => ({ ...at, keyHash: key.toString('hex'), valueHash: undefined, what: 'guarded' }),
    ),
  ]
}

const changesIn = (results: readonly PlaceResults[]): Changes => {
  const open = results.filter(({ collection }) => collection === '')
  const hidden = results.filter(({ collection }) => collection !== '')
  return {
    writes: open.flatMap(({ namespace: chaincode, writes }) =>
      writes.map(({ key, value }) => ({ chaincode, key: text(key), value })),
    ),
    metadata: open.flatMap(({ namespace: chaincode, metadataWrites }) =>
      metadataWrites.flatMap(({ key, entries }) => entries.map((entry) => ({ chaincode, key: text(key), ...entry }))),
    ),
    hidden: hidden.flatMap(hiddenIn),
  }
}

const askedIn = (proposalPayload: Uint8Array): { named: string; texts: string[] } => {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(proposalPayload)
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec()
  return {
    named: spec?.getChaincodeId()?.getName() ?? '',
    texts: (spec?.getInput()?.getArgsList_asU8() ?? []).map(text),
  }
}

const eventOf = (bytes: Uint8Array): Call['event'] => {
  if (bytes.length === 0) return undefined
  const event = peer.ChaincodeEvent.deserializeBinary(bytes)
  return { name: event.getEventName(), payload: text(event.getPayload_asU8()), transaction: event.getTxId() }
}

const nothingDone: Effect = {
  ...{ chaincode: undefined, status: 0 },
  ...{ answer: new Uint8Array(), event: new Uint8Array(), results: new Uint8Array() },
}

type Asked = Omit<Call, 'what' | 'channel' | 'at' | 'creator'>

const askedBy = (data: Uint8Array): Asked => {
  const action = readAction(data)
  if (action === undefined) throw new Error('it does not hold one action')
  const { chaincode, status, answer, event, results } = action.effect ?? nothingDone
  const { named, texts } = askedIn(action.proposalPayload)
  const [name = '', ...rest] = texts
  return {
    // Peers hold this against the header; what the invocation names beside it is anybody's word.
    ...{ chaincode: chaincode?.name ?? '', version: chaincode?.version ?? '' },
    ...{ named, name, arguments: rest },
    ...{ status, response: text(answer), event: eventOf(event) },
    ...changesIn(readResults(results)),
  }
}

// As the chaincode counts it; a number beyond what JavaScript counts exactly is no time.
const momentOf = ({ at, nanoseconds }: Envelope): bigint => {
  if (!Number.isSafeInteger(at)) throw new Error('the time is out of bounds')
  return BigInt(at) * 1000n + BigInt(Math.floor(nanoseconds / 1_000_000))
}

const creatorOf = (bytes: Uint8Array): Creator => {
  const identity = msp.SerializedIdentity.deserializeBinary(bytes)
  return { mspId: identity.getMspid(), certificate: identity.getIdBytes_asU8() }
}

const contentOf = (envelope: Envelope): Content => {
  if (envelope.type !== common.HeaderType.ENDORSER_TRANSACTION) return { what: 'configuration' }
  try {
    return {
      ...{ what: 'call', channel: envelope.channel, at: momentOf(envelope), creator: creatorOf(envelope.creator) },
      ...askedBy(envelope.data),
    }
  } catch (error) {
    // Whatever its sender made of it.
    return { what: 'unreadable', problem: error instanceof Error ? error.message : 'unreadable' }
  }
}

/** The name of a validation code of Fabric's. */
export const validationName = (code: number): string => validationNames.get(code) ?? String(code)

type ReadEnvelope = ReturnType<typeof readEnvelope>

const claimedIn = (envelope: ReadEnvelope): Content =>
  typeof envelope === 'string' ? { what: 'unreadable', problem: `no ${envelope}` } : contentOf(envelope)

/** What an envelope says, whatever the peers said of it: for an invalid one it is what somebody wanted, and changed nothing. */
export const readClaimed = (bytes: Uint8Array): Content => claimedIn(readEnvelope(bytes))

const readTransaction = (bytes: Uint8Array, position: number, code: number): LedgerTransaction => {
  const envelope = readEnvelope(bytes)
  const isNamed = typeof envelope !== 'string' && envelope.nonce.length > 0
  return {
    ...{ position, id: isNamed ? transactionIdOf(envelope) : '', validation: validationName(code) },
    content: code === peer.TxValidationCode.VALID ? claimedIn(envelope) : { what: 'invalid' },
  }
}

/**
 * Reads what stands in a block of any content, and never throws because of it: each transaction at its place, a valid one with all that it asked,
 * was answered and wrote. A transaction without a validation flag counts as invalid, as it does for peers.
 */
export const readTransactions = (block: Block): LedgerBlock => {
  const flags = metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER)
  return {
    number: block.number,
    transactions: block.envelopes.map((bytes, position) =>
      readTransaction(bytes, position, flags[position] ?? peer.TxValidationCode.INVALID_OTHER_REASON),
    ),
  }
}
