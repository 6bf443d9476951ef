import { createHash } from 'node:crypto'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import { type Block, metadataOf } from '../blocks/block.ts'
import type { Call, Content, Creator, LedgerBlock, LedgerTransaction, MetadataWrite, RowWrite } from './transaction.ts'

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]),
)

/** What reading gives, or what becomes of bytes that cannot be read: they are whatever their sender made of them. */
const readOr = <Value>(reading: () => Value, otherwise: (problem: string) => Value): Value => {
  try {
    return reading()
  } catch (error) {
    return otherwise(error instanceof Error ? error.message : 'unreadable')
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

type Changes = Pick<Call, 'writes' | 'metadata' | 'collections'>

const writesOf = (chaincode: string, set: ledger.rwset.kvrwset.KVRWSet): RowWrite[] =>
  set.getWritesList().map((write) => {
    const value = write.getValue_asU8()
    // Peers take a write of no bytes for a deletion.
    return { chaincode, key: write.getKey(), value: write.getIsDelete() || value.length === 0 ? undefined : value }
  })

const metadataWritesOf = (chaincode: string, set: ledger.rwset.kvrwset.KVRWSet): MetadataWrite[] =>
  set.getMetadataWritesList().flatMap((write) =>
    write.getEntriesList().map((entry) => ({
      ...{ chaincode, key: write.getKey() },
      ...{ name: entry.getName(), value: entry.getValue_asU8() },
    })),
  )

const changesCollection = (bytes: Uint8Array): boolean => {
  const set = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(bytes)
  return set.getHashedWritesList().length + set.getMetadataWritesList().length > 0
}

const changesOf = (results: Uint8Array): Changes => {
  const changes: Changes = { writes: [], metadata: [], collections: [] }
  for (const named of ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()) {
    const chaincode = named.getNamespace()
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(named.getRwset_asU8())
    changes.writes.push(...writesOf(chaincode, set))
    changes.metadata.push(...metadataWritesOf(chaincode, set))
    for (const collection of named.getCollectionHashedRwsetList()) {
      if (changesCollection(collection.getHashedRwset_asU8()))
        changes.collections.push(`${chaincode}/${collection.getCollectionName()}`)
    }
  }
  return changes
}

const askedIn = (payload: peer.ChaincodeActionPayload): { named: string; texts: string[] } => {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(payload.getChaincodeProposalPayload_asU8())
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

type Action = Omit<Call, 'what' | 'channel' | 'at' | 'creator'>

const readAction = (data: Uint8Array): Action => {
  const actions = peer.Transaction.deserializeBinary(data).getActionsList()
  const [action] = actions
  if (action === undefined || actions.length > 1) throw new Error(`${actions.length} actions, where one was expected`)
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const endorsed = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const result = peer.ChaincodeAction.deserializeBinary(
    peer.ProposalResponsePayload.deserializeBinary(endorsed).getExtension_asU8(),
  )
  const { named, texts } = askedIn(payload)
  const [name = '', ...rest] = texts
  return {
    // Peers hold this against the header; what the invocation names beside it is anybody's word.
    ...{ chaincode: result.getChaincodeId()?.getName() ?? '', version: result.getChaincodeId()?.getVersion() ?? '' },
    ...{ named, name, arguments: rest },
    status: result.getResponse()?.getStatus() ?? 0,
    response: text(result.getResponse()?.getPayload_asU8() ?? new Uint8Array()),
    event: eventOf(result.getEvents_asU8()),
    ...changesOf(result.getResults_asU8()),
  }
}

// As the chaincode counts it; a number beyond what JavaScript counts exactly is no time.
const momentOf = (header: common.ChannelHeader): bigint => {
  const timestamp = header.getTimestamp()
  const [seconds, nanos] = [timestamp?.getSeconds() ?? 0, timestamp?.getNanos() ?? 0]
  if (!Number.isSafeInteger(seconds)) throw new Error('the time is out of bounds')
  return BigInt(seconds) * 1000n + BigInt(Math.floor(nanos / 1_000_000))
}

const creatorOf = (bytes: Uint8Array): Creator => {
  const identity = msp.SerializedIdentity.deserializeBinary(bytes)
  return { mspId: identity.getMspid(), certificate: identity.getIdBytes_asU8() }
}

const payloadOf = (bytes: Uint8Array): common.Payload =>
  common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8())

const signatureHeaderOf = (payload: common.Payload): common.SignatureHeader =>
  common.SignatureHeader.deserializeBinary(payload.getHeader()?.getSignatureHeader_asU8() ?? new Uint8Array())

const idOf = (bytes: Uint8Array): string => {
  const header = signatureHeaderOf(payloadOf(bytes))
  const [nonce, creator] = [header.getNonce_asU8(), header.getCreator_asU8()]
  return nonce.length === 0 ? '' : createHash('sha256').update(nonce).update(creator).digest('hex')
}

const readContent = (bytes: Uint8Array): Content => {
  const payload = payloadOf(bytes)
  const channel = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  if (channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return { what: 'configuration' }
  return {
    ...{ what: 'call', channel: channel.getChannelId(), at: momentOf(channel) },
    creator: creatorOf(signatureHeaderOf(payload).getCreator_asU8()),
    ...readAction(payload.getData_asU8()),
  }
}

/** The name of a validation code of Fabric's. */
export const validationName = (code: number): string => validationNames.get(code) ?? String(code)

/** What an envelope says, whatever the peers said of it: for an invalid one it is what somebody wanted, and changed nothing. */
export const readClaimed = (bytes: Uint8Array): Content =>
  readOr<Content>(
    () => readContent(bytes),
    (problem) => ({ what: 'unreadable', problem }),
  )

const readTransaction = (bytes: Uint8Array, position: number, code: number): LedgerTransaction => ({
  position,
  id: readOr(
    () => idOf(bytes),
    () => '',
  ),
  validation: validationName(code),
  content: code === peer.TxValidationCode.VALID ? readClaimed(bytes) : { what: 'invalid' },
})

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
