import { knownEnvelope } from '../../chaincode/envelope.ts'
import { type Accepted, isRecorded, type Outcome, type Refused } from '../../chaincode/outcome.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { envelopeBytesMaximum } from '../../chaincode/wire/identifiers.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import type { BlockTransaction, Claimed, ReadBlock } from '../fabric/block.ts'

/** An instruction that the ledger recorded, with where it stands: block, position of its transaction, place in the batch. */
export interface Recorded {
  id: string
  block: bigint
  position: number
  place: number
  transaction: string
  envelope: string
  outcome: Accepted | Refused
}

// The second spelling was answered by earlier releases of the contract.
const recordingCalls = ['ledger:apply', 'apply']

/** Whether a transaction is one that records instructions. */
export const isRecording = ({ validation, chaincode, call }: BlockTransaction): boolean =>
  validation === 'VALID' && chaincode === ledgerChaincode && recordingCalls.includes(call)

/** The outcomes in a response; none where it is no list, as only dishonest endorsers could have it. */
const outcomesIn = (response: string): unknown[] => {
  try {
    const outcomes: unknown = JSON.parse(response)
    return Array.isArray(outcomes) ? outcomes : []
  } catch {
    return []
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value has what every reader of outcomes goes by: what was accepted has effects, and all else has values. */
const isOutcome = (value: unknown): value is Outcome => {
  const { id, status, effects, values } = (value ?? {}) as { [member: string]: unknown }
  const isNamed = typeof id === 'string' && id !== '' && typeof status === 'string'
  return isNamed && isObject(status === 'accepted' ? effects : values)
}

/**
 * The instructions that a transaction of this block recorded, in their order; none when it is not valid or records nothing. An
 * outcome of no right form or without its envelope is passed over.
 */
export const recordedBy = (block: bigint, transaction: BlockTransaction): Recorded[] => {
  const { position, transaction: id, response, arguments: envelopes } = transaction
  if (!isRecording(transaction)) return []
  return outcomesIn(response).flatMap((outcome, place) => {
    const envelope = envelopes[place]
    if (envelope === undefined || !isOutcome(outcome) || !isRecorded(outcome)) return []
    return [{ id: outcome.id, block, position, place, transaction: id, envelope, outcome }]
  })
}

// A gateway puts no more into one transaction, nor longer texts in all; whoever else makes one may.
const attemptsMaximum = 500
const attemptedLengthMaximum = 1_000_000

const attemptedIn = (text: string): string | undefined => {
  if (text.length > envelopeBytesMaximum) return undefined
  try {
    const { instruction } = knownEnvelope(text)
    return typeof instruction.kind === 'string' ? digest(signingText(instruction)) : undefined
  } catch {
    return undefined
  }
}

/** The ids of the instructions that an invalid transaction held, each at its place, by its creator's word; undefined for what is none. */
export const attemptedBy = (claimed: Claimed | undefined): (string | undefined)[] => {
  if (claimed === undefined || !recordingCalls.includes(claimed.call)) return []
  let length = 0
  return claimed.arguments.slice(0, attemptsMaximum).map((text) => {
    length += text.length
    return length > attemptedLengthMaximum ? undefined : attemptedIn(text)
  })
}

/** The instructions that a block recorded, in their order. */
export const recordedIn = ({ number, transactions }: ReadBlock): Recorded[] =>
  transactions.flatMap((transaction) => recordedBy(number, transaction))

/** How a recorded instruction stands in SQL. */
export interface InstructionRow {
  id: string
  block: number
  position: number
  place: number
  ledger_transaction: string
  envelope: string
  outcome: string
}

export const fromRow = (row: InstructionRow): Recorded => ({
  id: row.id,
  block: BigInt(row.block),
  position: row.position,
  place: row.place,
  transaction: row.ledger_transaction,
  envelope: row.envelope,
  outcome: JSON.parse(row.outcome),
})

/** Where an instruction stands; orders all instructions of the ledger, and is the same at every gateway. */
export interface LedgerPlace {
  block: number
  position: number
  place: number
}

/** Before every instruction: no instruction stands in a channel's first block. */
export const beginning: LedgerPlace = { block: 0, position: 0, place: 0 }

/** A place on the ledger as its readers see it: `block.transaction.place`. */
export const ledgerPlaceText = ({ block, position, place }: LedgerPlace | Recorded): string =>
  `${block}.${position}.${place}`

/** The place on the ledger that a text names; undefined for any other text. */
export const readLedgerPlace = (text: string): LedgerPlace | undefined => {
  const [, block, position, place] = text.match(/^([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})$/) ?? []
  if (place === undefined) return undefined
  return { block: Number(block), position: Number(position), place: Number(place) }
}
