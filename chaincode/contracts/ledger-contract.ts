import { type Context, Contract } from 'fabric-contract-api'
import { type Account, accounts, credits } from '../domains/registry/tables.ts'
import { ruleOf } from '../rules/catalogue.ts'
import { admit, admitNumber, admitReceipt, admitStamp, decide, withNumberUsed } from '../rules/judge.ts'
import { type Decision, type Facts, type Fold, write } from '../rules/rule.ts'
import { requireAskedAs, requireRole } from '../state/caller.ts'
import { requireHonestTime, transactionTime } from '../state/facts.ts'
import { UnitOfWork } from '../state/unit-of-work.ts'
import { parseKey } from '../vocabulary.ts'
import { canonical } from '../wire/canonical.ts'
import { type ReadEnvelope, readEnvelope } from '../wire/envelope.ts'
import { participantId } from '../wire/identifiers.ts'
import { isRecorded, type Outcome } from '../wire/outcome.ts'
import { Refusal, shortages } from '../wire/refusal.ts'
import { isStampedKind, stampFacts } from '../wire/stamp.ts'

/** The most envelopes that one transaction may carry. */
export const batchMaximum = 500

/** The most rows that are taken as presumed, and the most bytes of one; the others are read. */
const presumedMaximum = 16
const presumedBytesMaximum = 65_536

type Item = ReadEnvelope | Outcome

interface Work {
  work: UnitOfWork
  facts: Facts
  ledger: string
  submitter: string
}

const read = (text: string): Item => {
  try {
    return readEnvelope(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id: '', status: 'rejected', code: error.code, values: error.values }
  }
}

const isEnvelope = (item: Item): item is ReadEnvelope => 'instruction' in item

/** Folds the credits that may make up for what a rule refused to decide without; throws the refusal when none may. */
const foldFor = async (error: unknown, work: UnitOfWork): Promise<void> => {
  if (!(error instanceof Refusal) || !shortages.includes(error.code)) throw error
  if (!(await work.fold(error.values as unknown as Fold))) throw error
}

/** Asks the rule, and again after each fold, for as long as it refuses for want of a quantity that credits may hold. */
const askWithFolds = async (ask: () => Decision, work: UnitOfWork): Promise<Decision> => {
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
const decideWithFolds = async ({ instruction, id, stamp }: ReadEnvelope, { work, facts }: Work): Promise<Decision> => {
  const sender = () => work.view.find(accounts, instruction.from) as Account
  const ask = () => decide({ instruction, id, sender: sender(), view: work.view, facts, stamp: stamp?.facts as never })
  const foldBefore = ruleOf(instruction.kind).foldBefore?.(instruction as never)
  if (foldBefore === undefined) return askWithFolds(ask, work)
  if (foldBefore.participant !== instruction.from) await askWithFolds(ask, work)
  await work.fold(foldBefore)
  return askWithFolds(ask, work)
}

/** Reads what only the records read before tell of; rows of another transaction's are never waited for. */
const readOn = async ({ instruction }: ReadEnvelope, work: UnitOfWork): Promise<void> => {
  const keys = ruleOf(instruction.kind).readsThen?.(instruction as never, work.view) ?? []
  if (keys.length > 0) await work.load(keys)
}

const honour = async (envelope: ReadEnvelope, request: Work): Promise<Outcome> => {
  const { instruction, id } = envelope
  const { work, ledger, submitter } = request
  // The stamp first: what a kind reads may depend on it, and only what is read can be judged.
  const judges = [
    () => admitStamp(envelope, { view: work.view, submitter }),
    () => admit({ envelope, view: work.view, ledger, submitter }),
    () => admitNumber(envelope, { view: work.view, now: request.facts.now }),
    () => admitReceipt(envelope, request.facts),
  ]
  for (const judge of judges) {
    const admission = judge()
    if (admission.status !== 'admitted') return { id, ...admission }
  }
  await readOn(envelope, work)
  const sender = work.view.find(accounts, instruction.from) as Account
  work.apply({ writes: [write(accounts, withNumberUsed(sender, instruction))] })
  try {
    const decision = await decideWithFolds(envelope, request)
    work.apply(decision)
    return { id, status: 'accepted', effects: decision.effects }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id, status: 'refused', code: error.code, values: error.values }
  }
}

// What a kind reads may depend on its stamp. Without one that fits, nothing but the sender and the stamp's signer is looked at.
const keysOf = ({ instruction, stamp }: ReadEnvelope): string[] => {
  const { kind, from } = instruction
  const signer = stamp === undefined ? [] : [accounts.key(stamp.participant)]
  const isReadable = !isStampedKind(kind) || stampFacts[kind].safeParse(stamp?.facts).success
  const named = isReadable ? ruleOf(kind).reads(instruction as never, stamp?.facts as never) : []
  return [accounts.key(from), ...signer, ...named]
}

