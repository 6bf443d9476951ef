import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Disclosed } from '../disclosure/disclosed.ts'
import { type Difference, type Finding, findingCodes, shown } from '../findings.ts'
import type { Call, LedgerBlock, LedgerTransaction } from '../ledger/transaction.ts'
import { emptySummary, type Summary } from '../summary.ts'
import { isDecided, type Setting } from './decision.ts'
import { Invariants } from './invariants.ts'
import { Matches } from './matches.ts'
import { RowStore } from './row-store.ts'
import { ownRules, type Rules, type RulesByVersion } from './rules.ts'
import { bounded, countInstructions, type Replayed, recordedIn, replayCall } from './transaction.ts'

export interface ReplayOptions {
  /** The members, as the organisations approved them; from elsewhere than the blocks. */
  consortium: Consortium
  /** The rules of each version of the ledger's definition; this program's own for all of them when left out. */
  rules?: RulesByVersion | undefined
  /** The rows so far, in memory when left out. Over a file memory stays flat, and a later replay goes on behind its last block. */
  rows?: RowStore
  /** What members disclosed; from the first block on, since it is decided on the rows before it. */
  disclosed?: Disclosed | undefined
  /** What an earlier replay over these rows counted. */
  summary?: Summary
  /** Told of each transaction that was decided again, by its id. */
  onDecided?: Setting['onDecided']
}

/** What a replay finds, as it finds it, and what it has looked at so far. */
export interface Replay extends AsyncIterable<Finding> {
  readonly summary: Summary
}

const batchCall = 'ledger:apply'

interface Doubt {
  isDoubted: (position: number) => boolean
}

/** True for a call that hands the ledger a batch of instructions. */
export const isBatch = ({ chaincode, name }: Call): boolean => chaincode === ledgerChaincode && name === batchCall

const isDifference = ({ code }: Difference): boolean => findingCodes[code].proves === 'difference'

const doubtsNone = (): boolean => false

/** Replays blocks one after the other over the rows that they leave. */
export class Replayer {
  /** What it has looked at so far, and what an earlier one had, where it goes on with that. */
  readonly summary: Summary
  readonly #setting: Omit<Setting, 'rules'>
  readonly #invariants: Invariants
  readonly #matches: Matches
  /** False once a block was missing: nothing can be decided on rows that are not known. */
  #isWhole = true
  readonly #rules: RulesByVersion | undefined
  /** The versions whose rules were missed already. */
  readonly #missed = new Set<string>()

  constructor(options: ReplayOptions) {
    const { consortium, rules, rows = new RowStore(), summary = emptySummary(), onDecided, disclosed } = options
    this.#rules = rules
    this.summary = summary
    this.#setting = { consortium, store: rows, onDecided, disclosed }
    this.#invariants = new Invariants(rows)
    this.#matches = new Matches(rows, consortium)
  }

  /**
   * Replays a block; answers what was found, in its order. Transactions that are doubted, since something else speaks against them,
   * are decided like all others, and never counted as proven.
   */
  async block(block: LedgerBlock, isDoubted: (position: number) => boolean = doubtsNone): Promise<Finding[]> {
    const name = { block: block.number.toString() }
    const { next } = this.#setting.store
    const order = { expected: next.toString(), found: block.number.toString() }
    if (this.#isWhole && block.number < next) return [{ code: 'REPLAY_BLOCK_AGAIN', ...name, ...order }]
    this.summary.blocks += 1
    if (this.#isWhole && block.number > next) {
      this.#isWhole = false
      this.#passOver(block)
      return [{ code: next === 0n ? 'REPLAY_STARTS_LATE' : 'REPLAY_GAP', ...name, ...order }]
    }
    if (!this.#isWhole) {
      this.#passOver(block)
      return []
    }
    return this.#setting.store.takeIn(block.number, () => this.#takeIn(block, { ...name, isDoubted }))
  }

  /** Ends a replay: names what members disclosed that belongs to none of its blocks. */
  end(): Finding[] {
    return this.#setting.disclosed?.unmet() ?? []
  }

  async #takeIn({ transactions }: LedgerBlock, { block, isDoubted }: { block: string } & Doubt): Promise<Finding[]> {
    const findings: Finding[] = []
    for (const transaction of transactions) {
      const differences = await this.#transaction(transaction, { place: `${block}/${transaction.position}`, isDoubted })
      findings.push(...differences.map((one) => ({ ...one, block, transaction: transaction.position })))
    }
    this.#matches.endBlock(block)
    return [...findings, ...this.#invariants.endBlock().map((one) => ({ ...one, block }))]
  }

  async #transaction(
    { id, content, position }: LedgerTransaction,
    { place, isDoubted }: { place: string } & Doubt,
  ): Promise<Difference[]> {
    const { transactions } = this.summary
    if (content.what === 'call') {
      return this.#call({ id, call: this.#ownPart(content) }, { place, isDoubted: isDoubted(position) })
    }
    if (content.what === 'unreadable') {
      transactions.differing += 1
      return [{ code: 'TRANSACTION_UNREADABLE', found: shown(content.problem) }]
    }
    transactions[content.what === 'invalid' ? 'invalid' : 'others'] += 1
    return []
  }

