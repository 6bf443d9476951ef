import { Client, credentials } from '@grpc/grpc-js'
import { type Contract, connect, type Gateway, hash, type Network } from '@hyperledger/fabric-gateway'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Configuration } from '../configuration.ts'
import { readCertificate, readPrivateKey } from '../files/keys.ts'
import { nativeSigner } from './signer.ts'

/** A connection to the organisation's own peer: one gRPC client that everything shares. */
export interface FabricConnection {
  network: Network
  contract(name: 'ledger' | 'registry' | 'query'): Contract
  close(): void
}

const deadline = (seconds: number) => () => ({ deadline: Date.now() + seconds * 1000 })

/**
 * Connects to the organisation's peer with its Fabric identity, over TLS, and never through a web proxy: peers stand behind none.
 * Does not wait for the peer to answer. Refuses by FileFault a key or certificate that cannot be used.
 */
export const connectFabric = (
  configuration: Pick<Configuration, 'peer' | 'identity' | 'mspId' | 'channel'>,
): FabricConnection => {
  const { peer, identity, mspId } = configuration
  const client = new Client(peer.endpoint, credentials.createSsl(Buffer.from(readCertificate(peer.tlsCaFile))), {
    'grpc.ssl_target_name_override': peer.tlsServerName,
    'grpc.default_authority': peer.tlsServerName,
    'grpc.max_receive_message_length': -1,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.enable_http_proxy': 0,
  })
  const gateway: Gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(readCertificate(identity.certificateFile)) },
    signer: nativeSigner(readPrivateKey(identity.keyFile)),
    hash: hash.none,
    evaluateOptions: deadline(10),
    endorseOptions: deadline(10),
    submitOptions: deadline(10),
    commitStatusOptions: deadline(60),
  })
  const network = gateway.getNetwork(configuration.channel)
  return {
    network,
    contract: (name) => network.getContract(ledgerChaincode, name),
    close: () => {
      gateway.close()
      client.close()
    },
  }
}
