import type { Account } from '../../../chaincode/domains/registry/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { Body, Kind, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Amount, Book } from './book.ts'

/** One instruction that the ledger took notice of, as a page of the book judges it. */
export interface Asked<K extends Kind = Kind> {
  book: Book
  body: Body<K>
  /** The sender, and the device by which it asks. */
  from: string
  device: string
  sender: Account
  /** The instruction's id, which names what it opens. */
  id: string
  now: bigint
  /** What the home's stamp says, where the kind needs one. */
  stamp: { [name: string]: string | boolean }
  /** When its home says that it arrived, where the kind needs a stamp. */
  receivedAt?: bigint | undefined
  /** What it says to a bank and an institution alone, where the kind does. */
  confidential: object
  /** Every bank with every institution that shares something with it, and all members that are institutions. */
  pairs: readonly { bank: string; institution: string }[]
  institutionHomes: readonly string[]
  /** The members that are banks. */
  bankHomes: readonly string[]
  /** What speaks against it whatever its kind. */
  general: readonly RefusalCode[]
}

/** What the book says of an instruction. */
export interface Ruling {
  /** Every reason against it; the ledger must name one of them, and must honour it when there is none. */
  against: RefusalCode[]
  /** Whose credits the ledger puts into the row for it, also where it refuses in the end. */
  folds: { participant: string; voucher?: string }[]
  /** Writes down what it changes, and answers with what the ledger must tell of it. */
  carryOut(): Effects
}

/** A kind's page of the book. */
export type Page<K extends Kind> = (asked: Asked<K>) => Ruling

/** The codes whose condition holds. */
export const reasons = (conditions: { readonly [C in RefusalCode]?: boolean }): RefusalCode[] =>
  Object.entries(conditions).flatMap(([code, holds]) => (holds ? [code as RefusalCode] : []))

/** The ruling on what can only be refused. */
export const refused = (...against: RefusalCode[]): Ruling => ({
  against,
  folds: [],
  carryOut: () => {
    throw new Error(`the book does not carry out what ${against} speaks against`)
  },
})

/** A quantity that must be free to use, and the code where it is not. */
export interface Take extends Amount {
  code?: RefusalCode
}

/**
 * The ruling on what takes quantities, one after the other, once nothing else speaks against it: a row that has too little is given its
 * credits first (decision 0007). What is looked at only behind that is `late`.
 */
export const taking = (
  { book, general }: Pick<Asked, 'book' | 'general'>,
  { guards, takes, late = [] }: { guards: RefusalCode[]; takes: readonly Take[]; late?: RefusalCode[] },
  carryOut: () => Effects,
): Ruling => {
  const against = [...guards]
  const folds: Ruling['folds'] = []
  for (const { participant, voucher, quantity, code = 'exceeds_available_quantity' } of takes) {
    if (quantity > book.holding(participant, voucher).available) folds.push({ participant, voucher })
    if (quantity <= book.usable(participant, voucher)) continue
    against.push(code)
    break
  }
  const isReached = general.length === 0 && guards.length === 0
  return { against: [...against, ...late], folds: isReached ? folds : [], carryOut }
}

/** The ruling on what takes nothing. */
export const plain = (against: RefusalCode[], carryOut: () => Effects): Ruling => ({ against, folds: [], carryOut })
