import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client, credentials } from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'

export type StockConnection = {
  endpoint: string
  tlsServerName: string
  tlsRootCertificateFile: string
  mspId: string
  certificateFile: string
  keyFile: string
  channel: string
  chaincode: string
}

export type StockClient = {
  /** Creates an asset and resolves when it is committed; throws when it was not. */
  create(id: string): Promise<void>
  /** The asset as the peer has it now. */
  read(id: string): Promise<{ ID: string; Size: number }>
  close(): void
}

/**
 * The client that the benchmark compares with: the public sample application's, with the stock signer and hash, its
 * deadlines, no endorsers named, and one commit-status call for each transaction.
 */
export const openStockClient = (connection: StockConnection): StockClient => {
  const root = credentials.createSsl(readFileSync(connection.tlsRootCertificateFile))
  const client = new Client(connection.endpoint, root, { 'grpc.ssl_target_name_override': connection.tlsServerName })
  const gateway = connect({
    client,
    identity: { mspId: connection.mspId, credentials: readFileSync(connection.certificateFile) },
    signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(connection.keyFile))),
    hash: hash.sha256,
    evaluateOptions: () => ({ deadline: Date.now() + 5_000 }),
    endorseOptions: () => ({ deadline: Date.now() + 15_000 }),
    submitOptions: () => ({ deadline: Date.now() + 5_000 }),
    commitStatusOptions: () => ({ deadline: Date.now() + 60_000 }),
  })
  const contract = gateway.getNetwork(connection.channel).getContract(connection.chaincode)
  return {
    create: async (id) => {
      const parameters = [id, 'yellow', '5', 'Tom', '1300']
      const submitted = await contract.submitAsync('CreateAsset', { arguments: parameters })
      const { successful, code } = await submitted.getStatus()
      if (!successful) throw new Error(`the asset ${id} was not committed: validation code ${code}`)
    },
    read: async (id) => JSON.parse(Buffer.from(await contract.evaluateTransaction('ReadAsset', id)).toString()),
    close: () => {
      gateway.close()
      client.close()
    },
  }
}
