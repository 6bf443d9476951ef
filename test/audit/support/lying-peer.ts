import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js'
import { identityOf, privateKeyOf } from '../../support/identities/identities.ts'

const same = (bytes: Buffer): Buffer => bytes

const keyText = (): Buffer => Buffer.from(privateKeyOf('BankMSP', 'peer').export({ type: 'pkcs8', format: 'pem' }))

/** A peer that answers every request for blocks, with private rows beside them or not, with these bytes, and then ends. */
export class LyingPeer {
  readonly #server = new Server()
  answers: readonly Uint8Array[] = []
  port = 0

  async open(): Promise<void> {
    const forms = {
      ...{ requestStream: true, responseStream: true },
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
    const methods = ['Deliver', 'DeliverWithPrivateData'].map((name) => [
      name,
      { path: `/protos.Deliver/${name}`, ...forms },
    ])
    this.#server.addService(Object.fromEntries(methods), { Deliver: deliver, DeliverWithPrivateData: deliver })
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
