import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { common, peer } from '@hyperledger/fabric-protos'
import { type Context, type Contract, JSONSerializer } from 'fabric-contract-api'
import { type ChaincodeInterface, ChaincodeStub, ClientIdentity } from 'fabric-shim'
import { classOf } from '../../chaincode/contracts/class-of.ts'
import { contractsOf } from '../../chaincode/index.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { type CallerCertificate, certificates } from './certificates.ts'
import { consortium } from './members.ts'
import type { ReadWriteSet } from './read-write-set.ts'
import { type Collection, Simulation } from './simulation.ts'
import type { WorldState } from './world-state.ts'

/** Who submits: an organisation's gateway or auditor by certificate attribute, an administrator, or a mere client. */
export interface Caller {
  mspId: string
  role?: 'gateway' | 'auditor'
  admin?: boolean
}

export interface Request {
  caller: Caller
  /** The chaincode that is asked; the ledger when left out. */
  chaincode?: string
  contract: Contract
  transaction: string
  /** The name by which the client asks, where that is not `contract:transaction`. */
  asked?: string
  args: readonly string[]
  transient?: Readonly<Record<string, Buffer>>
  /** The client's claim of the time, in UTC milliseconds. */
  timestamp: bigint
  txId: string
  channel: string
}

/** A chaincode of the channel besides the one under test, and the policy of its definition. */
export interface Installed {
  chaincode: ChaincodeInterface
  policy: Buffer
}

/** One endorser's answer. */
export interface Endorsement {
  readWriteSet: ReadWriteSet
  response: string
  event: { name: string; payload: string } | undefined
  roundTrips: number
}

// Each endorser has its own clock. While an endorsement runs, and only inside it, Date.now is that endorser's clock.
const endorserClock = new AsyncLocalStorage<bigint>()
const machineNow = Date.now
Date.now = () => {
  const clock = endorserClock.getStore()
  return clock === undefined ? machineNow() : Number(clock)
}

const certificateOf = ({ role, admin }: Caller): CallerCertificate => (admin ? 'admin' : (role ?? 'client'))

interface StubInternals {
  chaincodeEvent?: peer.ChaincodeEvent
}
type StubConstructor = new (
  peerSide: Simulation,
  channel: string,
  txId: string,
  input: peer.ChaincodeInput,
) => ChaincodeStub & StubInternals

/** What a client's signed proposal says of the chaincode that it asks. */
const proposalFor = (chaincode: string) => {
  const id = new peer.ChaincodeID()
  id.setName(chaincode)
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(id)
  const channelHeader = new common.ChannelHeader()
  channelHeader.setExtension$(extension.serializeBinary())
  return { proposal: { header: { channelHeader } } }
}

const proposals = new Map<string, ReturnType<typeof proposalFor>>()

const signedProposalFor = (chaincode: string) => {
  const proposal = proposals.get(chaincode) ?? proposalFor(chaincode)
  proposals.set(chaincode, proposal)
  return proposal
}

/** The shim's own stub, with what it would have taken from a signed proposal. */
const stubFor = (request: Request, peerSide: Simulation, texts: readonly string[]): ChaincodeStub & StubInternals => {
  const { channel, txId, caller, timestamp, chaincode } = request
  const input = new peer.ChaincodeInput()
  input.setArgsList(texts.map((text) => Buffer.from(text)))
  const stub = new (ChaincodeStub as unknown as StubConstructor)(peerSide, channel, txId, input)
  return Object.assign(stub, {
    creator: { mspid: caller.mspId, idBytes: Buffer.from(certificates[certificateOf(caller)]) },
    transientMap: new Map(Object.entries(request.transient ?? {})),
    txTimestamp: {
      getSeconds: () => Number(timestamp / 1000n),
      getNanos: () => Number(timestamp % 1000n) * 1_000_000,
    },
    signedProposal: signedProposalFor(chaincode ?? ledgerChaincode),
  })
}

// Reading a certificate costs more than a rule; an identity depends on nothing but the caller.
const identities = new Map<string, ClientIdentity>()

const identityOf = (caller: Caller, stub: ChaincodeStub): ClientIdentity => {
  const name = `${caller.mspId} ${certificateOf(caller)}`
  const identity = identities.get(name) ?? new ClientIdentity(stub)
  identities.set(name, identity)
  return identity
}

