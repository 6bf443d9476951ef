import type { z } from 'zod'
import type { Account } from '../domains/registry/tables.ts'
import type { Accepted, Effects, Refused } from '../outcome.ts'
import type {
  Body,
  ConfidentialBody,
  ConfidentialKind,
  Instruction,
  Kind,
  StampedKind,
  StampFacts,
} from '../vocabulary.ts'
import type { Consortium } from '../wire/consortium.ts'
import type { Named, RecordIn, Table } from '../wire/table.ts'

/** The records that a rule may look at: those it named before, with every earlier decision of the same transaction. */
export interface View {
  /** The record that these members of the table's key name; undefined where there is none. */
  find<Shape extends z.ZodObject, Key extends readonly string[]>(
    table: Table<string, Shape, Key>,
    ...key: Named<Key>
  ): z.output<Shape> | undefined
  /** True while credits of a voucher are left beside an account, since no transaction folds all of so many; only a transaction's own view tells. */
  hasCreditsLeft?(participant: string, voucher: string): boolean
}

/** A view over anything that finds the record under a key: a transaction's own work, or a projection of the blocks. */
export const viewOf = (find: (table: Table, key: string) => unknown): View => ({
  find: (table, ...members) => find(table, table.key(...members)) as never,
})

/** What a rule knows of the world besides records. `now` is the transaction's timestamp in UTC milliseconds. */
export interface Facts {
  now: bigint
}

/** A quantity handed to somebody else, written without reading that account (decision 0007). */
export interface Gift {
  payee: string
  /** The payee's own home: the credit stands there, and is found nowhere else (decision 0022). */
  payeeHome: string
  voucher: string
  quantity: bigint
}

/** That something counts for somebody's reputation, written without reading that (decision 0041). */
export interface Mark {
  participant: string
  /** The participant's own home: the mark stands there. */
  home: string
  /** The id of the instruction that makes the mark. */
  interaction: string
  /** What it counts besides an interaction that was accepted. */
  counts?: 'success' | 'positive' | 'negative'
  /** True for the first interaction of the two at all. */
  isFirst?: true
}

/** A whole new value of one record. */
export interface Write {
  table: Table
  record: object
}

/** A write of one record. */
export const write = <T extends Table>(table: T, record: RecordIn<T>): Write => ({ table, record })

/** What an accepted instruction changes. What is not named stays as it is. */
export interface Decision {
  effects: Effects
  writes?: Write[]
  gifts?: Gift[]
  marks?: Mark[]
  /** The keys of private rows that both members of a pair lose for good, with all that ever stood there. */
  purges?: string[]
}

/** What a block says became of an instruction whose confidential text one does not have. */
export type Told = Pick<Accepted, 'status' | 'effects'> | Pick<Refused, 'status' | 'code' | 'values'>

/** What of a decision everybody can judge: all that is public, and under which keys it writes private rows. */
export interface OpenDecision extends Decision {
  hides: string[]
}

/**
 * A quantity that went from one's whole holding to another's. Without a giver it was put onto the ledger, without a receiver it was taken
 * off; what moves between the buckets of one holding is no movement.
 */
export interface Movement {
  giver?: string | undefined
  receiver?: string | undefined
  voucher: string | undefined
  /** Base units, as a decimal string. */
  quantity: string | undefined
  /** True for what one side keeps for its service, apart from what was traded or paid. */
  isFee?: boolean
}

/** An accepted instruction of which is told what moved; `effects` are those that are texts. */
export interface Done<K extends Kind> {
  from: string
  body: Body<K>
  effects: { readonly [name: string]: string | undefined }
  view: View
}

/** Whose credits, of which voucher or of all, must be folded into the account before a rule can judge it. */
export interface Fold {
  participant: string
  voucher?: string
}

/** What the home's stamp says of an instruction of this kind; nothing for the kinds that need none (decision 0016). */
export type StampOf<K extends Kind> = K extends StampedKind ? StampFacts<K> : undefined

