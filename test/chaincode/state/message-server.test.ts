import { Client, type ClientDuplexStream, credentials, type ServiceError, status } from '@grpc/grpc-js'
import { peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import type { ChaincodeStub } from 'fabric-shim'
import fc from 'fast-check'
import { FrameReader, frameOf, MessageServer } from '../../../chaincode/state/message-server.ts'
import { silenceShim } from '../../../chaincode/state/quiet-shim.ts'
import { mailCertificate, mailKey } from '../../gateway/support/mail-certificate.ts'

const { ChaincodeMessage } = peer
const { Type } = ChaincodeMessage
type Message = peer.ChaincodeMessage
type Talk = ClientDuplexStream<Message, Message>

describe('frames of messages', () => {
  it('are read as they were written, however the stream is cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 })
    const cuts = fc.array(fc.nat(2_000), { maxLength: 20 })
    fc.assert(
      fc.property(messages, cuts, (written, places) => {
        const bytes = Buffer.concat(written.map(frameOf))
        const ends = [...new Set([...places.filter((place) => place < bytes.length), bytes.length])].sort(
          (a, b) => a - b,
        )
        const reader = new FrameReader()
        const read = ends.flatMap((end, index) => reader.read(bytes.subarray(index === 0 ? 0 : ends[index - 1], end)))
        expect(read.map((one) => Buffer.from(one))).deep.equal(written.map((one) => Buffer.from(one)))
      }),
    )
  })

  it('are refused when they are compressed or longer than any message may be', () => {
    expect(() => new FrameReader().read(Buffer.from([1, 0, 0, 0, 1, 7]))).to.throw('cannot be read')
    expect(() => new FrameReader().read(Buffer.from([0, 0xff, 0, 0, 0, 7]))).to.throw('cannot be read')
  })
})

const encode = (message: Message) => Buffer.from(message.serializeBinary())
const decode = (bytes: Buffer) => ChaincodeMessage.deserializeBinary(bytes)

const messageOf = (type: number, payload: Uint8Array, transaction = ''): Message => {
  const message = new ChaincodeMessage()
  message.setType(type as Message['getType'] extends () => infer T ? T : never)
  message.setPayload(payload)
  message.setTxid(transaction)
  message.setChannelId('assay')
  return message
}

/** Reads the row `row` and puts it back twice as long. */
const doubling = {
  Init: async () => ({ status: 200 }),
  Invoke: async (stub: ChaincodeStub) => {
    const row = await stub.getState('row')
    await stub.putState('row', Buffer.concat([row, row]))
    return { status: 200, payload: Buffer.from(stub.getTxID()), message: '' }
  },
}

/** A peer's end of the conversation. Every row of its ledger is the same. */
class Peer {
  readonly #talk: Talk
  readonly #messages: AsyncIterator<Message>

  constructor(talk: Talk) {
    this.#talk = talk
    this.#messages = talk[Symbol.asyncIterator]() as AsyncIterator<Message>
  }

  async #next(): Promise<Message> {
    return (await this.#messages.next()).value
  }

  /** Lets the chaincode register; resolves with the name that it goes by. */
  async register(): Promise<string> {
    const hello = await this.#next()
    expect(hello.getType()).equal(Type.REGISTER)
    this.#talk.write(messageOf(Type.REGISTERED, new Uint8Array()))
    this.#talk.write(messageOf(Type.READY, new Uint8Array()))
    return peer.ChaincodeID.deserializeBinary(hello.getPayload_asU8()).getName()
  }

  /** Has the transactions run all at once; resolves with how much each has written in the end. */
  async endorse(transactions: string[], row: Uint8Array): Promise<Map<string, number>> {
    const input = new peer.ChaincodeInput().serializeBinary()
    for (const transaction of transactions) this.#talk.write(messageOf(Type.TRANSACTION, input, transaction))
    const written = new Map<string, number>()
    const ended = new Set<string>()
    while (ended.size < transactions.length) {
      const message = await this.#next()
      if (message.getType() === Type.COMPLETED) ended.add(message.getTxid())
      else this.#answer(message, row, written)
    }
    return written
  }

  #answer(message: Message, row: Uint8Array, written: Map<string, number>): void {
    const isRead = message.getType() === Type.GET_STATE
    this.#talk.write(messageOf(Type.RESPONSE, isRead ? row : new Uint8Array(), message.getTxid()))
    if (isRead) return
    const { length } = peer.PutState.deserializeBinary(message.getPayload_asU8()).getValue_asU8()
    written.set(message.getTxid(), length)
  }

  hangUp(): void {
    this.#talk.on('error', () => {})
    this.#talk.cancel()
  }
}

describe('the server of a chaincode', () => {
  let server: MessageServer
  let clients: Client[]
  before(silenceShim)
  beforeEach(async () => {
    clients = []
    const certificate = { key: Buffer.from(mailKey), cert: Buffer.from(mailCertificate) }
    const tlsProps = { ...certificate, clientCACerts: certificate.cert }
    server = new MessageServer(doubling, { ccid: 'ledger:1', address: '127.0.0.1:0', tlsProps })
    await server.start()
  })
  afterEach(() => {
    for (const client of clients) client.close()
    server.close()
  })

  const talkAs = (own: [Buffer, Buffer] | [], path = '/protos.Chaincode/Connect'): Talk => {
    const [key = null, certificate = null] = own
    const secure = credentials.createSsl(Buffer.from(mailCertificate), key, certificate)
    const client = new Client(`localhost:${server.port}`, secure, { 'grpc.max_receive_message_length': -1 })
    clients.push(client)
    return client.makeBidiStreamRequest(path, encode, decode)
  }
  const identity: [Buffer, Buffer] = [Buffer.from(mailKey), Buffer.from(mailCertificate)]
  const connect = async (): Promise<Peer> => {
    const connected = new Peer(talkAs(identity))
    expect(await connected.register()).equal('ledger:1')
    return connected
  }

  it('carries the messages of many transactions at once, each to its end', async () => {
    const transactions = Array.from({ length: 50 }, (_, index) => `transaction-${index}`)
    const written = await (await connect()).endorse(transactions, new Uint8Array(7))
    expect([...written]).to.have.deep.members(transactions.map((transaction) => [transaction, 14]))
  })

  it('carries messages that are longer than any window', async () => {
    const written = await (await connect()).endorse(['long'], new Uint8Array(6_000_000))
    expect(written.get('long')).equal(12_000_000)
  })

  it('serves the peer again when that hung up', async () => {
    const first = await connect()
    first.hangUp()
    const again = await connect()
    expect((await again.endorse(['again'], new Uint8Array(1))).get('again')).equal(2)
  })

  const codeOf = (talk: Talk): Promise<number> =>
    new Promise((resolve) => talk.resume().on('error', (error) => resolve((error as ServiceError).code)))

  it('takes nobody without a certificate of its authority', async () => {
    expect(await codeOf(talkAs([]))).equal(status.UNAVAILABLE)
  })

  it('has nothing else to offer', async () => {
    expect(await codeOf(talkAs(identity, '/protos.Chaincode/Other'))).equal(status.UNIMPLEMENTED)
  })

  it('is over mutual TLS only', () => {
    expect(() => new MessageServer(doubling, { ccid: 'ledger:1', address: '127.0.0.1:0' })).to.throw('mutual TLS only')
  })
})
