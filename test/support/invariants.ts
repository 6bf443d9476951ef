import type { Json } from '../../chaincode/wire/canonical.ts'
import { readEnvelope } from '../../chaincode/wire/envelope.ts'
import type { Body, Instruction } from '../../chaincode/wire/instruction.ts'
import { parseKey, type Table } from '../../chaincode/wire/keys.ts'
import { isRecorded, type Outcome } from '../../chaincode/wire/outcome.ts'
import { codecs, type Device, type Holding, type RecordOf } from '../../chaincode/wire/records.ts'
import type { InMemoryLedger } from './ledger.ts'

/** A row of the world state, from whatever ledger. */
export interface LedgerRow {
  key: string
  row: unknown
}

/** A committed transaction of the ledger contract. Only `valid` ones count; the others are on the chain all the same. */
export interface LedgerTransaction {
  txId: string
  valid: boolean
  envelopes: readonly string[]
  outcomes: readonly Outcome[]
}

const buckets = ['available', 'reserved', 'pledged', 'frozen'] as const

const recordsOf = <T extends Table>(rows: readonly LedgerRow[], table: T): RecordOf[T][] =>
  rows
    .filter(({ key }) => parseKey(key)?.table === table)
    .map(({ row }) => codecs[table].decode(row as { [name: string]: Json }) as RecordOf[T])

const add = (sums: Map<string, bigint>, name: string, quantity: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + quantity)
}

const bucketSum = (holding: Holding): bigint => buckets.reduce((sum, bucket) => sum + holding[bucket], 0n)

/** What everybody holds, by `participant voucher`: account buckets and credits that are not folded yet. */
const holdingsOf = (rows: readonly LedgerRow[]): Map<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const account of recordsOf(rows, 'account')) {
    for (const [voucher, holding] of Object.entries(account.holdings)) {
      add(sums, `${account.participant} ${voucher}`, bucketSum(holding))
    }
  }
  for (const { payee, voucher, quantity } of recordsOf(rows, 'credit')) add(sums, `${payee} ${voucher}`, quantity)
  return sums
}

