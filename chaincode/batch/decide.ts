import { readConfidential } from '../confidential.ts'
import { type Account, accounts } from '../domains/registry/tables.ts'
import { type ReadEnvelope, readEnvelope } from '../envelope.ts'
import { ruleOf } from '../ledger.ts'
import { isRecorded, type Outcome } from '../outcome.ts'
import { isShortage, Refusal } from '../refusal.ts'
import {
  type Admission,
  admit,
  admitNumber,
  admitReceipt,
  admitStamp,
  decide,
  decideOpenly,
  withNumberUsed,
} from '../rules/judge.ts'
import { type Decision, type Facts, type Fold, type OpenDecision, type Told, write } from '../rules/rule.ts'
import { areFactsOf, isJudgedByReceipt, isStampedKind } from '../stamp.ts'
import type { UnitOfWork } from '../state/unit-of-work.ts'
import { parseKey, partsOf } from '../vocabulary.ts'
import { canonical } from '../wire/canonical.ts'

/** The most envelopes that one transaction may carry. */
export const batchMaximum = 500

/** One item of a batch: an envelope, or what became of a text that is none. */
export type Item = ReadEnvelope | Outcome

/** What a batch is decided with, besides the rows. */
interface Batch {
  items: readonly Item[]
  /** The transaction's own time, in UTC milliseconds. */
  now: bigint
  ledger: string
  /** The organisation whose gateway submits it. */
  submitter: string
  /** Texts of confidential bodies by the ids of their instructions, as they came beside the transaction. */
  confidential: ReadonlyMap<string, string>
  /**
   * For who reads blocks without the confidential bodies: what the block says became of the instruction at this place. All that is public is
   * decided again, and what the bodies alone decide is taken as told; undefined where the body is at hand.
   */
  told?(place: number): ToldOfBlock | undefined
  /** Told the place of each item before it is decided, for who wants to know which of them changed a row. */
  begin?(place: number): void
}

/** What a block says became of an instruction of which one does not have everything. */
export type ToldOfBlock = Told & {
  /** Whether the block says that these credits were folded, which a refusal by what is confidential may have done on its way. */
  hasFolded(fold: Fold): boolean
}

interface Work {
  work: UnitOfWork
  facts: Facts
  ledger: string
  submitter: string
  confidential: ReadonlyMap<string, string>
}

/** A decision, which tells of the private rows where it was made without them. */
type Decided = Decision & Partial<Pick<OpenDecision, 'hides'>>

/** The text of an argument as an item: an envelope, or the outcome of what is none. */
export const readItem = (text: string): Item => {
  try {
    return readEnvelope(text)
  } catch (error) {
    /* c8 ignore next -- reading refuses, and nothing else; a fault of its own must not become a refusal */
    if (!(error instanceof Refusal)) throw error
    return { id: '', status: 'rejected', code: error.code, values: error.values }
  }
}

const isEnvelope = (item: Item): item is ReadEnvelope => 'instruction' in item

/** The times of receipt, in UTC milliseconds, of those items that are judged by theirs (decision 0041). */
export const judgedReceipts = (items: readonly Item[]): bigint[] =>
  items.flatMap((item) => {
    if (!isEnvelope(item) || item.stamp === undefined || !isJudgedByReceipt(item.instruction.kind)) return []
    return [BigInt(item.stamp.receivedAt)]
  })

/** Folds the credits that may make up for what a rule refused to decide without; throws the refusal when none may. */
const foldFor = async (error: unknown, work: UnitOfWork): Promise<void> => {
  // A private row's shortage names nobody: no credit makes up for it.
  if (!(error instanceof Refusal) || !isShortage(error) || error.values['participant'] === undefined) throw error
  if (!(await work.fold(error.values as unknown as Fold))) throw error
}

/** Asks the rule, and again after each fold, for as long as it refuses for want of a quantity that credits may hold. */
const askWithFolds = async (ask: () => Decided, work: UnitOfWork): Promise<Decided> => {
  for (;;) {
    try {
      return ask()
    } catch (error) {
      await foldFor(error, work)
    }
  }
}

/**
 * Asks the rule, with the credits folded that it needs to see. Somebody else's are folded only once the rule would accept
 * without them: a sender who may not do this must not change an account that is none of its business.
 */
const decideWithFolds = async (
  { instruction, id, stamp }: ReadEnvelope,
  { work, facts, confidential }: Work,
  told: ToldOfBlock | undefined,
): Promise<Decided> => {
  const rule = ruleOf(instruction.kind)
  const ask = () => {
    const request = {
      ...{ instruction, id, view: work.view, facts, consortium: work.consortium },
      sender: work.view.find(accounts, instruction.from) as Account,
      stamp: stamp?.facts as never,
      receivedAt: (stamp === undefined ? undefined : BigInt(stamp.receivedAt)) as never,
    }
    if (told !== undefined) return decideOpenly(rule, { ...request, told })
    return decide(rule, { ...request, confidential: readConfidential(instruction, confidential.get(id)) as never })
  }
  const foldBefore = rule.foldBefore?.(instruction as never, work.view)
  if (foldBefore === undefined) return askWithFolds(ask, work)
  const isForSender = foldBefore.participant === instruction.from
  if (!isForSender && told?.hasFolded(foldBefore) !== true) await askWithFolds(ask, work)
  await work.fold(foldBefore)
  return askWithFolds(ask, work)
}

