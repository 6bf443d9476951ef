import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { ledger } from '@hyperledger/fabric-protos'
import peer from '@hyperledger/fabric-protos/lib/peer/chaincode_shim_pb.js'
import { ChaincodeStub } from 'fabric-shim'

const projectRequire = createRequire(import.meta.url)
const { ChaincodeMessageHandler } = projectRequire('fabric-shim/lib/handler.js')
const shimLogger = projectRequire('fabric-shim/lib/logger.js').getLogger('lib/handler.js')

const types = peer.ChaincodeMessage.Type
type Write = [operation: 'put' | 'delete' | 'policy', key: string, value: string]
const bytes = (text: string): Buffer => Buffer.from(text)
const text = (content: Uint8Array): string => Buffer.from(content).toString()

/** A peer of Fabric 3.1 with a ledger, at the other end of the stream of the shim's own handler. */
export class FakePeer {
  readonly rows = new Map<string, string>()
  readonly policies = new Map<string, string>()
  /** What the transactions wrote, in the order in which the peer took it. */
  readonly writes: Write[] = []
  readonly messages: peer.ChaincodeMessage[] = []
  /** What the peer answers to messages of a type instead of doing them: an error, or a payload. */
  readonly answers = new Map<number, Error | Uint8Array>()
  readonly #stream = new EventEmitter()
  readonly #handler: { chat(message: unknown): void }
  #scans: [key: string, value: string][] = []

  constructor() {
    const write = (message: peer.ChaincodeMessage) =>
      this.#take(peer.ChaincodeMessage.deserializeBinary(message.serializeBinary()))
    this.#handler = new ChaincodeMessageHandler(Object.assign(this.#stream, { write, end: () => {} }), {})
    // The shim logs the greetings at level info.
    shimLogger.silent = true
    this.#handler.chat(new peer.ChaincodeMessage())
    for (const type of [types.REGISTERED, types.READY]) this.#answer(new peer.ChaincodeMessage(), type, bytes(''))
    shimLogger.silent = false
    this.messages.length = 0
  }

  /** The shim's own stub of a new transaction. */
  stub(txId = 'tx1'): ChaincodeStub {
    const Stub = ChaincodeStub as unknown as new (...parts: unknown[]) => ChaincodeStub
    return new Stub(this.#handler, 'assay', txId, { getArgsList_asU8: () => [] })
  }

  /** Makes the writes so far part of the ledger: before that no read shows them. */
  commit(): void {
    for (const [operation, key, value] of this.writes) {
      if (operation === 'put') this.rows.set(key, value)
      else if (operation === 'policy') this.policies.set(key, value)
      else if (this.rows.delete(key)) this.policies.delete(key)
    }
  }

  #answer(to: peer.ChaincodeMessage, type: (typeof types)[keyof typeof types], payload: Uint8Array): void {
    const message = new peer.ChaincodeMessage()
    message.setType(type)
    message.setPayload(payload)
    message.setTxid(to.getTxid())
    message.setChannelId(to.getChannelId())
    this.#stream.emit('data', message)
  }

  #take(message: peer.ChaincodeMessage): void {
    this.messages.push(message)
    const set = this.answers.get(message.getType())
    const payload = set ?? this.#perform[message.getType()]?.(message.getPayload_asU8())
    if (payload === undefined) return
    if (payload instanceof Error) setImmediate(() => this.#answer(message, types.ERROR, bytes(payload.message)))
    else setImmediate(() => this.#answer(message, types.RESPONSE, payload))
  }

  #record(operation: Write[0], key: string, value: Uint8Array = bytes('')): Uint8Array {
    this.writes.push([operation, key, text(value)])
    return bytes('')
  }

  #scan(id: string): Uint8Array {
    const answer = new peer.QueryResponse()
    answer.setId(id)
    for (const [key, value] of this.#scans.splice(0, 100)) {
      const row = new ledger.queryresult.KV()
      row.setKey(key)
      row.setValue(bytes(value))
      answer.addResults().setResultbytes(row.serializeBinary())
    }
    answer.setHasMore(this.#scans.length > 0)
    return answer.serializeBinary()
  }

  readonly #perform: Record<number, (payload: Uint8Array) => Uint8Array> = {
    [types.GET_STATE]: (payload) => bytes(this.rows.get(peer.GetState.deserializeBinary(payload).getKey()) ?? ''),
    [types.GET_STATE_MULTIPLE]: (payload) => {
      const answer = new peer.GetStateMultipleResult()
      const keys = peer.GetStateMultiple.deserializeBinary(payload).getKeysList()
      answer.setValuesList(keys.map((key) => bytes(this.rows.get(key) ?? '')))
      return answer.serializeBinary()
    },
    [types.PUT_STATE]: (payload) => {
      const put = peer.PutState.deserializeBinary(payload)
      return this.#record('put', put.getKey(), put.getValue_asU8())
    },
    [types.DEL_STATE]: (payload) => this.#record('delete', peer.DelState.deserializeBinary(payload).getKey()),
    [types.PUT_STATE_METADATA]: (payload) => {
      const put = peer.PutStateMetadata.deserializeBinary(payload)
      return this.#record('policy', put.getKey(), put.getMetadata()?.getValue_asU8())
    },
    [types.WRITE_BATCH_STATE]: (payload) => {
      for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) {
        if (record.getType() === types.PUT_STATE) this.#record('put', record.getKey(), record.getValue_asU8())
        else if (record.getType() === types.DEL_STATE) this.#record('delete', record.getKey())
        else this.#record('policy', record.getKey(), record.getMetadata()?.getValue_asU8())
      }
      return bytes('')
    },
    [types.GET_STATE_BY_RANGE]: (payload) => {
      const scan = peer.GetStateByRange.deserializeBinary(payload)
      const rows = [...this.rows].filter(([key]) => key >= scan.getStartkey() && key < scan.getEndkey())
      this.#scans = rows.sort(([a], [b]) => (a < b ? -1 : 1))
      return this.#scan('scan')
    },
    [types.QUERY_STATE_NEXT]: () => this.#scan('scan'),
    [types.QUERY_STATE_CLOSE]: () => new peer.QueryResponse().serializeBinary(),
  }
}
