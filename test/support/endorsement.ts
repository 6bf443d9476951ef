import { AsyncLocalStorage } from 'node:async_hooks'
import { peer } from '@hyperledger/fabric-protos'
import type { Context, Contract } from 'fabric-contract-api'
import { ChaincodeStub, ClientIdentity } from 'fabric-shim'
import { type CallerCertificate, certificates } from './certificates.ts'
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
  contract: Contract
  transaction: string
  args: readonly string[]
  transient?: Readonly<Record<string, Buffer>>
  /** The client's claim of the time, in UTC milliseconds. */
  timestamp: bigint
  txId: string
  channel: string
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

const inputOf = ({ contract, transaction, args }: Request): peer.ChaincodeInput => {
  const input = new peer.ChaincodeInput()
  input.setArgsList([`${contract.getName()}:${transaction}`, ...args].map((text) => Buffer.from(text)))
  return input
}

/** The shim's own stub, with what it would have taken from a signed proposal. */
const stubFor = (request: Request, peerSide: Simulation): ChaincodeStub & StubInternals => {
  const { channel, txId, caller, timestamp } = request
  const stub = new (ChaincodeStub as unknown as StubConstructor)(peerSide, channel, txId, inputOf(request))
  return Object.assign(stub, {
    creator: { mspid: caller.mspId, idBytes: Buffer.from(certificates[certificateOf(caller)]) },
    transientMap: new Map(Object.entries(request.transient ?? {})),
    txTimestamp: {
      getSeconds: () => Number(timestamp / 1000n),
      getNanos: () => Number(timestamp % 1000n) * 1_000_000,
    },
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

type Transaction = (ctx: Context, ...args: string[]) => Promise<unknown>

/** Runs the contract's real method once, as one organisation's peer and chaincode process would. */
export const simulate = async (
  request: Request,
  endorser: {
    organisation: string
    clock: bigint
    state: WorldState
    collections: Readonly<Record<string, Collection>>
  },
): Promise<Endorsement> => {
  const { state, collections, organisation } = endorser
  const peerSide = new Simulation({ state, collections, peer: organisation, caller: request.caller.mspId })
  const stub = stubFor(request, peerSide)
  const ctx = { stub, clientIdentity: identityOf(request.caller, stub) } as unknown as Context
  const method = (request.contract as unknown as Record<string, Transaction | undefined>)[request.transaction]
  if (method === undefined) throw new Error(`${request.contract.getName()} has no transaction ${request.transaction}`)
  const response = await endorserClock.run(endorser.clock, () => method.call(request.contract, ctx, ...request.args))
  const event = stub.chaincodeEvent
  return {
    readWriteSet: peerSide.readWriteSet(),
    response: String(response ?? ''),
    event: event && { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()).toString() },
    roundTrips: peerSide.roundTrips,
  }
}