const isPrivate = (key: string): boolean => parseKey(key)?.table.place === 'pair'

/** Reads what only the records read before tell of, for as long as they tell of more; rows of another transaction's are never waited for. */
const readOn = async (
  { instruction }: ReadEnvelope,
  work: UnitOfWork,
  { isOpen, said }: { isOpen: boolean; said: object | undefined },
): Promise<void> => {
  const { readsThen } = ruleOf(instruction.kind)
  if (readsThen === undefined) return
  const read = new Set<string>()
  for (;;) {
    const named = readsThen(instruction as never, work.viewSoFar, said as never)
    // Who has the blocks alone has no private row, and looks at none.
    const fresh = named.filter((key) => !(read.has(key) || (isOpen && isPrivate(key))))
    if (fresh.length === 0) return
    for (const key of fresh) read.add(key)
    await work.load(fresh)
  }
}

/**
 * Judges whether what an instruction says to a bank and an institution alone came along, is what its device signed, and goes to members that
 * are such a pair (decision 0011). Writes nothing.
 */
const admitConfidential = (
  { instruction }: ReadEnvelope,
  { work, text, isTold }: { work: UnitOfWork; text: string | undefined; isTold: boolean },
): Admission => {
  if (partsOf(instruction.kind).confidential === undefined) return { status: 'admitted' }
  const pair = ruleOf(instruction.kind).pair?.(instruction as never, work.view)
  if (pair === undefined || work.collectionOf(pair) === undefined)
    return { status: 'rejected', code: 'not_a_pair', values: {} }
  if (isTold || readConfidential(instruction, text) !== undefined) return { status: 'admitted' }
  return { status: 'rejected', code: 'confidential_missing', values: {} }
}

const honour = async (envelope: ReadEnvelope, request: Work, told: ToldOfBlock | undefined): Promise<Outcome> => {
  const { instruction, id } = envelope
  const { work, ledger, submitter } = request
  // The stamp first: what a kind reads may depend on it, and only what is read can be judged.
  const judges = [
    () => admitStamp(envelope, { view: work.view, submitter }),
    () => admit({ envelope, rule: ruleOf(instruction.kind), view: work.view, ledger, submitter }),
    () => admitNumber(envelope, { view: work.view, now: request.facts.now }),
    () => admitReceipt(envelope, request.facts),
    () => admitConfidential(envelope, { work, text: request.confidential.get(id), isTold: told !== undefined }),
  ]
  for (const judge of judges) {
    const admission = judge()
    if (admission.status !== 'admitted') return { id, ...admission }
  }
  const said = told === undefined ? readConfidential(instruction, request.confidential.get(id)) : undefined
  await readOn(envelope, work, { isOpen: told !== undefined, said })
  const sender = work.view.find(accounts, instruction.from) as Account
  work.apply({ writes: [write(accounts, withNumberUsed(sender, instruction))] })
  try {
    const decision = await decideWithFolds(envelope, request, told)
    work.apply(decision)
    return { id, status: 'accepted', effects: decision.effects }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // What a confidential body decides is told to nobody else by what it was refused for.
    const values = partsOf(instruction.kind).confidential === undefined ? error.values : {}
    return { id, status: 'refused', code: error.code, values }
  }
}

// What a kind reads may depend on its stamp. Without one that fits, nothing but the sender and the stamp's signer is looked at.
const keysOf = ({ instruction, stamp }: ReadEnvelope): string[] => {
  const { kind, from } = instruction
  const signer = stamp === undefined ? [] : [accounts.key(stamp.participant)]
  const isReadable = !isStampedKind(kind) || areFactsOf(kind, stamp?.facts)
  const named = isReadable ? ruleOf(kind).reads(instruction as never, stamp?.facts as never) : []
  return [accounts.key(from), ...signer, ...named]
}

/** What the block says of an instruction, where that is all that one can have of it. */
const toldOf = ({ instruction }: ReadEnvelope, told: ToldOfBlock | undefined): ToldOfBlock | undefined =>
  partsOf(instruction.kind).confidential === undefined ? undefined : told

/**
 * Decides a batch in order over a transaction's work, each item on top of the ones before it. The rows may be a peer's, or those
 * of somebody who replays the blocks: the same rows give the same outcomes and the same changes. Writes nothing by itself.
 */
export const decideBatch = async (work: UnitOfWork, batch: Batch): Promise<Outcome[]> => {
  const { items, now, ledger, submitter, confidential } = batch
  await work.load(items.filter(isEnvelope).flatMap(keysOf))
  const request = { work, facts: { now }, ledger, submitter, confidential }
  const outcomes: Outcome[] = []
  for (const [place, item] of items.entries()) {
    batch.begin?.(place)
    outcomes.push(isEnvelope(item) ? await honour(item, request, toldOf(item, batch.told?.(place))) : item)
  }
  return outcomes
}

/** The event of a transaction with these outcomes: which instructions it records, and as what; undefined where it records none. */
export const eventOf = (outcomes: readonly Outcome[]): { name: string; payload: string } | undefined => {
  const recorded = outcomes.filter(isRecorded).map(({ id, status }) => ({ id, status }))
  return recorded.length === 0 ? undefined : { name: 'instructions', payload: canonical(recorded) }
}
