import { createHash } from 'node:crypto'
import type { Consortium } from '../chaincode/wire/consortium.ts'
import { type Block, readBlock } from './blocks/block.ts'
import type { Disclosed } from './disclosure/disclosed.ts'
import { type Finding, FindingFault, fault, findingCodes } from './findings.ts'
import { readTransactions } from './ledger/read-block.ts'
import type { LedgerBlock } from './ledger/transaction.ts'
import { countOddities } from './oddities.ts'
import type { Decided } from './replay/decision.ts'
import { isBatch, Replayer } from './replay/replay.ts'
import type { RulesByVersion } from './replay/rules.ts'
import type { AuditStore } from './store.ts'
import type { Summary } from './summary.ts'
import { type Roots, shownRoots } from './verify/roots.ts'
import { Verification } from './verify/verification.ts'

export interface AuditSetting {
  channel: string
  /** The members' root certificates, from elsewhere than the blocks. */
  roots: Roots
  /** The members, as the organisations approved them, where everything is decided again; left out, blocks are verified alone. */
  consortium?: Consortium | undefined
  /** The rules of each version of the ledger's definition; this program's own for all of them when left out. */
  rules?: RulesByVersion | undefined
  /** What members disclosed to the auditor; only of an audit from the first block on. */
  disclosed?: Disclosed | undefined
  /** What the audit keeps; it goes on where an earlier one over the same store ended. */
  store: AuditStore
}

/** What an audit is of, so that nobody goes on with one of something else. */
const subjectOf = ({ channel, roots, consortium }: AuditSetting): string => {
  const { members, quorum } = consortium ?? {}
  return JSON.stringify({ channel, roots: shownRoots(roots), members, quorum })
}

const digestOf = (subject: string): string => createHash('sha256').update(subject).digest('hex')

const isDifference = ({ code }: Finding): boolean => findingCodes[code].proves === 'difference'

/** Whom findings of a block speak against: single transactions, or all of them where one names none. */
const doubtsIn = (findings: readonly Finding[]): ((position: number) => boolean) => {
  const positions = new Set(findings.filter(isDifference).map(({ transaction }) => transaction))
  return (position) => positions.has(undefined) || positions.has(position)
}

/** Counts a block that was verified and not decided again: none of its instructions is proven. */
const countVerified = (summary: Summary, block: LedgerBlock, isDoubted: (position: number) => boolean): void => {
  const { transactions, instructions } = summary
  summary.blocks += 1
  for (const { position, content } of block.transactions) {
    const counted = isDoubted(position) ? 'differing' : 'unseen'
    transactions[content.what === 'invalid' ? 'invalid' : counted] += 1
    if (content.what === 'call' && isBatch(content)) instructions[counted] += content.arguments.length
  }
}

/** A block that was taken in, for who looks at it on the way. */
export interface TakenBlock {
  block: Block
  transactions: LedgerBlock['transactions']
  /** All that speaks against it. */
  findings: readonly Finding[]
  /** What the rules make of each transaction that was decided again, by its id. */
  decided: ReadonlyMap<string, Decided>
}

/** Audits the blocks of one peer or one export, one at a time and from the first: verifies each, and then decides it again. */
export class Audit {
  readonly #store: AuditStore
  readonly #verification: Verification
  readonly #replayer: Replayer | undefined
  readonly #summary: Summary
  readonly #decided = new Map<string, Decided>()
  #taken: Omit<TakenBlock, 'findings' | 'decided'> | undefined

