import { accounts, credits, type Device, type Holding, participants } from '../../chaincode/domains/registry/tables.ts'
import { supplies } from '../../chaincode/domains/vouchers/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { isRecorded, type Outcome } from '../../chaincode/outcome.ts'
import { type Kind, ownerOf } from '../../chaincode/vocabulary.ts'
import { holdFaults, lifeFaults, type RecordedInstruction } from './holds.ts'
import type { InMemoryLedger } from './ledger.ts'
import { type LedgerRow, recordsOf } from './ledger-rows.ts'
import { pairHoldFaults } from './pair-holds.ts'

export type { LedgerRow } from './ledger-rows.ts'

/** A committed transaction of the ledger contract. Only `valid` ones count; the others are on the chain all the same. */
export interface LedgerTransaction {
  txId: string
  valid: boolean
  envelopes: readonly string[]
  outcomes: readonly Outcome[]
}

const buckets = ['available', 'reserved', 'pledged', 'frozen'] as const

const add = (sums: Map<string, bigint>, name: string, quantity: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + quantity)
}

const bucketSum = (holding: Holding): bigint => buckets.reduce((sum, bucket) => sum + holding[bucket], 0n)

/** What everybody holds, by `participant voucher`: account buckets and credits that are not folded yet. */
const holdingsOf = (rows: readonly LedgerRow[]): Map<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const account of recordsOf(rows, accounts)) {
    for (const [voucher, holding] of Object.entries(account.holdings)) {
      add(sums, `${account.participant} ${voucher}`, bucketSum(holding))
    }
  }
  for (const { payee, voucher, quantity } of recordsOf(rows, credits)) add(sums, `${payee} ${voucher}`, quantity)
  return sums
}

