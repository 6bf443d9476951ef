import type { z } from 'zod'
import { type Account, accounts } from '../domains/registry/tables.ts'
import { vouchers } from '../domains/vouchers/tables.ts'
import type { VoucherFunction } from '../domains/vouchers/terms.ts'
import type { Effects } from '../outcome.ts'
import { Refusal } from '../refusal.ts'
import type { Kind, RefusalCode } from '../vocabulary.ts'
import type { Table } from '../wire/table.ts'
import { moved } from './account.ts'
import { requireNotPast, requirePast } from './deadline.ts'
import { type Lifecycle, next } from './lifecycle.ts'
import {
  requireAccount,
  requireActiveAccount,
  requireFunction,
  requireLiveVoucher,
  requireSameVoucher,
} from './require.ts'
import { type Request, type Rule, type View, write } from './rule.ts'

/** What every record has that one side opened, with a quantity reserved for it, and that waits for the other side's word. */
interface AgreementRecord<State> {
  voucher: string
  home: string
  quantity: bigint
  answerBy: bigint
  status: State
}

interface AgreementParts<Shape extends z.ZodObject, State extends string, Event extends string> {
  /** Its table, whose name is the member by which a body names a record. */
  table: Table<string, Shape, readonly string[]>
  lifecycle: Lifecycle<State, Event>
  /** The member of body and record that names who opened it, and the member of the record that names who answers. */
  opener: string
  answerer: string
  /** What the voucher must still offer for the answer yes. */
  function: VoucherFunction
  unknown: RefusalCode
  stateForbids: RefusalCode
}

/** How an agreement ends that nobody said yes to; every life cycle has these steps, and `accept`. */
type Ending = 'decline' | 'cancel' | 'expire'

interface Asked {
  body: object
}

/** A step as one request asks for it. `by` names the party whose step it is; without it, it is anybody's. */
interface StepOf<Record, Event> {
  by?: string
  event: Event | ((before: Record) => Event)
}

const textIn = (from: object, member: string): string => (from as { [member: string]: string })[member] as string

/**
 * What offers, pledges and all that waits for somebody's word have in common: what they read, who endorses their steps, and their
 * guards, which come in one order for all of them (decision 0033): is there such a record; do body and record agree; is the sender the
 * party whose step it is; does the state allow it; then what this step alone asks.
 */
export class Agreement<Shape extends z.ZodObject, State extends string, Event extends string> {
  readonly #parts: AgreementParts<Shape, State, Event>

  constructor(parts: AgreementParts<Shape, State, Event>) {
    this.#parts = parts
  }

  #idIn(from: object): string {
    return textIn(from, this.#parts.table.name)
  }

  #find(view: View, body: object) {
    return view.find(this.#parts.table, this.#idIn(body)) as (z.output<Shape> & AgreementRecord<State>) | undefined
  }

  /** Reads, home and organisations of every step. */
  readonly steps = {
    reads: ({ body }: Asked): string[] => [
      this.#parts.table.key(this.#idIn(body)),
      accounts.key(textIn(body, this.#parts.opener)),
    ],
    home: ({ body }: Asked, view: View) => this.#find(view, body)?.home,
    organisations: ({ body }: Asked, view: View) => {
      const found = this.#find(view, body)
      const { opener, answerer } = this.#parts
      return found === undefined ? [] : [opener, answerer].map((party) => textIn(found, `${party}Home`))
    },
  }

  /** As `steps`, for the answer yes, which looks at the voucher too. */
  readonly answers = {
    ...this.steps,
    reads: ({ body }: Asked): string[] => [...this.steps.reads({ body }), vouchers.key(textIn(body, 'voucher'))],
  }

  #require(view: View, body: object) {
    const { unknown, opener, table } = this.#parts
    const named = { [table.name]: this.#idIn(body) }
    const found = this.#find(view, body)
    if (found === undefined) throw new Refusal(unknown, named)
    if (textIn(found, opener) !== textIn(body, opener)) throw new Refusal('not_a_party', named)
    requireSameVoucher(found, body as { voucher: string })
    return found
  }

  #requireParty(found: object, party: string, sender: Account): void {
    if (textIn(found, party) === sender.participant) return
    throw new Refusal('not_a_party', { [this.#parts.table.name]: this.#idIn(found), party })
  }

  #next(found: AgreementRecord<State>, event: Event): State {
    const status = next(this.#parts.lifecycle, found.status, event)
    if (status !== undefined) return status
    throw new Refusal(this.#parts.stateForbids, { [this.#parts.table.name]: this.#idIn(found), status: found.status })
  }

  /**
   * The record after a step, and the account of who opened it. Refuses the unknown code of the agreement, `not_a_party`,
   * `not_the_voucher`, and the code of a state that knows no such step, in this order.
   */
  step(
    { body, sender, view }: Pick<Request<Kind>, 'sender' | 'view'> & Asked,
    { by, event }: StepOf<z.output<Shape> & AgreementRecord<State>, Event>,
  ) {
    const before = this.#require(view, body)
    const opener = requireAccount(view, textIn(before, this.#parts.opener))
    if (by !== undefined) this.#requireParty(before, by, sender)
    const status = this.#next(before, typeof event === 'function' ? event(before) : event)
    return { record: { ...before, status }, opener }
  }

  /**
   * The record once its answerer said yes. Refuses as `step`, and then `participant_state_forbids` for an opener who is frozen,
   * `deadline_passed`, and what the voucher does not offer any more.
   */
  accepted(request: Pick<Request<Kind>, 'sender' | 'view' | 'facts'> & Asked) {
    const { answerer, opener, function: wanted } = this.#parts
    const step = this.step(request, { by: answerer, event: 'accept' as Event })
    requireActiveAccount(request.view, textIn(step.record, opener))
    requireNotPast(step.record.answerBy, request.facts)
    requireFunction(requireLiveVoucher(request.view, step.record.voucher), wanted)
    return step
  }

  /** The rule of an ending: the quantity is its opener's to use again. Its answerer declines, its opener cancels, anybody ends what is overdue. */
  ending<K extends Kind>(event: Ending): Rule<K> {
    const { table, answerer, opener } = this.#parts
    const by = { decline: { by: answerer }, cancel: { by: opener }, expire: {} }[event]
    return {
      ...this.steps,
      decide: ({ body, sender, view, facts }) => {
        const step = this.step({ body, sender, view }, { ...by, event: event as Ending & Event })
        const { voucher, quantity, answerBy } = step.record
        if (event === 'expire') requirePast(answerBy, facts)
        const freed = moved(step.opener, voucher, { bucket: 'reserved', to: 'available', quantity })
        return {
          effects: this.effectsOf(step.record),
          writes: [write(table, step.record), write(accounts, freed)],
        }
      },
    }
  }

  /** What a step tells: which record, how it stands, and about how much of what. */
  effectsOf(record: AgreementRecord<State>): Effects {
    const { voucher, status, quantity } = record
    return { [this.#parts.table.name]: this.#idIn(record), status, voucher, quantity: quantity.toString() }
  }
}