/** The table of the chaincode that a client asks. */
export const tableOf = ({ chaincode }: Pick<Request, 'chaincode'>): string =>
  chaincode === undefined || chaincode === ledgerChaincode ? '' : chaincode

/** What of the contract API stands between a peer and a contract's method. */
interface ContractApi {
  _splitFunctionName(asked: string): { contractName: string; function: string }
  contractImplementations: Record<
    string,
    { dataMarshall: { handleParameters(descriptor: object, args: Buffer[], prefix: string): string[] } } | undefined
  >
  metadata: { contracts: Record<string, { transactions: { name: string }[] }> }
}

const projectRequire = createRequire(import.meta.url)
const ChaincodeFromContract = projectRequire('fabric-shim/lib/contract-spi/chaincodefromcontract.js') as new (
  ...parts: [contracts: unknown[], serializers: object, metadata: object, title: string, version: string]
) => ContractApi

const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } }
const contracts = contractsOf(consortium)
const apis = new Map<unknown, ContractApi>()

/** The contract API over the project's contracts, or over another one that a test brings. */
const apiOf = (contract: Contract): ContractApi => {
  const own = contracts.find((each) => each.constructor === contract.constructor)
  const name = own === undefined ? contract.constructor : 'project'
  const known = apis.get(name)
  if (known !== undefined) return known
  // Each time a copy: the API adds a contract of its own to the list.
  const all = own === undefined ? [contract.constructor] : contracts.map(classOf)
  const api = new ChaincodeFromContract(all, serializers, {}, 'assay', '0')
  apis.set(name, api)
  return api
}

type Transaction = (ctx: Context, ...args: unknown[]) => Promise<unknown>

/**
 * Calls the method as the contract API does: by the name that was asked, `contract:transaction` or what it makes of another
 * spelling, and refusing an unknown name and a wrong count of arguments.
 */
const callByName = async (
  contract: Contract,
  ctx: Context,
  asked: string,
  texts: readonly string[],
): Promise<unknown> => {
  const api = apiOf(contract)
  const { contractName, function: name } = api._splitFunctionName(asked)
  const implementation = api.contractImplementations[contractName]
  const descriptor = api.metadata.contracts[contractName]?.transactions.find((one) => one.name === name)
  if (implementation === undefined) throw new Error(`Contract name is not known: ${contractName}`)
  if (descriptor === undefined) throw new Error(`You've asked to invoke a function that does not exist: ${asked}`)
  if (contractName !== contract.getName()) throw new Error(`${contractName} is not the contract under test`)
  const args = texts.map((text) => Buffer.from(text))
  const parameters = implementation.dataMarshall.handleParameters(descriptor, args, '')
  return (contract as unknown as Record<string, Transaction>)[name]?.call(contract, ctx, ...parameters)
}

const run = async (
  request: Request,
  peerSide: Simulation,
): Promise<{ response: string; event: peer.ChaincodeEvent | undefined }> => {
  const { contract, transaction, args } = request
  const asked = request.asked ?? `${contract.getName()}:${transaction}`
  const stub = stubFor(request, peerSide, [asked, ...args])
  const ctx = { stub, clientIdentity: identityOf(request.caller, stub) } as unknown as Context
  const response = await callByName(contract, ctx, asked, args)
  return { response: String(response ?? ''), event: stub.chaincodeEvent }
}

/** Runs the contract's real method once, as one organisation's peer and chaincode processes would. */
export const simulate = async (
  request: Request,
  endorser: {
    organisation: string
    clock: bigint
    state: WorldState
    collections: Readonly<Record<string, Collection>>
    installed: ReadonlyMap<string, Installed>
  },
): Promise<Endorsement> => {
  const { state, collections, organisation, installed } = endorser
  const call = async (name: string, texts: readonly string[], side: Simulation) => {
    const chaincode = installed.get(name)?.chaincode
    if (chaincode === undefined) throw new Error(`chaincode ${name} not found`)
    return await chaincode.Invoke(stubFor(request, side, texts))
  }
  const setting = { state, collections, peer: organisation, caller: request.caller.mspId, call }
  const peerSide = new Simulation(setting, [tableOf(request)])
  const { response, event } = await endorserClock.run(endorser.clock, () => run(request, peerSide))
  return {
    readWriteSet: peerSide.readWriteSet(),
    response,
    event: event && { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()).toString() },
    roundTrips: peerSide.roundTrips,
  }
}
