import { createRequire } from 'node:module'
import peer from '@hyperledger/fabric-protos/lib/peer/chaincode_shim_pb.js'
import type { ChaincodeStub } from 'fabric-shim'

// All loaded versions of Fabric's message classes share one global namespace, from which each package's index fills up: it
// may hold the classes of the version that was loaded first. Only a class's own file surely holds its own version.
const messagesFile = '@hyperledger/fabric-protos/lib/peer/chaincode_shim_pb.js'

/** The most keys or records that one message may carry; a peer announces this figure when a chaincode registers. */
export const recordsMaximum = 1000

/** One write inside a message: a row's new value, its removal, or its key-level policy. */
export type BatchRecord = { key: string } & (
  | { type: 'put'; value: Uint8Array }
  | { type: 'delete' }
  | { type: 'policy'; policy: Uint8Array }
)

/** What of a transaction's stub the messages need, besides the shim's own handler behind it. */
export type MessageStub = Pick<ChaincodeStub, 'getChannelID' | 'getTxID'>

interface ShimHandler {
  _askPeerAndListen(message: peer.ChaincodeMessage, method: string): Promise<Uint8Array>
}

const publicCollection = ''
const policyMetakey = 'VALIDATION_PARAMETER'
const projectRequire = createRequire(import.meta.url)

let messageClass: typeof peer.ChaincodeMessage | undefined

// The shim's stream takes only instances of the class that the shim itself has loaded, which is of an older version.
const newMessage = (): peer.ChaincodeMessage => {
  messageClass ??= createRequire(projectRequire.resolve('fabric-shim'))(messagesFile)
    .ChaincodeMessage as typeof peer.ChaincodeMessage
  return new messageClass()
}

const handlerClass = (): { prototype: object } => projectRequire('fabric-shim/lib/handler.js').ChaincodeMessageHandler

/**
 * Refuses a shim whose handler lacks what sends these messages. The method is not part of what the shim publishes, so
 * this is asked at start, before a transaction depends on it.
 */
export const requireShimSupport = ({ prototype }: { prototype: object } = handlerClass()): void => {
  if (typeof Reflect.get(prototype, '_askPeerAndListen') === 'function') return
  const { version } = projectRequire('fabric-shim/package.json')
  throw new Error(
    `ASSAY_BATCH_MESSAGES is 1, but the handler of fabric-shim ${version} has no method _askPeerAndListen: ` +
      'install the version that package.json pins, or unset ASSAY_BATCH_MESSAGES',
  )
}

/** The payload that asks for many rows. */
export const encodeReads = (keys: readonly string[]): Uint8Array => {
  const message = new peer.GetStateMultiple()
  message.setKeysList([...keys])
  message.setCollection(publicCollection)
  return message.serializeBinary()
}

/** The rows of an answer in the order of their keys, a row that is not there as no bytes; refuses any other number. */
export const decodeRows = (payload: Uint8Array, count: number): Uint8Array[] => {
  const rows = peer.GetStateMultipleResult.deserializeBinary(payload).getValuesList_asU8()
  if (rows.length !== count) throw new Error(`the peer answered ${rows.length} rows to ${count} keys`)
  return rows
}

const fill = (record: BatchRecord, message: peer.WriteRecord): void => {
  if (record.type === 'put') {
    message.setType(peer.WriteRecord.Type.PUT_STATE)
    message.setValue(record.value)
  } else if (record.type === 'delete') {
    message.setType(peer.WriteRecord.Type.DEL_STATE)
  } else {
    const metadata = new peer.StateMetadata()
    metadata.setMetakey(policyMetakey)
    metadata.setValue(record.policy)
    message.setType(peer.WriteRecord.Type.PUT_STATE_METADATA)
    message.setMetadata(metadata)
  }
}

/** The payload that carries many writes, in the order given. */
export const encodeWrites = (records: readonly BatchRecord[]): Uint8Array => {
  const batch = new peer.WriteBatchState()
  for (const record of records) {
    const message = batch.addRec()
    message.setKey(record.key)
    message.setCollection(publicCollection)
    fill(record, message)
  }
  return batch.serializeBinary()
}

/** Parts a list into as many messages as it takes. */
export const inMessages = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / recordsMaximum) }, (_, index) =>
    items.slice(index * recordsMaximum, (index + 1) * recordsMaximum),
  )

type MessageName = 'GET_STATE_MULTIPLE' | 'WRITE_BATCH_STATE'

// As the shim's own methods do it: a message of this channel and transaction, queued behind those before it.
const ask = (stub: MessageStub, name: MessageName, payload: Uint8Array): Promise<Uint8Array> => {
  const message = newMessage()
  message.setType(peer.ChaincodeMessage.Type[name])
  message.setPayload(payload)
  message.setTxid(stub.getTxID())
  message.setChannelId(stub.getChannelID())
  const { handler } = stub as unknown as { handler: ShimHandler }
  return handler._askPeerAndListen(message, name)
}

/** Reads rows with one message. */
export const readRows = async (stub: MessageStub, keys: readonly string[]): Promise<Uint8Array[]> =>
  decodeRows(await ask(stub, 'GET_STATE_MULTIPLE', encodeReads(keys)), keys.length)

/** Writes records with one message. */
export const writeRecords = async (stub: MessageStub, records: readonly BatchRecord[]): Promise<void> => {
  await ask(stub, 'WRITE_BATCH_STATE', encodeWrites(records))
}