/** Decides all items in order and writes what that changes; undefined, with nothing written, where presumed rows do not stand. */
const decideAll = async (
  { stub, clientIdentity }: Context,
  { items, now, presumed }: { items: readonly Item[]; now: bigint; presumed?: ReadonlyMap<string, string> },
): Promise<Outcome[] | undefined> => {
  const work = new UnitOfWork(stub, { presumed })
  await work.load(items.filter(isEnvelope).flatMap(keysOf))
  const request = { work, facts: { now }, ledger: stub.getChannelID(), submitter: clientIdentity.getMSPID() }
  const outcomes: Outcome[] = []
  for (const item of items) outcomes.push(isEnvelope(item) ? await honour(item, request) : item)
  return (await work.flush()) ? outcomes : undefined
}

/**
 * Decides on the rows that the gateway sent along, which spares a call for them; undefined where none were, or where they
 * cannot be decided on. They stand before anything is written, so that deciding anew makes the same transaction as if none had come.
 */
const decideOnPresumed = async (
  ctx: Context,
  request: { items: readonly Item[]; now: bigint },
): Promise<Outcome[] | undefined> => {
  const isShort = ([, bytes]: [string, Uint8Array]) => bytes.length <= presumedBytesMaximum
  const sent = [...ctx.stub.getTransient()].filter(isShort).slice(0, presumedMaximum)
  if (sent.length === 0) return undefined
  const presumed = new Map(sent.map(([key, bytes]) => [key, Buffer.from(bytes).toString()]))
  // Whatever goes wrong may be the fault of what was sent; what is not comes about again without it.
  return decideAll(ctx, { ...request, presumed }).catch(() => undefined)
}

/** The contract through which every change comes: envelopes in, outcomes out. */
export class LedgerContract extends Contract {
  constructor() {
    super('ledger')
  }

  /**
   * Decides a batch of envelopes in order, each on top of the ones before it; a refused one never spoils its
   * neighbours (decision 0006). Accounts' rows in the transient map, by their keys, are taken as presumed, and change nothing
   * of the outcome (decision 0024). Returns the outcomes as canonical JSON, in the order of the envelopes. Only a gateway of
   * an organisation may call it, and only for instructions whose home that organisation is (decision 0003).
   */
  async apply(ctx: Context, ...envelopes: string[]): Promise<string> {
    requireAskedAs(ctx.stub, 'ledger:apply')
    requireRole(ctx.clientIdentity, 'gateway')
    if (envelopes.length > batchMaximum) throw new Error(`a batch holds at most ${batchMaximum} envelopes`)
    const now = transactionTime(ctx.stub)
    requireHonestTime(now, BigInt(Date.now()))
    const request = { items: envelopes.map(read), now }
    const outcomes = (await decideOnPresumed(ctx, request)) ?? ((await decideAll(ctx, request)) as Outcome[])
    if (outcomes.some(isRecorded)) ctx.stub.setEvent('instructions', eventOf(outcomes))
    return canonical(outcomes as never)
  }

  /**
   * Folds credits, named by their keys, into the account of a participant of the caller's own organisation, so that its
   * row says most of what it has (decision 0007). Nothing changes hands: every total stays. The request is the participant
   * and then the keys. Refuses foreign accounts and keys that are not this participant's credits. Returns how many were
   * folded.
   */
  async fold(ctx: Context, ...request: string[]): Promise<string> {
    const [participant = '', ...keys] = request
    requireAskedAs(ctx.stub, 'ledger:fold')
    requireRole(ctx.clientIdentity, 'gateway')
    requireHonestTime(transactionTime(ctx.stub), BigInt(Date.now()))
    if (keys.length > batchMaximum) throw new Error(`at most ${batchMaximum} credits are folded at once`)
    if (!participantId.safeParse(participant).success) throw new Error('that is no participant')
    if (!keys.every((key) => isCreditOf(participant, key))) throw new Error('a key is no credit of the participant')
    const work = new UnitOfWork(ctx.stub)
    await work.load([accounts.key(participant)])
    if (work.view.find(accounts, participant)?.home !== ctx.clientIdentity.getMSPID())
      throw new Error('the account is not at home here')
    const count = await work.foldRows(participant, [...new Set(keys)].sort())
    await work.flush()
    return canonical(count)
  }
}

const isCreditOf = (participant: string, key: string): boolean => {
  const parsed = parseKey(key)
  return parsed?.table === credits && parsed.members.length === 3 && parsed.members[0] === participant
}

const eventOf = (outcomes: Outcome[]): Buffer =>
  Buffer.from(canonical(outcomes.filter(isRecorded).map(({ id, status }) => ({ id, status }))))
