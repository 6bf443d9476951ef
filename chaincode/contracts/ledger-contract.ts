import { type Context, Contract } from 'fabric-contract-api'
import { ruleOf } from '../rules/catalogue.ts'
import { admit, decide, withNumberUsed } from '../rules/judge.ts'
import type { Decision, Facts } from '../rules/rule.ts'
import { requireRole } from '../state/caller.ts'
import { requireHonestTime, transactionTime } from '../state/facts.ts'
import { UnitOfWork } from '../state/unit-of-work.ts'
import { canonical } from '../wire/canonical.ts'
import { type ReadEnvelope, readEnvelope } from '../wire/envelope.ts'
import { isRecorded, type Outcome } from '../wire/outcome.ts'
import type { Account } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'

/** The most envelopes that one transaction may carry. */
export const batchMaximum = 500

interface Work {
  work: UnitOfWork
  facts: Facts
  ledger: string
  submitter: string
}

const read = (text: string): ReadEnvelope | Outcome => {
  try {
    return readEnvelope(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id: '', status: 'rejected', code: error.code, values: error.values }
  }
}

const isEnvelope = (item: ReadEnvelope | Outcome): item is ReadEnvelope => 'instruction' in item

/** Asks the rule; when it refuses for want of quantity, folds the credits that it names and asks once more. */
const decideWithFolds = async ({ instruction }: ReadEnvelope, { work, facts }: Work): Promise<Decision> => {
  const rule = ruleOf(instruction.kind)
  const fold = rule.foldWhenShort?.(instruction as never)
  const ask = () => decide({ instruction, sender: work.account(instruction.from) as Account, view: work, facts })
  try {
    return ask()
  } catch (error) {
    const isShort = error instanceof Refusal && error.code === 'exceeds_available_quantity'
    if (!isShort || fold === undefined || !(await work.fold(fold))) throw error
    return ask()
  }
}

const honour = async (envelope: ReadEnvelope, request: Work): Promise<Outcome> => {
  const { instruction, id } = envelope
  const admission = admit({ envelope, view: request.work, ledger: request.ledger, submitter: request.submitter })
  if (admission.status !== 'admitted') return { id, ...admission }
  const sender = request.work.account(instruction.from) as Account
  request.work.apply({ accounts: [withNumberUsed(sender, instruction)] })
  const foldBefore = ruleOf(instruction.kind).foldBefore?.(instruction as never)
  try {
    if (foldBefore !== undefined) await request.work.fold(foldBefore)
    const decision = await decideWithFolds(envelope, request)
    request.work.apply(decision)
    return { id, status: 'accepted', effects: decision.effects }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id, status: 'refused', code: error.code, values: error.values }
  }
}

const load = async (envelopes: ReadEnvelope[], work: UnitOfWork): Promise<void> => {
  const reads = envelopes.map(({ instruction }) => ruleOf(instruction.kind).reads(instruction as never))
  await work.load({
    accounts: [
      ...envelopes.map(({ instruction }) => instruction.from),
      ...reads.flatMap(({ accounts }) => accounts ?? []),
    ],
    participants: reads.flatMap(({ participants }) => participants ?? []),
    vouchers: reads.flatMap(({ vouchers }) => vouchers ?? []),
  })
}

/** The contract through which every change comes: envelopes in, outcomes out. */
export class LedgerContract extends Contract {
  constructor() {
    super('ledger')
  }

  /**
   * Decides a batch of envelopes in order, each on top of the ones before it; a refused one never spoils its
   * neighbours (decision 0006). Returns the outcomes as canonical JSON, in the order of the envelopes. Only a gateway of
   * an organisation may call it, and only for instructions whose home that organisation is (decision 0003).
   */
  async apply(ctx: Context, ...envelopes: string[]): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway')
    if (envelopes.length > batchMaximum) throw new Error(`a batch holds at most ${batchMaximum} envelopes`)
    const now = transactionTime(ctx.stub)
    requireHonestTime(now, BigInt(Date.now()))
    const work = new UnitOfWork(ctx.stub)
    const items = envelopes.map(read)
    await load(items.filter(isEnvelope), work)
    const request = { work, facts: { now }, ledger: ctx.stub.getChannelID(), submitter: ctx.clientIdentity.getMSPID() }
    const outcomes: Outcome[] = []
    for (const item of items) outcomes.push(isEnvelope(item) ? await honour(item, request) : item)
    await work.flush()
    if (outcomes.some(isRecorded)) ctx.stub.setEvent('instructions', eventOf(outcomes))
    return canonical(outcomes as never)
  }
}

const eventOf = (outcomes: Outcome[]): Buffer =>
  Buffer.from(canonical(outcomes.filter(isRecorded).map(({ id, status }) => ({ id, status }))))
