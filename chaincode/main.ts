import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { type Contract, JSONSerializer } from 'fabric-contract-api'
import { type ChaincodeInterface, Shim } from 'fabric-shim'
import { classOf } from './contracts/class-of.ts'
import { Consortium, consortiumDefinition } from './wire/consortium.ts'

/** A package that the organisation's peer has installed, where the peer finds it, and the module with its code. */
interface Served {
  packageId: string
  address: string
  modulePath: string
}

/** What a module exports: contracts, as Fabric's own server takes them, contracts for a consortium, or a whole chaincode. */
interface Module {
  chaincode?: ChaincodeInterface
  contracts?: unknown[]
  contractsOf?: (consortium: Consortium) => Contract[]
}

interface Options {
  consortium?: Consortium | undefined
  certificate: string
  key: string
  clientAuthority: string
}

const require = createRequire(import.meta.url)

// The shim's own command makes its chaincode by this class, which the package does not export.
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract.js') as new (
  ...parts: [contracts: unknown[], serializers: object, metadata: object, title: string, version: string]
) => ChaincodeInterface

const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } }

// As the shim's own command has them: whole batches pass in one message, and quiet connections stay.
const channelOptions = {
  'grpc.max_send_message_length': -1,
  'grpc.max_receive_message_length': -1,
  'grpc.keepalive_time_ms': 110_000,
  'grpc.http2.min_time_between_pings_ms': 110_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.http2.max_pings_without_data': 0,
  'grpc.keepalive_permit_without_calls': 1,
}

const readServed = (text: string, before: Served[] = []): Served[] => {
  const [, packageId = '', address = '', modulePath = ''] = text.match(/^([^@]+)@([^=]+)=(.+)$/) ?? []
  if (packageId === '') throw new InvalidArgumentError('<package id>@<address>=<module folder> is wanted')
  return [...before, { packageId, address, modulePath }]
}

const readConsortium = (file: string): Consortium => {
  try {
    return new Consortium(consortiumDefinition.parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch (error) {
    throw new InvalidArgumentError(`it lists no consortium: ${(error as Error).message}`)
  }
}

const contractsIn = ({ contracts, contractsOf }: Module, consortium: Consortium | undefined): unknown[] | undefined => {
  if (contractsOf === undefined) return contracts
  if (consortium === undefined) throw new Error('--consortium names the file with the members of the consortium')
  return contractsOf(consortium).map(classOf)
}

const loadChaincode = async (modulePath: string, consortium: Consortium | undefined): Promise<ChaincodeInterface> => {
  const { main, name, version } = JSON.parse(readFileSync(join(modulePath, 'package.json'), 'utf8'))
  const module = (await import(pathToFileURL(join(modulePath, main)).href)) as Module
  if (module.chaincode !== undefined) return module.chaincode
  const contracts = contractsIn(module, consortium)
  if (contracts === undefined) throw new Error(`${join(modulePath, main)} exports neither "contracts" nor "chaincode"`)
  return new ChaincodeFromContract(contracts, serializers, {}, name, version)
}

/** Serves packages over mutual TLS, one after the other: once the last one answers, all do. */
const serve = async (
  all: readonly Served[],
  { consortium, certificate, key, clientAuthority }: Options,
): Promise<void> => {
  const tlsProps = {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    clientCACerts: readFileSync(clientAuthority),
  }
  for (const { packageId, address, modulePath } of all) {
    const chaincode = await loadChaincode(modulePath, consortium)
    await Shim.server(chaincode, { ccid: packageId, address, tlsProps, ...channelOptions }).start()
    /* c8 ignore next 2 -- what serves goes on until its process is killed, as scenarios on the real network have it */
  }
}

// The shim has unhandled rejections logged and passed over, so they must not be left to it.
const serveOrEnd = async (all: readonly Served[], options: Options): Promise<void> => {
  try {
    await serve(all, options)
    /* c8 ignore next -- as above */
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

await new Command('chaincode')
  .description('Serves chaincode packages to the peer of one organisation, all from this process.')
  .argument('<served...>', 'packages, each as <package id>@<address>=<module folder>', readServed)
  .option('--consortium <file>', 'the members of the consortium, as JSON; the ledger needs it', readConsortium)
  .requiredOption('--certificate <file>', 'the TLS certificate of this server')
  .requiredOption('--key <file>', 'its key')
  .requiredOption('--client-authority <file>', 'the root certificate of peers that may connect')
  .action(serveOrEnd)
  .parseAsync()