  /** The call with what it wrote among our chaincodes' rows; what others' chaincodes wrote is no concern of the rules. */
  #ownPart(call: Call): Call {
    const { chaincodes } = this.#setting.consortium
    const isOurs = ({ chaincode }: { chaincode: string }) => chaincodes.includes(chaincode)
    return {
      ...call,
      writes: call.writes.filter(isOurs),
      metadata: call.metadata.filter(isOurs),
      hidden: call.hidden.filter(({ collection }) => isOurs({ chaincode: collection.split('/')[0] ?? '' })),
    }
  }

  async #call(
    { id, call }: { id: string; call: Call },
    { place, isDoubted }: { place: string; isDoubted: boolean },
  ): Promise<Difference[]> {
    const earlier = this.#setting.store.see('transaction', id, place)
    const replayed = await this.#replay({ id, call })
    const { differences, batch } = replayed
    if (earlier !== undefined) differences.unshift({ code: 'TRANSACTION_REPEATED', expected: earlier, found: place })
    // Whatever was found, it is the block's own writes that the peers applied, and on which the next transaction was decided.
    const broken = call.writes.flatMap((write) => this.#invariants.write(write))
    for (const write of call.hidden) this.#setting.store.hide(write)
    const recorded = isBatch(call) ? recordedIn(call, batch?.items) : []
    const again = recorded.flatMap((one) => this.#invariants.record({ ...one, id: shown(one.id), place }))
    const matched = recorded.flatMap((one) => this.#matches.record(one))
    const all = [...differences, ...bounded([...broken, ...again, ...matched])]
    if (isBatch(call)) countInstructions(this.summary, call, { ...replayed, differences: all, isDoubted })
    this.#count(call, { isDecided: replayed.isDecided, isSame: !isDoubted && !all.some(isDifference) })
    return all
  }

  async #replay(request: { id: string; call: Call }): Promise<Replayed> {
    const { call } = request
    // What only reads is decided by no rules.
    const rules = isDecided(call) ? this.#rulesOf(call) : ownRules
    return rules === undefined ? this.#miss(call) : await replayCall(request, { ...this.#setting, rules })
  }

  #rulesOf({ version }: Call): Rules | undefined {
    return this.#rules === undefined ? ownRules : this.#rules.get(version)
  }

  /** Passes over what was decided by rules that are not at hand, and says so once for each version of them. */
  #miss({ version }: Call): Replayed {
    const isNew = !this.#missed.has(version)
    this.#missed.add(version)
    const differences: Difference[] = isNew ? [{ code: 'RULES_NOT_KNOWN', found: shown(version) }] : []
    return { differences, batch: undefined, isDecided: false }
  }

  #count({ chaincode }: Call, { isDecided, isSame }: { isDecided: boolean; isSame: boolean }): void {
    const { transactions } = this.summary
    if (!isSame) transactions.differing += 1
    else if (isDecided) transactions.proven += 1
    else if (this.#setting.consortium.chaincodes.includes(chaincode)) transactions.unseen += 1
    else transactions.others += 1
  }

  #passOver({ transactions }: LedgerBlock): void {
    for (const { content } of transactions) {
      this.summary.transactions[content.what === 'invalid' ? 'invalid' : 'unseen'] += 1
      if (content.what === 'call' && isBatch(content)) this.summary.instructions.unseen += content.arguments.length
    }
  }
}

async function* findingsOf(
  replayer: Replayer,
  blocks: AsyncIterable<LedgerBlock> | Iterable<LedgerBlock>,
): AsyncGenerator<Finding> {
  for await (const block of blocks) yield* await replayer.block(block)
  yield* replayer.end()
}

/**
 * Decides every valid transaction of the blocks again, by the rules of the definition that it names, and compares all that it answered and
 * wrote; then holds the rows against the invariants. Goes on with the block's own writes behind a difference, so that one forgery
 * does not hide the next. The blocks must begin where the rows end, with the channel's first block for new ones; behind a gap
 * nothing is decided and all is counted as unseen. Whether the blocks are the channel's own, and who endorsed them, is not looked at.
 */
export const replay = (blocks: AsyncIterable<LedgerBlock> | Iterable<LedgerBlock>, options: ReplayOptions): Replay => {
  const replayer = new Replayer(options)
  return { summary: replayer.summary, [Symbol.asyncIterator]: () => findingsOf(replayer, blocks) }
}