const differences = (what: string, expected: Map<string, bigint>, actual: Map<string, bigint>): string[] =>
  [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((name) => (expected.get(name) ?? 0n) !== (actual.get(name) ?? 0n))
    .map((name) => `${what} of ${name}: ${expected.get(name) ?? 0n} expected, ${actual.get(name) ?? 0n} found`)

/** Invariant 1: all account buckets and all credits of a voucher sum to its supply. */
const supplyFaults = (rows: readonly LedgerRow[]): string[] => {
  const supply = new Map(recordsOf(rows, supplies).map(({ voucher, supply }): [string, bigint] => [voucher, supply]))
  const held = new Map<string, bigint>()
  for (const [name, quantity] of holdingsOf(rows)) add(held, name.split(' ')[1] as string, quantity)
  return differences('supply', supply, held)
}

/** Invariant 2: no bucket, cost or credit is negative. */
const negativeFaults = (rows: readonly LedgerRow[]): string[] => [
  ...recordsOf(rows, accounts).flatMap(({ participant, holdings }) =>
    Object.entries(holdings).flatMap(([voucher, holding]) =>
      ([...buckets, 'cost'] as const)
        .filter((bucket) => holding[bucket] < 0n)
        .map((bucket) => `negative ${bucket} of ${participant} in ${voucher}`),
    ),
  ),
  ...recordsOf(rows, credits)
    .filter(({ quantity }) => quantity <= 0n)
    .map(({ payee, voucher }) => `credit of ${payee} in ${voucher} is not positive`),
]

/** Who is closed holds nothing, and nothing is on its way to it (decision 0030). */
const closedFaults = (rows: readonly LedgerRow[]): string[] => {
  const closed = new Set(
    recordsOf(rows, participants).flatMap(({ participant, status }) => (status === 'closed' ? [participant] : [])),
  )
  return [...holdingsOf(rows)]
    .filter(([name, quantity]) => closed.has(name.split(' ')[0] as string) && quantity !== 0n)
    .map(([name, quantity]) => `${name}: a closed account has ${quantity}`)
}

/** The instructions that valid transactions recorded, in block order, each with its outcome. */
const recordedIn = (transactions: readonly LedgerTransaction[]): RecordedInstruction[] =>
  transactions
    .filter(({ valid }) => valid)
    .flatMap(({ envelopes, outcomes }) => outcomes.map((outcome, index) => ({ outcome, text: envelopes[index] ?? '' })))
    .filter(({ outcome }) => isRecorded(outcome))
    .map(({ outcome, text }) => ({ outcome, instruction: (JSON.parse(text) as Envelope).instruction }))

/** The window that a device should show after honouring these numbers. */
const windowFault = (device: Device, numbers: readonly bigint[]): boolean => {
  const [highest = 0n] = [...numbers].sort((a, b) => (a > b ? -1 : 1))
  const inWindow = numbers.filter((number) => highest - number < 256n)
  const used = inWindow.reduce((bits, number) => bits | (1n << (highest - number)), 0n)
  return device.highest !== highest || device.used !== used
}

/** Invariant 6: no device's number is honoured twice, and each account remembers exactly the numbers honoured. */
const numberFaults = (rows: readonly LedgerRow[], recorded: readonly RecordedInstruction[]): string[] => {
  const numbers = new Map<string, bigint[]>()
  for (const { instruction } of recorded) {
    const name = `${instruction.from} ${instruction.device}`
    const honoured = numbers.get(name) ?? []
    honoured.push(BigInt(instruction.number))
    numbers.set(name, honoured)
  }
  const twice = [...numbers]
    .filter(([, honoured]) => new Set(honoured).size !== honoured.length)
    .map(([name]) => `a number of ${name} was honoured twice`)
  const windows = recordsOf(rows, accounts).flatMap(({ participant, devices }) =>
    Object.entries(devices)
      .filter(([id, device]) => windowFault(device, numbers.get(`${participant} ${id}`) ?? []))
      .map(([id]) => `the number window of ${participant} ${id} differs from its blocks`),
  )
  return [...twice, ...windows]
}

/** What an accepted instruction moves: `[participant, voucher, quantity]`, taken where the quantity is negative. */
type Move = [string, string, bigint]
type Named = { [name: string]: string }

const between = (from: string, to: string, voucher: string, quantity: bigint): Move[] => [
  [from, voucher, -quantity],
  [to, voucher, quantity],
]

/** What a trade moves between a customer and the issuer: metal one way, cash with its fee the other way. */
const traded = (customer: string, issuer: string, side: string, effects: Named): Move[] => {
  const [voucher, cash] = [effects['voucher'] as string, effects['cash'] as string]
  const [quantity, gross, fee] = ['quantity', 'gross', 'fee'].map((name) => BigInt(effects[name] as string)) as [
    bigint,
    bigint,
    bigint,
  ]
  return side === 'buy'
    ? [...between(issuer, customer, voucher, quantity), ...between(customer, issuer, cash, gross + fee)]
    : [...between(customer, issuer, voucher, quantity), ...between(issuer, customer, cash, gross - fee)]
}

type Moves = (from: string, body: Named, effects: Named) => Move[]
const amount = ({ quantity }: Named): bigint => BigInt(quantity as string)
const name = (text: string | undefined): string => text as string

/** What a purchase moves once it is a sale: cash to the provider, of it a code's fee to its bank, and metal to the buyer where the goods are metal. */
const sold: Moves = (_from, _body, done) => [
  ...(done['amount'] === undefined
    ? []
    : between(name(done['buyer']), name(done['provider']), name(done['cash']), BigInt(done['amount']))),
  ...(done['fee'] === undefined
    ? []
    : between(name(done['provider']), name(done['bank']), name(done['cash']), BigInt(done['fee']))),
  ...(done['voucher'] === undefined
    ? []
    : between(name(done['provider']), name(done['buyer']), done['voucher'], amount(done))),
]

/** What a payment by code moves: cash, of it the fee, and the metal that it settles; nothing where it pays an order, which holds it. */
const approved: Moves = (from, { merchant, settles }, done) => {
  const { buy, purchase } = (settles ?? {}) as { buy?: Named; purchase?: string }
  if (purchase !== undefined) return []
  const fee = BigInt(name(done['fee']))
  return [
    ...(buy === undefined ? [] : between(name(merchant), from, name(buy['voucher']), amount(buy))),
    ...between(from, name(done['merchant']), name(done['voucher']), amount(done) - fee),
    ...between(from, name(done['bank']), name(done['voucher']), fee),
  ]
}

/** What a chain moves once both sides have it: cash one way, and metal the other way where it is about metal. */
const settledByChain: Moves = (_from, _body, { client, participant, side, cash, amount: paid, voucher, ...done }) => {
  if (paid === undefined) return []
  const [buyer, seller] = side === 'buy' ? [name(client), name(participant)] : [name(participant), name(client)]
  const metal = voucher === undefined ? [] : between(seller, buyer, voucher, amount(done))
  return [...between(buyer, seller, name(cash), BigInt(paid)), ...metal]
}

/** What one earned by a trade, or gives back of it. */
const rewarded =
  (status: string, sign: bigint): Moves =>
  (from, _body, done) =>
    done['status'] === status
      ? between(from, name(done['receiver']), name(done['cash']), sign * BigInt(name(done['amount'])))
      : []

/** The kinds of instruction that move value from one to another, in or out; every other kind moves none. */
const movesOfKind: { [K in Kind]?: Moves } = {
  'voucher.issue': (from, body) => [[from, name(body['voucher']), amount(body)]],
  'voucher.increase-supply': (from, body) => [[from, name(body['voucher']), amount(body)]],
  'voucher.decrease-supply': (from, body) => [[from, name(body['voucher']), -amount(body)]],
  'voucher.transfer': (from, body) => between(from, name(body['to']), name(body['voucher']), amount(body)),
  'cash.deposit': (_from, body) => [[name(body['to']), name(body['voucher']), amount(body)]],
  'cash.withdraw': (_from, body) => [[name(body['participant']), name(body['voucher']), -amount(body)]],
  'transfer.accept': (from, body, done) => between(name(body['sender']), from, name(done['voucher']), amount(done)),
  'transfer.return': (from, body, done) => between(from, name(body['sender']), name(done['voucher']), amount(done)),
  'trade.buy': (from, body, done) => traded(from, name(body['issuer']), 'buy', done),
  'trade.sell': (from, body, done) => traded(from, name(body['issuer']), 'sell', done),
  'payment.approve': approved,
  'payment.refund': (from, _body, done) => between(from, name(done['payer']), name(done['voucher']), amount(done)),
  'chain.settle': settledByChain,
  'reward.pay': rewarded('paid', 1n),
  'reward.take-back': rewarded('taken-back', -1n),
  'purchase.complete': sold,
  'purchase.decide': sold,
  'interaction.reward': (from, body) => between(from, name(body['recommender']), name(body['voucher']), amount(body)),
  'purchase.refund': (from, _body, done) => between(from, name(done['buyer']), name(done['voucher']), amount(done)),
  'pledge.enforce': (from, body, done) => between(name(body['holder']), from, name(done['voucher']), amount(done)),
}

/** What the blocks have said so far that a fill needs: in which cash a voucher is traded, and what each order is for. */
interface Known {
  cash: Map<string, string>
  orders: Map<string, { owner: string; voucher: string; side: string; cash: string }>
}

const learn = (known: Known, { instruction, outcome }: RecordedInstruction): void => {
  const { kind, from, body } = instruction
  const { voucher, side, trade } = body as { voucher?: string; side?: string; trade?: { cash: string } }
  if (trade !== undefined && (kind === 'voucher.issue' || kind === 'voucher.revise')) {
    known.cash.set(name(voucher), trade.cash)
  }
  if (kind !== 'order.place') return
  const cash = name(known.cash.get(name(voucher)))
  known.orders.set(outcome.id, { owner: from, voucher: name(voucher), side: name(side), cash })
}

const filled = (from: string, body: Named, effects: Named, { orders }: Known): Move[] => {
  const order = orders.get(name(body['order']))
  return order === undefined ? [] : traded(order.owner, from, order.side, { ...effects, ...order })
}

const movesOf = (one: RecordedInstruction, known: Known): Move[] => {
  const { instruction, outcome } = one
  if (outcome.status !== 'accepted') return []
  learn(known, one)
  const [body, effects] = [instruction.body as Named, outcome.effects as Named]
  if (instruction.kind === 'order.fill') return filled(instruction.from, body, effects, known)
  return movesOfKind[instruction.kind]?.(instruction.from, body, effects) ?? []
}

/**
 * Invariants 3 and 13: supplies and everybody's totals, rebuilt from the committed blocks alone, are those of the rows; so
 * cash is what was issued and deposited less what was withdrawn.
 */
const totalFaults = (rows: readonly LedgerRow[], recorded: readonly RecordedInstruction[]): string[] => {
  const rebuilt = new Map<string, bigint>()
  const totals = new Map<string, bigint>()
  const known: Known = { cash: new Map(), orders: new Map() }
  for (const [participant, voucher, quantity] of recorded.flatMap((one) => movesOf(one, known))) {
    add(totals, `${participant} ${voucher}`, quantity)
    add(rebuilt, voucher, quantity)
  }
  const stated = recordsOf(rows, supplies).map(({ voucher, supply }): [string, bigint] => [voucher, supply])
  return [
    ...differences('supply rebuilt from blocks', rebuilt, new Map(stated)),
    ...differences('total rebuilt from blocks', totals, holdingsOf(rows)),
  ]
}

const blockFaults = (rows: readonly LedgerRow[], recorded: readonly RecordedInstruction[]): string[] => [
  ...numberFaults(rows, recorded),
  ...totalFaults(rows, recorded),
  ...lifeFaults(rows, recorded),
]

/**
 * Every breach of the invariants 1 to 6 and 13, as sentences; none when all hold. Without the transactions since the
 * first block only 1 and 2, and of 4 and 5 what the rows say, can be judged.
 */
export const invariantFaults = (rows: readonly LedgerRow[], transactions?: readonly LedgerTransaction[]): string[] => [
  ...supplyFaults(rows),
  ...negativeFaults(rows),
  ...closedFaults(rows),
  ...holdFaults(rows),
  ...(transactions === undefined ? [] : blockFaults(rows, recordedIn(transactions))),
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

/** Rows that stand where the contract does not look for them: accounts and credits belong to their owners' homes. */
const placeFaults = (ledger: InMemoryLedger): string[] =>
  ledger.placedRows().flatMap(({ chaincode, key }) => {
    const owner = ownerOf(key)
    const { home } = (owner === undefined ? {} : (ledger.row(participants.key(owner)) ?? {})) as { home?: string }
    const place = ledger.consortium.accountsOf(home ?? '')
    return place === chaincode ? [] : [`${key} stands in ${chaincode}, where ${place} was expected`]
  })

/** Every breach of the invariants on an in-memory ledger; what a test planted was opened in no block. */
export const ledgerFaults = (ledger: InMemoryLedger): string[] => {
  const planted = new Set(ledger.planted.map(({ key }) => `${key} was opened 0 times`))
  return [
    ...invariantFaults(ledger.rows(), transactionsOf(ledger)).filter((fault) => !planted.has(fault)),
    ...placeFaults(ledger),
    ...pairHoldFaults(ledger),
  ]
}
