import { participants } from '../../chaincode/domains/registry/tables.ts'
import type { Effects, Outcome } from '../../chaincode/outcome.ts'
import { type Instruction, type Kind, parseKey } from '../../chaincode/vocabulary.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import { ledgerFaults } from '../support/invariants.ts'
import type { InMemoryLedger, Proposal } from '../support/ledger.ts'
import { codeOf, outcomesOf } from '../support/scene.ts'
import { valueFaults } from '../support/values.ts'
import type { Book } from './book/book.ts'
import { settle, wayAmong } from './book/clerk.ts'
import type { Posted } from './drawing/envelopes.ts'
import { listFaults } from './lists.ts'

/** Ledger and book disagree. */
export class Disagreement extends Error {}

/** Envelopes that one gateway sends in one transaction. */
export interface Batch {
  gateway: string
  posted: readonly Posted[]
}

/** Rows to be put into somebody's own: credits into the account, or marks into the reputation. */
export interface Fold {
  transaction: 'fold' | 'foldMarks'
  participant: string
  keys: readonly string[]
}

/** What a transaction of the day is about: envelopes, or a fold. */
export type Work = { batch: Batch } | { fold: Fold }

/** A piece of work in words. */
export const described = (work: Work): string => {
  if ('fold' in work) return `${work.fold.transaction} of ${work.fold.participant}`
  return work.batch.posted.map(({ sent: { instruction } }) => `${instruction.kind} by ${instruction.from}`).join(', ')
}

/** What of an instruction is a case of its own, beside its kind: what its payment settles, and that its merchant is of another home. */
const particularsOf = ({ kind, body }: Instruction): string[] => {
  const { settles, payerHome, anyHome } = body as { settles?: object; payerHome?: string; anyHome?: true }
  return [
    ...Object.keys(settles ?? {}).map((what) => `${kind} that settles a ${what}`),
    ...(payerHome === undefined && anyHome === undefined ? [] : [`${kind} of any home`]),
  ]
}

/** Of what kinds of answers and matches the ending is a case of its own, by what of their effects. */
const endingOf: { readonly [K in Kind]?: 'status' | 'verdict' } = {
  ...{ 'demand.match': 'status', 'recommendation.match': 'status', 'recommendation.deliver': 'status' },
  ...{
    'recommendation.answer': 'verdict',
    'chain.enrich': 'status',
    'chain.answer': 'verdict',
    'chain.settle': 'status',
    'chain.withdraw': 'status',
    'chain.reconcile': 'status',
    ...{ 'reward.pay': 'status', 'reward.take-back': 'status' },
  },
}

const endingsOf = (kind: Kind, effects: Effects): string[] => {
  const ending = endingOf[kind]
  return [
    ...(ending === undefined ? [] : [`${kind} that ends as ${effects[ending]}`]),
    ...((effects['dropped'] ?? '') === '' ? [] : [`${kind} that drops somebody`]),
  ]
}

/** What was met in an instruction: its kind and what is particular about it where it was honoured, and else the code. */
const metIn = (instruction: Instruction, outcome: Outcome): string[] =>
  outcome.status === 'accepted'
    ? [instruction.kind, ...particularsOf(instruction), ...endingsOf(instruction.kind, outcome.effects)]
    : [codeOf(outcome)]

const isPrivate = (key: string): boolean => parseKey(key)?.table.place === 'pair'

/** A row's text, and that of a private one without the salt, which is in no book. */
const withoutSalt = (key: string, text: string): string => {
  if (!isPrivate(key)) return text
  const row = JSON.parse(text)
  const { salt: _salt, ...said } = row ?? {}
  return canonical(row === null ? null : said)
}

/** How often what was met: kinds honoured, codes, ways in which transactions ended. */
export class Tally {
  readonly counts = new Map<string, number>()

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

/** Holds what a ledger did against the book, transaction by transaction; throws a `Disagreement` at the first that is not as it says. */
export class Audit {
  readonly #ledger: InMemoryLedger
  readonly #book: Book
  readonly #met: Tally

  constructor({ ledger, book, met }: { ledger: InMemoryLedger; book: Book; met: Tally }) {
    this.#ledger = ledger
    this.#book = book
    this.#met = met
  }

  get #organisations(): readonly string[] {
    return this.#ledger.consortium.peerOrganisations
  }

