import { createHash } from 'node:crypto'
import { AccountsChaincode } from '../../chaincode/contracts/accounts-chaincode.ts'
import { rowPolicy } from '../../chaincode/state/policy.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { type Caller, type Endorsement, type Installed, type Request, simulate, tableOf } from './endorsement.ts'
import { creatorOf } from './identities/identities.ts'
import { consortium as ownConsortium } from './members.ts'
import { fingerprint } from './read-write-set.ts'
import type { Collection } from './simulation.ts'
import { applyWrites, judgeEndorsements, judgeReads, type ValidationCode } from './validation.ts'
import { type PastWrite, WorldState } from './world-state.ts'

export const organisations = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const
export type Organisation = (typeof organisations)[number]

/** What a client asks the endorsers. */
export type Proposed = Omit<Request, 'txId' | 'channel'> & {
  /** Whose peers endorse; all of them when left out. */
  organisations?: readonly string[]
  txId?: string
  /** The endorsers' clocks in UTC milliseconds, one for all or by organisation; the transaction's time when left out. */
  clock?: bigint | Readonly<Record<string, bigint>>
}

/** An endorsed transaction: nothing on the ledger knows of it until it is committed. */
export interface Proposal extends Endorsement {
  txId: string
  /** What makes the id together with the creator; undefined where the client gave the id itself. */
  nonce: Buffer | undefined
  asked: string
  timestamp: bigint
  caller: Request['caller']
  transaction: string
  args: readonly string[]
  /** What came beside it, which stands in no block. */
  transient: Request['transient']
  organisations: readonly string[]
}

export interface Committed {
  proposal: Proposal
  code: ValidationCode
}

/** A row of the ledger's own that no block wrote; every organisation of `homes` must endorse a change of it. */
export interface Planted {
  key: string
  row: { [member: string]: Json }
  homes: string[]
}

export interface Block {
  number: number
  transactions: Committed[]
}

/** The chaincodes that keep accounts and credits, as the network defines them: each under the policy of its home. */
const installedFor = (consortium: Consortium): ReadonlyMap<string, Installed> =>
  new Map(
    consortium.peerOrganisations.map((home) => [
      consortium.accountsOf(home),
      { chaincode: new AccountsChaincode(), policy: rowPolicy(consortium, [home]) as Buffer },
    ]),
  )

/** The collections of a consortium's pairs, as the network defines them: kept and endorsed by both of a pair, and by nobody else. */
const collectionsOf = ({ members, pairs }: Consortium): { [name: string]: Collection } =>
  Object.fromEntries(
    pairs.map(({ bank, institution, collection }) => {
      const two = new Consortium({ members: [...members], quorum: 2 })
      return [collection, { members: [bank, institution], policy: rowPolicy(two, [bank, institution]) as Buffer }]
    }),
  )

/**
 * A channel in memory with Fabric's true semantics: endorsement against committed state by every organisation named, and
 * validation in block order by transaction id, endorsement policies, versions read and ranges read. The cases in
 * `test/support/semantics` hold it against real peers.
 */
export class InMemoryLedger {
  readonly channel: string
  readonly consortium: Consortium
  readonly state: WorldState
  readonly blocks: Block[] = []
  /** What was planted before anything was decided, so that a recorded chain has it too. */
  readonly planted: Planted[] = []
  readonly #collections: Readonly<Record<string, Collection>>
  readonly #installed: ReadonlyMap<string, Installed>
  readonly #publicTables: readonly string[]
  readonly #known = new Set<string>()
  #counter = 0

  constructor(
    setting: {
      channel?: string
      consortium?: Consortium
      collections?: Readonly<Record<string, Collection>>
      state?: WorldState
    } = {},
  ) {
    this.channel = setting.channel ?? 'assay'
    this.consortium = setting.consortium ?? ownConsortium
    this.#installed = installedFor(this.consortium)
    this.#publicTables = this.consortium.chaincodes.map((chaincode) => tableOf({ chaincode }))
    this.#collections = setting.collections ?? collectionsOf(this.consortium)
    this.state = setting.state ?? new WorldState()
  }