  /** Refuses, as a named finding, a store with an audit of another channel, or by other roots or members. */
  constructor(setting: AuditSetting) {
    const { channel, roots, consortium, rules, store, disclosed } = setting
    const subject = subjectOf(setting)
    const earlier = store.subject ?? subject
    if (earlier !== subject) throw fault('AUDIT_OF_ANOTHER', { expected: digestOf(earlier), found: digestOf(subject) })
    store.subject = subject
    const { progress } = store
    this.#store = store
    this.#summary = store.summary
    this.#verification = new Verification({ channel, roots, state: store.state, position: progress?.position })
    const onDecided = (id: string, decided: Decided): void => void this.#decided.set(id, decided)
    const kept = { rows: store.rows, summary: this.#summary }
    this.#replayer = consortium && new Replayer({ consortium, rules, disclosed, ...kept, onDecided })
  }

  /** The number of the block that comes next. */
  get next(): bigint {
    return this.#verification.position.chain.next
  }

  /** Whether something was found behind which nothing can be looked at. */
  get hasEnded(): boolean {
    return this.#store.hasEnded
  }

  /** The block that was taken in last; undefined where the last one could not be looked at. */
  get taken(): Omit<TakenBlock, 'findings'> | undefined {
    return this.#taken && { ...this.#taken, decided: this.#decided }
  }

  /** What speaks against what was given beside the blocks, once all of them were taken in. */
  end(): Finding[] {
    return this.#replayer?.end() ?? []
  }

  /** All that speaks against the next block, which is then kept with it. */
  async take(bytes: Uint8Array): Promise<readonly Finding[]> {
    let findings: readonly Finding[] = []
    this.#taken = undefined
    this.#decided.clear()
    await this.#store.takeIn(async () => {
      findings = await this.#check(bytes)
      const { position } = this.#verification
      // There is nothing to go on from before the first block's configuration, nor from a block that ended it.
      const isBegun = position.configuration.length > 0 && !this.hasEnded
      const progress = { position, summary: this.#summary }
      return { findings, progress: isBegun ? progress : undefined }
    })
    return findings
  }

  async #check(bytes: Uint8Array): Promise<Finding[]> {
    const { block: raw, findings: verified } = this.#verify(bytes)
    if (raw === undefined) return verified
    const block = readTransactions(raw)
    this.#taken = { block: raw, transactions: block.transactions }
    countOddities(this.#summary, block)
    if (this.#replayer !== undefined) return [...verified, ...(await this.#replayer.block(block, doubtsIn(verified)))]
    countVerified(this.#summary, block, doubtsIn(verified))
    return verified
  }

  /** Verifies a block, which is missing where something was found behind which nothing can be looked at. */
  #verify(bytes: Uint8Array): { block: Block | undefined; findings: Finding[] } {
    try {
      const block = readBlock(bytes)
      return { block, findings: this.#verification.checkBlock(block) }
    } catch (error) {
      if (!(error instanceof FindingFault)) throw error
      this.#store.end()
      return { block: undefined, findings: [...error.earlier, error.finding] }
    }
  }
}

export interface AuditOptions extends AuditSetting {
  /** Told of each block that was taken in. */
  onBlock?: ((number: bigint) => void) | undefined
  /** Told of each finding when it is found. */
  onFinding?: ((finding: Finding) => void) | undefined
  /** Looks at each block that was taken in, before the next one is. */
  onTaken?: ((taken: TakenBlock) => Promise<void> | void) | undefined
}

type Blocks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** The blocks without those that stand before this one: only at the front, since behind it they would be repeated. */
async function* blocksFrom(next: bigint, blocks: Blocks): AsyncGenerator<Uint8Array> {
  let isBehind = next > 0n
  for await (const bytes of blocks) {
    isBehind &&= readBlock(bytes).number < next
    if (!isBehind) yield bytes
  }
}

const runOver = async (
  blocks: Blocks,
  run: Audit,
  { onBlock, onFinding, onTaken }: Pick<AuditOptions, 'onBlock' | 'onFinding' | 'onTaken'>,
): Promise<Finding[]> => {
  for await (const bytes of blocksFrom(run.next, blocks)) {
    if (run.hasEnded) return []
    const findings = await run.take(bytes)
    for (const finding of findings) onFinding?.(finding)
    if (run.taken !== undefined) await onTaken?.({ ...run.taken, findings })
    if (!run.hasEnded) onBlock?.(run.next - 1n)
  }
  return run.end()
}

/**
 * Audits blocks, which are kept in the store with all that speaks against them. Those that an earlier audit over the store took in are
 * passed over. Answers what no block brought: what ended it before the blocks did, a source that fails or the audit itself, or what speaks
 * against what members disclosed.
 */
export const audit = async (
  blocks: Blocks,
  { onBlock, onFinding, onTaken, ...setting }: AuditOptions,
): Promise<Finding[]> => {
  try {
    return await runOver(blocks, new Audit(setting), { onBlock, onFinding, onTaken })
  } catch (error) {
    // Whatever it was, nothing is proven of what comes after.
    return [error instanceof FindingFault ? error.finding : { code: 'CHECK_FAILED', found: String(error) }]
  }
}