  /** All rows, and every invariant over all blocks. */
  checkWhole(): void {
    const keys = [...this.#book.keys(), ...this.#ledger.keys('', '')]
    const faults = [...this.#rowFaults(keys), ...ledgerFaults(this.#ledger)]
    if (faults.length > 0) throw new Disagreement(`at the end of the day: ${faults.join('; ')}`)
  }

  /** Holds a committed transaction against the book: each outcome, every row, and who endorsed it. */
  check(work: Work, proposal: Proposal): void {
    this.#book.transaction = proposal.txId
    this.#book.touched.clear()
    if ('fold' in work) this.#fold(work.fold)
    else this.#checkOutcomes(work.batch, proposal)
    const written = new Map(proposal.readWriteSet.writes.map(({ key, value }) => [key, value?.toString() ?? 'null']))
    const faults = [
      ...this.#rowFaults([...this.#book.touched.keys(), ...written.keys()], written),
      ...this.#endorserFaults(proposal),
    ]
    if (faults.length > 0) throw new Disagreement(`${described(work)}: ${faults.join('; ')}`)
  }

  #fold({ transaction, participant, keys }: Fold): void {
    if (transaction === 'fold') this.#book.fold(participant, undefined, keys)
    else this.#book.foldMarks(participant, keys)
  }

  #checkOutcomes({ gateway, posted }: Batch, proposal: Proposal): void {
    const way = {
      ...{ ledger: this.#ledger.channel, submitter: gateway, now: proposal.timestamp },
      ...wayAmong(this.#ledger.consortium),
    }
    const outcomes = outcomesOf(proposal)
    for (const [place, { sent, text }] of posted.entries()) {
      const outcome = outcomes[place] as Outcome
      const { kind, from, body } = sent.instruction
      for (const what of metIn(sent.instruction, outcome)) this.#met.add(what)
      const lists = listFaults(this.#book, sent.instruction)
      const fault = settle(this.#book, sent, { way, outcome })
      const faults = [...(fault === undefined ? [] : [fault]), ...lists, ...valueFaults(text, outcome)]
      if (faults.length > 0)
        throw new Disagreement(`${kind} by ${from}: ${faults.join('; ')} (${canonical(body as never)})`)
    }
  }

  /** The text of a row as it stands, a private one in the collection of its pair. */
  #standing(key: string): string {
    if (!isPrivate(key)) return canonical((this.#ledger.row(key) ?? null) as never)
    const [bank = '', institution = ''] = parseKey(key)?.members ?? []
    const rows = this.#ledger.state.table(this.#ledger.consortium.collectionOf(bank, institution) ?? '')
    return rows.get(key)?.value.toString() ?? 'null'
  }

  /** Where rows are other than in the book; what a transaction wrote is looked at before what stands now. */
  #rowFaults(keys: readonly string[], written: ReadonlyMap<string, string> = new Map()): string[] {
    return [...new Set(keys)].flatMap((key) => {
      const expected = canonical(this.#book.row(key))
      const found = withoutSalt(key, written.get(key) ?? this.#standing(key))
      return expected === found ? [] : [`${key} is ${found}, and ${expected} in the book`]
    })
  }

  /** No account, and no row between parties that stood before, changes without a peer of its home (decisions 0009, 0022). */
  #endorserFaults({ organisations }: Proposal): string[] {
    const { quorum } = this.#ledger.consortium
    const count = this.#organisations.filter((one) => organisations.includes(one)).length
    const homes = [...this.#book.touched].flatMap(([key, stood]) => this.#homesOf(key, stood))
    const missing = homes.filter((home) => this.#organisations.includes(home) && !organisations.includes(home))
    return [
      ...(count < quorum ? [`${count} organisations endorsed it, where ${quorum} must`] : []),
      ...missing.map((home) => `it is valid without a peer of ${home}`),
    ]
  }

  #homesOf(key: string, stood: boolean): string[] {
    const { table, members } = parseKey(key) as NonNullable<ReturnType<typeof parseKey>>
    if (table.place === 'home') return [this.#book.find(participants, members[0] ?? '')?.home ?? '']
    const row = this.#book.row(key) as { [member: string]: string } | null
    return stood && row !== null ? table.homesOf(row as never) : []
  }
}
