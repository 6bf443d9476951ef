import { participantsNamedBy } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { unitOfValue } from '../../chaincode/wire/values.ts'
import type { TakenBlock } from '../audit.ts'
import { readAction, readEnvelope, readOrNothing } from '../blocks/envelope.ts'
import { envelopeAt, isBatchCall, outcomeAt } from '../evidence/instruction.ts'
import { memberOf } from '../ledger/member.ts'
import { readClaimed } from '../ledger/read-block.ts'
import type { Call, LedgerTransaction } from '../ledger/transaction.ts'
import { momentText } from '../moment.ts'

/** One line of a list: an instruction of a transaction, or a transaction that holds none. */
export interface Entry {
  block: string
  transaction: string
  position: number
  /** The place of its envelope in the transaction; null for a transaction that holds none. */
  place: number | null
  /** When, as the transaction says, UTC; empty where that cannot be read. */
  at: string
  /** What peers found the transaction, by Fabric's name. */
  validation: string
  /** Whose gateway sent it, and whose peers endorsed it. */
  submitter: string
  endorsers: string
  /** The chaincode and what it was asked; what else it is where it asks none. */
  asked: string
  instruction: string
  sender: string
  device: string
  kind: string
  /** Accepted, refused, rejected or repeated as the peers answered; none in an invalid transaction, which has no outcome. */
  outcome: string
  /** The code of a refusal. */
  code: string
  /** What the instruction says, and what came of it. */
  body: Json
  values: Json
}

/** The members of an entry, in the order of columns. */
export const columns = [
  ...['block', 'transaction', 'position', 'place', 'at', 'validation', 'submitter', 'endorsers', 'asked'],
  ...['instruction', 'sender', 'device', 'kind', 'outcome', 'code', 'body', 'values'],
] as const satisfies readonly (keyof Entry)[]

type Transaction = Omit<
  Entry,
  'place' | 'instruction' | 'sender' | 'device' | 'kind' | 'outcome' | 'code' | 'body' | 'values'
>

const bare = {
  ...{ place: null, instruction: '', sender: '', device: '', kind: '', outcome: '', code: '' },
  ...{ body: null, values: null },
} as const

const endorsersIn = (bytes: Uint8Array): string => {
  const envelope = readEnvelope(bytes)
  const endorsements = typeof envelope === 'string' ? [] : (readAction(envelope.data)?.endorsements ?? [])
  return endorsements.map(({ endorser }) => memberOf(endorser)).join(' ')
}

const submitterIn = (bytes: Uint8Array): string => {
  const envelope = readEnvelope(bytes)
  return typeof envelope === 'string' ? '' : memberOf(envelope.creator)
}

const instructionEntry = (transaction: Transaction, call: Call, place: number): Entry => {
  const envelope = readOrNothing(() => envelopeAt(call, place))
  const outcome = transaction.validation === 'VALID' ? outcomeAt(call, place) : undefined
  const { from = '', device = '', kind = '', body = null } = envelope?.instruction ?? {}
  return {
    ...{ ...transaction, place, instruction: envelope?.id ?? '', sender: from, device, kind },
    ...{ outcome: outcome?.status ?? '', code: outcome?.code ?? '', body: body as Json },
    values: outcome?.effects ?? outcome?.values ?? null,
  }
}

const entriesOf = (block: string, bytes: Uint8Array, one: LedgerTransaction): Entry[] => {
  const content = one.content.what === 'call' ? one.content : readClaimed(bytes)
  const transaction: Transaction = {
    ...{ block, transaction: one.id, position: one.position, validation: one.validation },
    ...{ submitter: submitterIn(bytes), endorsers: endorsersIn(bytes) },
    at: content.what === 'call' ? momentText(content.at) : '',
    asked: content.what === 'call' ? `${content.chaincode} ${content.name}` : content.what,
  }
  if (content.what !== 'call' || !isBatchCall(content) || content.arguments.length === 0)
    return [{ ...transaction, ...bare }]
  return content.arguments.map((_text, place) => instructionEntry(transaction, content, place))
}

/** All lines that a block gives, in its order; invalid transactions are among them, with what somebody wanted by them. */
export const entriesIn = ({ block, transactions }: Pick<TakenBlock, 'block' | 'transactions'>): Entry[] =>
  transactions.flatMap((one) =>
    entriesOf(block.number.toString(), block.envelopes[one.position] ?? new Uint8Array(), one),
  )

const isObject = (value: Json): value is { [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const membersOf = ({ body, values }: Entry): [string, Json][] =>
  [body, values].flatMap((part) => (isObject(part) ? Object.entries(part) : []))

/** The quantities and sums of money that an entry names, in base units. */
export const amountsIn = (entry: Entry): bigint[] =>
  membersOf(entry).flatMap(([name, value]) => {
    const unit = unitOfValue(name)
    const isAmount = unit === 'quantity' || unit === 'reserved' || unit === 'cash' || unit === 'fee'
    return isAmount && typeof value === 'string' && /^[0-9]{1,40}$/.test(value) ? [BigInt(value)] : []
  })

const namers = new Set([
  'participant',
  'to',
  'payer',
  'sender',
  'receiver',
  'holder',
  'pledgee',
  'merchant',
  'issuer',
  'bank',
])

/** The participants that an entry names: its sender, and those whom the instruction or what came of it names. */
export const participantsIn = (entry: Entry): string[] => {
  const named = new Set<string>([...namers, ...(entry.kind === '' ? [] : participantsNamedBy(entry.kind as never))])
  return [
    entry.sender,
    ...membersOf(entry).flatMap(([name, value]) => (named.has(name) && typeof value === 'string' ? [value] : [])),
  ]
}