const differences = (what: string, expected: Map<string, bigint>, actual: Map<string, bigint>): string[] =>
  [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((name) => (expected.get(name) ?? 0n) !== (actual.get(name) ?? 0n))
    .map((name) => `${what} of ${name}: ${expected.get(name) ?? 0n} expected, ${actual.get(name) ?? 0n} found`)

/** Invariant 1: all account buckets and all credits of a voucher sum to its supply. */
const supplyFaults = (rows: readonly LedgerRow[]): string[] => {
  const supply = new Map(recordsOf(rows, 'supply').map(({ voucher, supply }): [string, bigint] => [voucher, supply]))
  const held = new Map<string, bigint>()
  for (const [name, quantity] of holdingsOf(rows)) add(held, name.split(' ')[1] as string, quantity)
  return differences('supply', supply, held)
}

/** Invariant 2: no bucket, cost or credit is negative. */
const negativeFaults = (rows: readonly LedgerRow[]): string[] => [
  ...recordsOf(rows, 'account').flatMap(({ participant, holdings }) =>
    Object.entries(holdings).flatMap(([voucher, holding]) =>
      ([...buckets, 'cost'] as const)
        .filter((bucket) => holding[bucket] < 0n)
        .map((bucket) => `negative ${bucket} of ${participant} in ${voucher}`),
    ),
  ),
  ...recordsOf(rows, 'credit')
    .filter(({ quantity }) => quantity <= 0n)
    .map(({ payee, voucher }) => `credit of ${payee} in ${voucher} is not positive`),
]

/** The instructions that valid transactions recorded, in block order, each with its outcome. */
const recorded = (transactions: readonly LedgerTransaction[]): { instruction: Instruction; outcome: Outcome }[] =>
  transactions
    .filter(({ valid }) => valid)
    .flatMap(({ envelopes, outcomes }) => outcomes.map((outcome, index) => ({ outcome, text: envelopes[index] ?? '' })))
    .filter(({ outcome }) => isRecorded(outcome))
    .map(({ outcome, text }) => ({ outcome, instruction: readEnvelope(text).instruction }))

/** The window that a device should show after honouring these numbers. */
const windowFault = (device: Device, numbers: readonly bigint[]): boolean => {
  const [highest = 0n] = [...numbers].sort((a, b) => (a > b ? -1 : 1))
  const inWindow = numbers.filter((number) => highest - number < 256n)
  const used = inWindow.reduce((bits, number) => bits | (1n << (highest - number)), 0n)
  return device.highest !== highest || device.used !== used
}

/** Invariant 6: no device's number is honoured twice, and each account remembers exactly the numbers honoured. */
const numberFaults = (rows: readonly LedgerRow[], transactions: readonly LedgerTransaction[]): string[] => {
  const numbers = new Map<string, bigint[]>()
  for (const { instruction } of recorded(transactions)) {
    const name = `${instruction.from} ${instruction.device}`
    numbers.set(name, [...(numbers.get(name) ?? []), BigInt(instruction.number)])
  }
  const twice = [...numbers]
    .filter(([, honoured]) => new Set(honoured).size !== honoured.length)
    .map(([name]) => `a number of ${name} was honoured twice`)
  const windows = recordsOf(rows, 'account').flatMap(({ participant, devices }) =>
    Object.entries(devices)
      .filter(([id, device]) => windowFault(device, numbers.get(`${participant} ${id}`) ?? []))
      .map(([id]) => `the number window of ${participant} ${id} differs from its blocks`),
  )
  return [...twice, ...windows]
}

const quantityOf = (body: object): bigint => BigInt((body as { quantity?: string }).quantity ?? '0')

/** What an accepted instruction adds to holdings, as `[participant, quantity]`, and to the supply, as their sum. */
const movesOf = ({ kind, from, body }: Instruction): [string, bigint][] => {
  const quantity = quantityOf(body)
  if (kind === 'voucher.issue' || kind === 'voucher.increase-supply') return [[from, quantity]]
  if (kind === 'voucher.decrease-supply') return [[from, -quantity]]
  if (kind !== 'voucher.transfer') return []
  const { to } = body as Body<'voucher.transfer'>
  return [
    [from, -quantity],
    [to, quantity],
  ]
}

/** Invariant 13: supplies and everybody's totals, rebuilt from the committed blocks alone, are those of the rows. */
const totalFaults = (rows: readonly LedgerRow[], transactions: readonly LedgerTransaction[]): string[] => {
  const supplies = new Map<string, bigint>()
  const totals = new Map<string, bigint>()
  const accepted = recorded(transactions).filter(({ outcome }) => outcome.status === 'accepted')
  for (const { instruction } of accepted) {
    const { voucher } = instruction.body as { voucher?: string }
    for (const [participant, quantity] of movesOf(instruction)) {
      add(totals, `${participant} ${voucher}`, quantity)
      add(supplies, `${voucher}`, quantity)
    }
  }
  const stated = recordsOf(rows, 'supply').map(({ voucher, supply }): [string, bigint] => [voucher, supply])
  return [
    ...differences('supply rebuilt from blocks', supplies, new Map(stated)),
    ...differences('total rebuilt from blocks', totals, holdingsOf(rows)),
  ]
}

/**
 * Every breach of the invariants 1, 2, 6 and 13, as sentences; none when all hold. Without the transactions since the
 * first block only 1 and 2 can be judged.
 */
export const invariantFaults = (rows: readonly LedgerRow[], transactions?: readonly LedgerTransaction[]): string[] => [
  ...supplyFaults(rows),
  ...negativeFaults(rows),
  ...(transactions === undefined ? [] : [...numberFaults(rows, transactions), ...totalFaults(rows, transactions)]),
]

/** The ledger contract's transactions of an in-memory ledger, in block order. */
export const transactionsOf = (ledger: InMemoryLedger): LedgerTransaction[] =>
  ledger.blocks
    .flatMap(({ transactions }) => transactions)
    .filter(({ proposal }) => proposal.transaction === 'apply')
    .map(({ proposal, code }) => ({
      txId: proposal.txId,
      valid: code === 'VALID',
      envelopes: proposal.args,
      outcomes: JSON.parse(proposal.response) as Outcome[],
    }))

/** Every breach of the invariants on an in-memory ledger. */
export const ledgerFaults = (ledger: InMemoryLedger): string[] => invariantFaults(ledger.rows(), transactionsOf(ledger))