/** When the home says that an instruction of this kind arrived, in UTC milliseconds; nothing for the kinds that need no stamp (decision 0041). */
export type ReceiptOf<K extends Kind> = K extends StampedKind ? bigint : undefined

/** What an instruction of this kind says besides to a bank and an institution alone; nothing for the other kinds (decision 0011). */
export type ConfidentialOf<K extends Kind> = K extends ConfidentialKind ? ConfidentialBody<K> : undefined

/** What a rule decides over. */
export interface Request<K extends Kind> {
  instruction: Instruction<K>
  body: Body<K>
  /** The instruction's id: unique, so that it can name the record that the instruction opens. */
  id: string
  sender: Account
  view: View
  facts: Facts
  /** Who runs the ledger together, as all approved it with the chaincode (decision 0034). */
  consortium: Pick<Consortium, 'collectionOf' | 'plays'>
  stamp: StampOf<K>
  receivedAt: ReceiptOf<K>
  confidential: ConfidentialOf<K>
}

/** What a rule decides over without the confidential text, of which the block alone says what it came to. */
export interface OpenRequest<K extends Kind> extends Omit<Request<K>, 'confidential'> {
  told: Told
}

/** One kind of instruction: who may send it, what it reads, where its home is, and what it decides. */
export interface Rule<K extends Kind> {
  /** The keys of every record that `home`, `organisations` and `decide` look at, besides the sender's account. */
  reads(instruction: Instruction<K>, stamp: StampOf<K>): string[]
  /**
   * The keys of further records, which only those that `reads` named tell; read once it is this instruction's turn (decision 0030), and asked
   * again while those read tell of more, what was not read yet being as if it were not there (0044). What is confidential tells of more as well,
   * for who has it; under which key a record of the ledger is read then is public.
   */
  readsThen?(instruction: Instruction<K>, view: View, confidential?: ConfidentialOf<K>): string[]
  /** The organisation whose gateway may submit it; undefined leaves the judgement to `decide`, which will refuse. */
  home(instruction: Instruction<K>, view: View): string | undefined
  /** Homes of the accounts that it changes besides the sender's: their peers must endorse too. */
  organisations?(instruction: Instruction<K>, view: View): (string | undefined)[]
  /** Homes of those to whom it gives without changing their accounts: their peers must endorse too (decision 0022). */
  receivers?(instruction: Instruction<K>, view: View): (string | undefined)[]
  /** The bank and the institution that alone are told what is confidential, whose peers alone endorse it; undefined leaves the judgement to `decide`. */
  pair?(instruction: Instruction<K>, view: View): { bank: string; institution: string } | undefined
  /** What many senders' instructions of this kind change at once, so that a gateway keeps them in one lane; undefined where this one changes no such thing. */
  contended?(instruction: Instruction<K>): string | undefined
  /** Credits to fold before the decision counts; another's are not folded for a sender who is refused without it. Undefined where this one needs none. */
  foldBefore?(instruction: Instruction<K>, view: View): Fold | undefined
  /** Decides over the records as they are; refuses by throwing a Refusal. Pure: same input, same answer, on every peer. */
  decide(request: Request<K>): Decision
  /**
   * Decides what is public of a kind with a confidential text, for who has the blocks alone: as `decide`, but that what the text and the
   * pair's rows decide is taken as the block tells it, where they could have decided so (`requireToldFit`). Every such kind has one.
   */
  openly?(request: OpenRequest<K>): OpenDecision
  /**
   * What an accepted instruction moved, said again from its outcome for whoever reads the blocks (decision 0036); a kind without moves
   * nothing from one holding to another. Nothing is decided on it, and every test's ledger compares it with what was written.
   */
  moves?(done: Done<K>): Movement[]
}

/** The rule of some kind, whichever. */
export type AnyRule = Rule<Kind>
