import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js'
import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { blocksOfPeer } from '../../../audit/blocks/peer.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { identityOf, privateKeyOf, rootOf } from '../../support/identities/identities.ts'

const same = (bytes: Buffer): Buffer => bytes

const keyText = (): Buffer => Buffer.from(privateKeyOf('BankMSP', 'peer').export({ type: 'pkcs8', format: 'pem' }))

/** A peer that answers every request with these bytes, and then ends. */
class LyingPeer {
  readonly #server = new Server()
  answers: readonly Uint8Array[] = []
  port = 0

  async open(): Promise<void> {
    const method = { path: '/protos.Deliver/Deliver', requestStream: true, responseStream: true }
    const forms = {
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    }
    const deliver = (stream: ServerDuplexStream<Buffer, Buffer>): void => {
      stream.once('data', () => {
        for (const answer of this.answers) stream.write(Buffer.from(answer))
        stream.end()
      })
    }
    this.#server.addService({ deliver: { ...method, ...forms } }, { deliver })
    const { certificate } = identityOf('BankMSP', 'peer')
    const pair = { cert_chain: Buffer.from(certificate), private_key: keyText() }
    const credentials = ServerCredentials.createSsl(null, [pair])
    this.port = await new Promise((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)))
    })
  }

  close(): void {
    this.#server.forceShutdown()
  }
}

const status = (code: common.StatusMap[keyof common.StatusMap]): Uint8Array => {
  const response = new peer.DeliverResponse()
  response.setStatus(code)
  return response.serializeBinary()
}

const blockAnswer = (): Uint8Array => {
  const response = new peer.DeliverResponse()
  const block = new common.Block()
  block.setData(new common.BlockData())
  response.setBlock(block)
  return response.serializeBinary()
}

describe('a peer that is asked for its blocks', () => {
  const lying = new LyingPeer()
  before(() => lying.open())
  after(() => lying.close())

  /** How many blocks come of these answers, and the code at which that ends. */
  const read = async (...answers: Uint8Array[]): Promise<[count: number, code: string]> => {
    lying.answers = answers
    const { certificate, mspId } = identityOf('AuditorMSP', 'auditor')
    const connection = {
      ...{ endpoint: `127.0.0.1:${lying.port}`, channel: 'assay', mspId, certificate },
      ...{
        privateKey: privateKeyOf('AuditorMSP', 'auditor'),
        tlsRootCertificate: rootOf('BankMSP'),
        tlsServerName: 'peer',
      },
    }
    let count = 0
    try {
      for await (const _block of blocksOfPeer(connection, { from: 0n })) count += 1
      return [count, 'none']
    } catch (error) {
      if (error instanceof FindingFault) return [count, error.finding.code]
      throw error
    }
  }

  it('gives them until it says that there are no more', async () => {
    expect(await read(blockAnswer(), blockAnswer(), status(common.Status.SUCCESS))).to.deep.equal([2, 'none'])
  })

  it('is named when it refuses, or ends before it says so', async () => {
    expect(await read(status(common.Status.FORBIDDEN))).to.deep.equal([0, 'PEER_REFUSED'])
    expect(await read(blockAnswer())).to.deep.equal([1, 'PEER_UNREACHABLE'])
  })

  it('is named when it answers with what is no message of its protocol', async () => {
    const cut = blockAnswer().subarray(0, -1)
    expect(await read(blockAnswer(), cut)).to.deep.equal([1, 'PEER_ANSWER_UNREADABLE'])
    expect(await read(Buffer.from('ffff', 'hex'))).to.deep.equal([0, 'PEER_ANSWER_UNREADABLE'])
  })
})