  /** A ledger that has come as far as this one and goes on by itself. */
  copy(): InMemoryLedger {
    const { channel, consortium, state } = this
    const copy = new InMemoryLedger({ channel, consortium, collections: this.#collections, state: state.copy() })
    copy.blocks.push(...this.blocks)
    copy.planted.push(...this.planted)
    for (const txId of this.#known) copy.#known.add(txId)
    copy.#counter = this.#counter
    return copy
  }

  /** The next id, over a nonce and the creator as in Fabric. */
  #nextId(caller: Caller): Pick<Proposal, 'txId' | 'nonce'> {
    this.#counter += 1
    const nonce = createHash('sha256').update(`${this.channel} ${this.#counter}`).digest().subarray(0, 24)
    return { txId: createHash('sha256').update(nonce).update(creatorOf(caller)).digest('hex'), nonce }
  }

  /**
   * Has every organisation's peer run the transaction; throws what the contract throws, when answers differ, and when a block holds
   * a transaction of this id already.
   */
  async endorse(proposed: Proposed): Promise<Proposal> {
    const {
      organisations: endorsers = this.consortium.peerOrganisations,
      clock = proposed.timestamp,
      ...rest
    } = proposed
    const given = rest.txId === undefined ? undefined : { txId: rest.txId, nonce: undefined }
    const { txId, nonce } = given ?? this.#nextId(rest.caller)
    const request: Request = { ...rest, txId, channel: this.channel }
    if (this.#known.has(request.txId)) throw new Error(`duplicate transaction found [${request.txId}]`)
    const clockOf = (organisation: string): bigint =>
      typeof clock === 'bigint' ? clock : (clock[organisation] ?? proposed.timestamp)
    const stranger = endorsers.find((each) => !this.consortium.peerOrganisations.includes(each))
    if (stranger !== undefined) throw new Error(`${stranger} runs no peer that could endorse`)
    const answers: Endorsement[] = []
    for (const organisation of endorsers) {
      const endorser = {
        organisation,
        clock: clockOf(organisation),
        state: this.state,
        collections: this.#collections,
        installed: this.#installed,
      }
      answers.push(await simulate(request, endorser))
    }
    const [first, ...others] = answers
    if (first === undefined) throw new Error('a proposal needs an endorser')
    if (others.some((answer) => fingerprint(answer) !== fingerprint(first))) {
      throw new Error('ProposalResponsePayloads do not match')
    }
    const { timestamp, caller, transaction, args, transient } = request
    const asked = { txId, nonce, asked: tableOf(request), timestamp, caller, transaction, args, transient }
    return { ...first, ...asked, organisations: endorsers }
  }

  /** Has one organisation's peer run the transaction, and gives its answer without recording anything. */
  async evaluate(proposed: Proposed): Promise<string> {
    const { response } = await this.endorse({ organisations: [proposed.caller.mspId], ...proposed })
    return response
  }

  /** Orders the proposals as the next block, validates them in that order, and applies the valid ones. */
  commit(proposals: readonly Proposal[]): Block {
    const number = this.blocks.length
    const setting = {
      state: this.state,
      policyOf: (table: string) => this.#installed.get(table)?.policy ?? this.#collections[table]?.policy,
      isEndorsedEnough: (endorsers: readonly string[]) =>
        this.consortium.peerOrganisations.filter((each) => endorsers.includes(each)).length >= this.consortium.quorum,
    }
    const codes = judgeEndorsements(proposals, this.#known, setting)
    const writtenInBlock = new Set<string>()
    const transactions = proposals.map((proposal, position): Committed => {
      const code =
        codes[position] === 'VALID' ? judgeReads(proposal.readWriteSet, this.state, writtenInBlock) : codes[position]
      if (code === 'VALID') this.#apply(proposal, { block: number, position }, writtenInBlock)
      return { proposal, code: code as ValidationCode }
    })
    for (const { txId } of proposals) this.#known.add(txId)
    const block = { number, transactions }
    this.blocks.push(block)
    return block
  }

  #apply(proposal: Proposal, version: { block: number; position: number }, writtenInBlock: Set<string>): void {
    for (const address of applyWrites(proposal.readWriteSet, version, this.state)) writtenInBlock.add(address)
    for (const { table, key, value } of proposal.readWriteSet.writes) {
      if (!this.#publicTables.includes(table)) continue
      this.state.remember({ table, key }, { txId: proposal.txId, at: proposal.timestamp, value })
    }
  }

  /** Endorses the transaction and commits it alone in a block. */
  async submit(proposed: Proposed): Promise<Committed> {
    const proposal = await this.endorse(proposed)
    return this.commit([proposal]).transactions[0] as Committed
  }

  /** A public row's value as JSON, in whichever chaincode it stands, or undefined. */
  row(key: string): unknown {
    const [row] = this.#publicTables
      .map((table) => this.state.table(table).get(key))
      .filter((each) => each !== undefined)
    return row === undefined ? undefined : JSON.parse(row.value.toString())
  }

  /** Puts a public row as an earlier release would have left it; undefined where it left none. */
  leave(key: string, row: unknown): void {
    for (const table of this.#publicTables.map((name) => this.state.table(name))) {
      const stored = table.get(key)
      if (stored === undefined) continue
      if (row === undefined) table.delete(key)
      else table.set(key, { ...stored, value: Buffer.from(JSON.stringify(row)) })
    }
  }

  /** Puts a row of the ledger's own that no block wrote, as one of a kind that this test does not play. */
  plant(planted: Planted): void {
    const { key, row, homes } = planted
    this.planted.push(planted)
    const stored = {
      ...{ value: Buffer.from(canonical(row)), version: { block: 0, position: 0 } },
      policy: rowPolicy(this.consortium, homes),
    }
    this.state.table(tableOf({ chaincode: ledgerChaincode })).set(key, stored)
  }

  /** The past writes of a public key, newest first, in whichever chaincode it stands. */
  history(key: string): PastWrite[] {
    return this.#publicTables.flatMap((table) => this.state.history(table, key))
  }

  /** The keys of all public rows from `start` up to `end`, in order. */
  keys(start: string, end: string): string[] {
    return this.#publicTables.flatMap((table) => this.state.table(table).keys(start, end)).sort()
  }

  /** All public rows in key order. */
  rows(): { key: string; row: unknown }[] {
    return this.keys('', '').map((key) => ({ key, row: this.row(key) }))
  }

  /** All public rows with the chaincodes in which they stand. */
  placedRows(): { chaincode: string; key: string; row: unknown }[] {
    return this.consortium.chaincodes.flatMap((chaincode) =>
      this.state
        .table(tableOf({ chaincode }))
        .keys('', '')
        .map((key) => ({ chaincode, key, row: this.row(key) })),
    )
  }
}
