import { type Context, Contract } from 'fabric-contract-api'
import type { ChaincodeStub } from 'fabric-shim'
import { batchMaximum, decideBatch, eventOf, type Item, judgedReceipts, readItem } from '../batch/decide.ts'
import { foldCredits, foldMarks } from '../batch/fold.ts'
import type { Outcome } from '../outcome.ts'
import { requireAskedAs, requireRole } from '../state/caller.ts'
import { requireHonestReceipts, requireHonestTime, transactionTime } from '../state/facts.ts'
import { workOf } from '../state/work.ts'
import { canonical } from '../wire/canonical.ts'
import type { Consortium } from '../wire/consortium.ts'
import { transientNames } from '../wire/transient.ts'

/** The most rows that are taken as presumed, and the most bytes of one; the others are read. */
const presumedMaximum = 16
const presumedBytesMaximum = 65_536

interface Asked {
  items: readonly Item[]
  now: bigint
  consortium: Consortium
}

/** What came beside a transaction and stands in no block: rows as the gateway presumes them, confidential bodies, and a salt. */
const sentAlong = (stub: Pick<ChaincodeStub, 'getTransient'>, prefix: string): [name: string, text: string][] =>
  [...stub.getTransient()]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, bytes]) => [name.slice(prefix.length), Buffer.from(bytes).toString()])

/** Decides all items in order and writes what that changes; undefined, with nothing written, where presumed rows do not stand. */
const decideAll = async (
  { stub, clientIdentity }: Context,
  { items, now, consortium, presumed }: Asked & { presumed?: ReadonlyMap<string, string> },
): Promise<Outcome[] | undefined> => {
  const salt = sentAlong(stub, transientNames.salt)[0]?.[1]
  const work = workOf(stub, consortium, { presumed, salt })
  const confidential = new Map(sentAlong(stub, transientNames.confidential))
  const batch = { items, now, ledger: stub.getChannelID(), submitter: clientIdentity.getMSPID(), confidential }
  const outcomes = await decideBatch(work, batch)
  return (await work.flush()) ? outcomes : undefined
}

/**
 * Decides on the rows that the gateway sent along, which spares a call for them; undefined where none were, or where they
 * cannot be decided on. They stand before anything is written, so that deciding anew makes the same transaction as if none had come.
 */
const decideOnPresumed = async (ctx: Context, request: Asked): Promise<Outcome[] | undefined> => {
  const isShort = ([, text]: [string, string]) => text.length <= presumedBytesMaximum
  const sent = sentAlong(ctx.stub, transientNames.row).filter(isShort).slice(0, presumedMaximum)
  if (sent.length === 0) return undefined
  const presumed = new Map(sent)
  // Whatever goes wrong may be the fault of what was sent; what is not comes about again without it.
  return decideAll(ctx, { ...request, presumed }).catch(() => undefined)
}

/** Folds rows of the participant that the request names first, by the keys behind it, and answers how many. */
const foldBy = async (
  fold: typeof foldCredits,
  { stub, clientIdentity }: Context,
  { name, request, consortium }: { name: string; request: readonly string[]; consortium: Consortium },
): Promise<string> => {
  const [participant = '', ...keys] = request
  requireAskedAs(stub, name)
  requireRole(clientIdentity, 'gateway')
  requireHonestTime(transactionTime(stub), BigInt(Date.now()))
  const work = workOf(stub, consortium)
  const count = await fold(work, { participant, keys, submitter: clientIdentity.getMSPID() })
  await work.flush()
  return canonical(count)
}

/** The contract through which every change comes: envelopes in, outcomes out. */
export class LedgerContract extends Contract {
  readonly #consortium: Consortium

  constructor(consortium: Consortium) {
    super('ledger')
    this.#consortium = consortium
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
    const clock = BigInt(Date.now())
    requireHonestTime(now, clock)
    const items = envelopes.map(readItem)
    requireHonestReceipts(judgedReceipts(items), { now, clock })
    const request = { items, now, consortium: this.#consortium }
    const outcomes = (await decideOnPresumed(ctx, request)) ?? ((await decideAll(ctx, request)) as Outcome[])
    const event = eventOf(outcomes)
    if (event !== undefined) ctx.stub.setEvent(event.name, Buffer.from(event.payload))
    return canonical(outcomes as never)
  }

  /**
   * Folds credits, named by their keys, into the account of a participant of the caller's own organisation, so that its
   * row says most of what it has (decision 0007). Nothing changes hands: every total stays. The request is the participant
   * and then the keys. Refuses foreign accounts and keys that are not this participant's credits. Returns how many were
   * folded.
   */
  async fold(ctx: Context, ...request: string[]): Promise<string> {
    return foldBy(foldCredits, ctx, { name: 'ledger:fold', request, consortium: this.#consortium })
  }

  /**
   * Folds marks, named by their keys, into the reputation of a participant of the caller's own organisation (decision 0041).
   * Request, refusals and answer are those of `fold`.
   */
  async foldMarks(ctx: Context, ...request: string[]): Promise<string> {
    return foldBy(foldMarks, ctx, { name: 'ledger:foldMarks', request, consortium: this.#consortium })
  }
}
