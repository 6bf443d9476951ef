import { createHash } from 'node:crypto'
import { type Endorsement, type Request, simulate } from './endorsement.ts'
import { fingerprint } from './read-write-set.ts'
import type { Collection } from './simulation.ts'
import { applyWrites, judgeEndorsements, judgeReads, type ValidationCode } from './validation.ts'
import { WorldState } from './world-state.ts'

export const organisations = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const
export type Organisation = (typeof organisations)[number]

/** What a client asks the endorsers. */
export type Proposed = Omit<Request, 'txId' | 'channel'> & {
  /** Whose peers endorse; all three when left out. */
  organisations?: readonly string[]
  txId?: string
  /** The endorsers' clocks in UTC milliseconds, one for all or by organisation; the transaction's time when left out. */
  clock?: bigint | Readonly<Record<string, bigint>>
}

/** An endorsed transaction: nothing on the ledger knows of it until it is committed. */
export interface Proposal extends Endorsement {
  txId: string
  timestamp: bigint
  caller: Request['caller']
  transaction: string
  args: readonly string[]
  organisations: readonly string[]
}

export interface Committed {
  proposal: Proposal
  code: ValidationCode
}

export interface Block {
  number: number
  transactions: Committed[]
}

/**
 * A channel in memory with Fabric's true semantics: endorsement against committed state by every organisation named, and
 * validation in block order by transaction id, endorsement policies, versions read and ranges read.
 */
export class InMemoryLedger {
  readonly channel: string
  readonly state: WorldState
  readonly blocks: Block[] = []
  readonly #collections: Readonly<Record<string, Collection>>
  readonly #known = new Set<string>()
  #counter = 0

  constructor(
    setting: { channel?: string; collections?: Readonly<Record<string, Collection>>; state?: WorldState } = {},
  ) {
    this.channel = setting.channel ?? 'assay'
    this.#collections = setting.collections ?? {}
    this.state = setting.state ?? new WorldState()
  }

  /** A ledger that has come as far as this one and goes on by itself. */
  copy(): InMemoryLedger {
    const { channel, state } = this
    const copy = new InMemoryLedger({ channel, collections: this.#collections, state: state.copy() })
    copy.blocks.push(...this.blocks)
    for (const txId of this.#known) copy.#known.add(txId)
    copy.#counter = this.#counter
    return copy
  }

  #nextTxId(): string {
    this.#counter += 1
    return createHash('sha256').update(`${this.channel} ${this.#counter}`).digest('hex')
  }

  /** Has every organisation's peer run the transaction; throws what the contract throws, and when answers differ. */
  async endorse(proposed: Proposed): Promise<Proposal> {
    const { organisations: endorsers = organisations, clock = proposed.timestamp, ...rest } = proposed
    const request: Request = { ...rest, txId: rest.txId ?? this.#nextTxId(), channel: this.channel }
    const clockOf = (organisation: string): bigint =>
      typeof clock === 'bigint' ? clock : (clock[organisation] ?? proposed.timestamp)
    const answers: Endorsement[] = []
    for (const organisation of endorsers) {
      const endorser = { organisation, clock: clockOf(organisation), state: this.state, collections: this.#collections }
      answers.push(await simulate(request, endorser))
    }
    const [first, ...others] = answers
    if (first === undefined) throw new Error('a proposal needs an endorser')
    if (others.some((answer) => fingerprint(answer) !== fingerprint(first))) {
      throw new Error('ProposalResponsePayloads do not match')
    }
    const { txId, timestamp, caller, transaction, args } = request
    return { ...first, txId, timestamp, caller, transaction, args, organisations: endorsers }
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
      collections: this.#collections,
      isEndorsedEnough: (endorsers: readonly string[]) => new Set(endorsers).size >= 2,
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
    for (const { collection, key, value } of proposal.readWriteSet.writes) {
      if (collection === '') this.state.remember(key, { txId: proposal.txId, at: proposal.timestamp, value })
    }
  }

  /** Endorses the transaction and commits it alone in a block. */
  async submit(proposed: Proposed): Promise<Committed> {
    const proposal = await this.endorse(proposed)
    return this.commit([proposal]).transactions[0] as Committed
  }

  /** A public row's value as JSON, or undefined. */
  row(key: string): unknown {
    const row = this.state.table('').get(key)
    return row === undefined ? undefined : JSON.parse(row.value.toString())
  }

  /** All public rows in key order. */
  rows(): { key: string; row: unknown }[] {
    return this.state
      .table('')
      .keys('', '')
      .map((key) => ({ key, row: this.row(key) }))
  }
}
