import type { Item } from '../../chaincode/batch/decide.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { type Consortium, ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Disclosed } from '../disclosure/disclosed.ts'
import { type Difference, shown } from '../findings.ts'
import { identityOf } from '../ledger/caller.ts'
import type { Call } from '../ledger/transaction.ts'
import type { HiddenRow, PlacedChange, ReplayedWork } from './replayed-work.ts'
import type { RowStore } from './row-store.ts'
import type { Rules } from './rules.ts'
import { ConfidentialPart } from './told.ts'

/** A batch as the rules decide it: its items, and the outcome of each. */
export interface DecidedBatch {
  items: readonly Item[]
  outcomes: readonly Outcome[]
  /** The places of what could not be decided again, since what it says to few is in no block. */
  unseen: ReadonlySet<number>
  /** The places of what was decided again with what members disclosed. */
  disclosed: ReadonlySet<number>
}

/** What the contract makes of a transaction. */
export interface Decided {
  response: string
  batch: DecidedBatch | undefined
  event: { name: string; payload: string } | undefined
  changes: readonly PlacedChange[]
  /** The private rows that it writes. */
  hidden: readonly HiddenRow[]
  /** What is wrong with what members disclosed of it, or missing. */
  notes: readonly Difference[]
  /** The place of the instruction that changed a row last, by the row's key. */
  placeOf(key: string): number | undefined
  /** The places of all instructions that changed it, in their order. */
  placesOf(key: string): readonly number[]
}

/** What every transaction is decided with. */
export interface Setting {
  store: RowStore
  consortium: Consortium
  /** Told of each transaction that was decided again, by its id. */
  onDecided?: ((transaction: string, decided: Decided) => void) | undefined
  /** The rules of the definition that the transaction names. */
  rules: Rules
  /** What members disclosed of what they alone know. */
  disclosed?: Disclosed | undefined
}

type Answer = Pick<Decided, 'response' | 'batch' | 'event'> & Partial<Pick<Decided, 'notes'>>

interface Transaction {
  /** Throws for a creator whose certificate does not entitle it. */
  requireEntitled(call: Call, rules: Rules): void
  answer(call: Call, work: ReplayedWork, by: Omit<Setting, 'store'>): Promise<Answer>
}

const requireGateway = ({ creator }: Call, { requireRole }: Rules): void => requireRole(identityOf(creator), 'gateway')

const apply: Transaction = {
  requireEntitled: requireGateway,
  answer: async (call, work, { rules, disclosed }) => {
    const { arguments: texts, at: now, channel: ledger, creator } = call
    const { batchMaximum, readItem, decideBatch, canonical, eventOf } = rules
    if (texts.length > batchMaximum) throw new Error(`a batch holds at most ${batchMaximum} envelopes`)
    const items = texts.map(readItem)
    const begin = (place: number): void => {
      work.place = place
    }
    const part = new ConfidentialPart({ call, items, work, disclosed })
    const told = (place: number) => part.told(place)
    const batch = { items, now, ledger, submitter: creator.mspId, begin, told, confidential: part.texts }
    const outcomes = await decideBatch(work, batch)
    const { unseen, disclosed: seen } = part
    return {
      ...{ response: canonical(outcomes as never), batch: { items, outcomes, unseen, disclosed: seen } },
      ...{ event: eventOf(outcomes), notes: part.notes() },
    }
  },
}

const fold: Transaction = {
  requireEntitled: requireGateway,
  answer: async ({ arguments: [participant = '', ...keys], creator: { mspId: submitter } }, work, { rules }) => ({
    ...{ response: rules.canonical(await rules.foldCredits(work, { participant, keys, submitter })), batch: undefined },
    event: undefined,
  }),
}

const foldingMarks: Transaction = {
  requireEntitled: requireGateway,
  answer: async ({ arguments: [participant = '', ...keys], creator: { mspId: submitter } }, work, { rules }) => {
    const { foldMarks, canonical } = rules
    if (foldMarks === undefined) throw new Error('the rules of this definition know no marks')
    return {
      response: canonical(await foldMarks(work, { participant, keys, submitter })),
      batch: undefined,
      event: undefined,
    }
  },
}

const enrolRegistrar: Transaction = {
  requireEntitled: ({ creator }, { requireAdministrator }) => requireAdministrator(identityOf(creator)),
  answer: async ({ arguments: [request = ''], creator: { mspId: home } }, work, { consortium, rules }) => ({
    ...{ response: rules.canonical(await rules.enrolDevice(work, { request, home, consortium })), batch: undefined },
    event: undefined,
  }),
}

/** The transactions of the ledger that change rows, each by its full name, under which alone it answers. */
const transactions = new Map<string, Transaction>(
  Object.entries({
    ...{ 'ledger:apply': apply, 'ledger:fold': fold, 'ledger:foldMarks': foldingMarks },
    'registry:enrolRegistrar': enrolRegistrar,
  }),
)

/** True for a call that the rules decide; any other may only read. */
export const isDecided = ({ chaincode, name }: Call): boolean => chaincode === ledgerChaincode && transactions.has(name)

const problemOf = (error: unknown): string => shown(error instanceof Error ? error.message : String(error))

/** What came of deciding a call failed of; of what was disclosed an error may repeat a part, which goes into no report. */
const failureOf = (error: unknown, { arguments: texts }: Call, disclosed: Disclosed | undefined): string =>
  disclosed !== undefined && texts.some((text) => text.includes('"confidential":'))
    ? 'what failed is not told, since it may repeat what was disclosed'
    : problemOf(error)

/**
 * Decides a transaction again, over the rows as they are before it and with the facts that its endorsers had: its id and time, and
 * its creator's organisation. Device signatures, stamps and numbers are judged here, since the contract judges them. Answers a
 * difference instead where no honest peer could have endorsed it. What an endorser's own clock said is not in a block, so the
 * transaction's time is taken as it stands.
 */
export const decideAgain = async (
  { id, call }: { id: string; call: Call },
  { store, consortium, rules, disclosed }: Setting,
): Promise<Decided | Difference> => {
  const transaction = transactions.get(call.name) as Transaction
  try {
    transaction.requireEntitled(call, rules)
  } catch (error) {
    return { code: 'CALLER_NOT_ENTITLED', key: shown(call.creator.mspId), found: problemOf(error) }
  }
  const work = new rules.ReplayedWork({ store, consortium, transaction: id, disclosed })
  try {
    const answer = await transaction.answer(call, work, { consortium, rules, disclosed })
    return {
      ...{ notes: [], ...answer },
      changes: await work.changes(),
      hidden: work.hidden(),
      placeOf: (key) => work.placeOf(key),
      placesOf: (key) => work.placesOf(key),
    }
  } catch (error) {
    return { code: 'CALL_REFUSED', found: failureOf(error, call, disclosed) }
  }
}
