import { offers, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { instances } from '../../chaincode/domains/certificates/tables.ts'
import { purchases } from '../../chaincode/domains/commerce/tables.ts'
import { orders } from '../../chaincode/domains/market/tables.ts'
import { payments } from '../../chaincode/domains/payments/tables.ts'
import { campaigns, promoterTallies, promotions, tradeRewards } from '../../chaincode/domains/promotions/tables.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { chains, hops } from '../../chaincode/domains/trade-chain/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { type Instruction, type Kind, parseKey } from '../../chaincode/vocabulary.ts'
import { type LedgerRow, recordsOf } from './ledger-rows.ts'

type HoldTable = 'order' | 'pledge' | 'offer' | 'purchase' | 'chain'
type Sums = Map<string, bigint>

/** A quantity that some bucket of some account must hold for something that is still open. */
interface Hold {
  bucket: 'reserved' | 'pledged' | 'frozen'
  participant: string
  voucher: string
  quantity: bigint
}

const isOpen = ({ status }: { status: string }): boolean => status === 'open' || status === 'part-filled'

/** What orders, pledges, offers, claims of buys, purchases, chains and campaigns hold, as their own rows say. */
const holdsOf = (rows: readonly LedgerRow[]): Hold[] => [
  ...recordsOf(rows, orders).map(
    ({ owner, side, cash, voucher, reserved }): Hold => ({
      ...{ bucket: 'reserved', participant: owner, voucher: side === 'buy' ? cash : voucher, quantity: reserved },
    }),
  ),
  ...recordsOf(rows, pledges).flatMap(({ holder: participant, voucher, quantity, status }): Hold[] => [
    { bucket: 'reserved', participant, voucher, quantity: status === 'proposed' ? quantity : 0n },
    { bucket: 'pledged', participant, voucher, quantity: status === 'locked' ? quantity : 0n },
  ]),
  ...recordsOf(rows, payments).flatMap(({ status, claim }): Hold[] => {
    const buy = status === 'claimed' ? claim?.settles?.buy : undefined
    return buy === undefined ? [] : [{ ...buy, bucket: 'reserved', participant: claim?.merchant ?? '' }]
  }),
  ...recordsOf(rows, offers).map(
    ({ sender, voucher, quantity, status }): Hold => ({
      ...{ bucket: 'reserved', participant: sender, voucher, quantity: status === 'offered' ? quantity : 0n },
    }),
  ),
  ...recordsOf(rows, purchases).flatMap(({ buyer, provider, cash, held, metal }): Hold[] => [
    { bucket: 'reserved', participant: buyer, voucher: cash, quantity: held },
    { bucket: 'reserved', participant: provider, voucher: metal?.voucher ?? cash, quantity: metal?.reserved ?? 0n },
  ]),
  ...recordsOf(rows, chains).flatMap(({ client, held }): Hold[] =>
    held === undefined ? [] : [{ ...held, bucket: 'reserved', participant: client }],
  ),
  ...recordsOf(rows, hops).flatMap(({ executor, held }): Hold[] =>
    held === undefined ? [] : [{ ...held, bucket: 'reserved', participant: executor }],
  ),
  ...recordsOf(rows, campaigns).map(
    ({ executor, cash, left }): Hold => ({ bucket: 'reserved', participant: executor, voucher: cash, quantity: left }),
  ),
]

const nameOf = ({ bucket, participant, voucher }: Omit<Hold, 'quantity'>): string =>
  `${bucket} of ${participant} in ${voucher}`

const add = (sums: Sums, name: string, quantity: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + quantity)
}

const inBuckets = (rows: readonly LedgerRow[]): Sums => {
  const sums: Sums = new Map()
  for (const { participant, holdings } of recordsOf(rows, accounts)) {
    for (const [voucher, holding] of Object.entries(holdings)) {
      for (const bucket of ['reserved', 'pledged', 'frozen'] as const) {
        add(sums, nameOf({ bucket, participant, voucher }), holding[bucket])
      }
    }
  }
  return sums
}

const differences = (expected: Sums, found: Sums, names: (name: string) => boolean): string[] =>
  [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => names(name) && (expected.get(name) ?? 0n) !== (found.get(name) ?? 0n))
    .map((name) => `${name}: ${expected.get(name) ?? 0n} by what is open, ${found.get(name) ?? 0n} in the account`)

const negative = (rows: readonly LedgerRow[]): string[] =>
  recordsOf(rows, orders)
    .filter(({ reserved, filled, quantity }) => reserved < 0n || filled < 0n || filled > quantity)
    .map(({ order }) => `the order ${order} is filled or reserved out of bounds`)

const endedHolds = (rows: readonly LedgerRow[]): string[] => [
  ...recordsOf(rows, orders)
    .filter((order) => !isOpen(order) && order.reserved !== 0n)
    .map(({ order }) => `the order ${order} has ended and still holds`),
  ...recordsOf(rows, purchases)
    .filter(({ status, held, metal }) => !goingOn.has(status) && (held !== 0n || (metal?.reserved ?? 0n) !== 0n))
    .map(({ purchase }) => `the purchase ${purchase} has ended and still holds`),
  ...recordsOf(rows, chains)
    .filter(({ status, held }) => !goingOn.has(status) && held !== undefined)
    .map(({ chain }) => `the chain ${chain} has ended and still holds`),
]

/** Purchases that gave back more than their providers got, or came of an instance that another one used up. */
const purchaseFaults = (rows: readonly LedgerRow[]): string[] => {
  const made = recordsOf(rows, purchases)
  const used = new Map(recordsOf(rows, instances).map(({ instance, status }) => [instance, status]))
  const ofOne = (instance: string) => made.filter((one) => one.instance === instance).length
  return [
    ...made
      .filter(({ captured, refunded, amount }) => captured > amount || refunded > captured)
      .map(({ purchase }) => `the purchase ${purchase} gave back more than was got, or got more than its price`),
    ...made
      .filter(({ instance }) => used.get(instance) !== 'consumed' || ofOne(instance) !== 1)
      .map(
        ({ purchase, instance }) => `the purchase ${purchase} has the instance ${instance}, which is not used up once`,
      ),
  ]
}

const sumOf = (quantities: readonly bigint[]): bigint => quantities.reduce((sum, one) => sum + one, 0n)

/**
 * Campaigns that keep another quantity for rewards than those that are due or held come to, or that promised more than there is; and promoters
 * who earned more rewards than a campaign gives one, or promotions that were used more often than they can be (S2-063).
 */
const campaignFaults = (rows: readonly LedgerRow[]): string[] => {
  const earned = recordsOf(rows, tradeRewards)
  const waiting = earned.filter(({ status }) => status === 'due' || status === 'held')
  const over = recordsOf(rows, campaigns)
  const most = new Map(over.map(({ campaign, promoterMaximum }) => [campaign, promoterMaximum]))
  return [
    ...over
      .filter(({ campaign, due, left, status }) => {
        const sum = sumOf(waiting.filter((one) => one.campaign === campaign).map(({ amount }) => amount))
        return due !== sum || due > left || (status === 'closed' && due !== left)
      })
      .map(({ campaign }) => `the campaign ${campaign} keeps another quantity than its rewards come to`),
    ...recordsOf(rows, promoterTallies)
      .filter(({ campaign, promoter, earned: count }) => {
        const own = earned.filter(
          (one) =>
            one.leg === 'promoter' &&
            one.campaign === campaign &&
            one.receiver === promoter &&
            one.payableFrom !== undefined,
        )
        return BigInt(own.length) !== count || count > (most.get(campaign) ?? 0n)
      })
      .map(({ promoter }) => `${promoter} earned another number of rewards than is counted, or too many`),
    ...recordsOf(rows, promotions)
      .filter(({ used, usesMaximum }) => used > usesMaximum)
      .map(({ promotion }) => `the promotion ${promotion} was used too often`),
  ]
}

/** How many each participant has of what keeps its account from being closed, by the rows of those themselves. */
const countFaults = (rows: readonly LedgerRow[], what: 'liens' | 'series', owners: readonly string[]): string[] => {
  const expected: Sums = new Map()
  for (const owner of owners) add(expected, `${what} of ${owner}`, 1n)
  const counted = recordsOf(rows, accounts).map(
    (account) => [`${what} of ${account.participant}`, account[what] ?? 0n] as const,
  )
  return differences(expected, new Map(counted), () => true)
}

const lockedPledges = (rows: readonly LedgerRow[]): string[] =>
  recordsOf(rows, pledges).flatMap(({ pledgee, status }) => (status === 'locked' ? [pledgee] : []))

const issuedSeries = (rows: readonly LedgerRow[]): string[] =>
  recordsOf(rows, vouchers).flatMap(({ issuer, status }) => (status === 'issued' ? [issuer] : []))

/**
 * Invariants 4 and 5 by the rows alone: what is reserved is what open orders, proposed pledges and offers hold, and what is
 * pledged is what locked pledges hold, to the unit; so no unit serves two of them, and none stays held behind its end.
 */
export const holdFaults = (rows: readonly LedgerRow[]): string[] => {
  const expected: Sums = new Map()
  for (const hold of holdsOf(rows)) add(expected, nameOf(hold), hold.quantity)
  const isHeld = (name: string) => !name.startsWith('frozen')
  return [
    ...differences(expected, inBuckets(rows), isHeld),
    ...countFaults(rows, 'liens', lockedPledges(rows)),
    ...countFaults(rows, 'series', issuedSeries(rows)),
    ...negative(rows),
    ...endedHolds(rows),
    ...purchaseFaults(rows),
    ...campaignFaults(rows),
  ]
}

/** An instruction that stands in a block, and what became of it. */
export interface RecordedInstruction {
  instruction: Instruction
  outcome: Outcome
}

const openings: { [K in Kind]?: HoldTable } = {
  'order.place': 'order',
  'pledge.propose': 'pledge',
  'transfer.offer': 'offer',
  'purchase.order': 'purchase',
  'chain.open': 'chain',
}
const goingOn = new Set([
  ...['open', 'part-filled', 'proposed', 'locked', 'offered', 'accepted'],
  ...['ordered', 'paid', 'shipped', 'delivered', 'disputed'],
  ...['received', 'enriched', 'sent', 'unknown', 'answered', 'conflict', 'accepted'],
])
// What goes on behind the end of a purchase or a chain, and ends nothing.
const afterEnd: readonly Kind[] = [
  ...(['purchase.refund', 'purchase.review', 'chain.release', 'chain.purge'] as const),
  ...(['reward.judge', 'reward.pay', 'reward.expire', 'reward.take-back'] as const),
]

interface Life {
  table: HoldTable
  openings: number
  ends: number
  status: string
}

/** What became of an instruction for one order, pledge, offer or purchase. */
interface Stepped {
  subject: { table: HoldTable; id: string }
  status: string
}

/** What a step did, by its own word; an approval that pays an order says so beside its payment (decision 0043). */
const steppedBy = ({ instruction, outcome }: RecordedInstruction): Stepped | undefined => {
  if (outcome.status !== 'accepted') return undefined
  const { purchase, status } = outcome.effects
  if (instruction.kind === 'payment.approve') {
    return purchase === undefined ? undefined : { subject: { table: 'purchase', id: String(purchase) }, status: 'paid' }
  }
  const subject = subjectOf(instruction, outcome.id)
  return subject === undefined ? undefined : { subject, status: String(status) }
}

const subjectOf = ({ kind, body }: Instruction, id: string): Stepped['subject'] | undefined => {
  const opened = openings[kind]
  if (opened !== undefined) return { table: opened, id }
  const named = body as { [name: string]: unknown }
  const table = (['order', 'pledge', 'offer', 'purchase', 'chain'] as const).find(
    (one) => typeof named[one] === 'string',
  )
  return table === undefined ? undefined : { table, id: named[table] as string }
}

// What was accepted can be returned: that is a transfer of its own, and no second end of the hold.
const isEnd = (table: HoldTable, status: string): boolean =>
  status !== 'returned' && (!goingOn.has(status) || (table === 'offer' && status === 'accepted'))

const stepped = (
  life: Life | undefined,
  { table, kind, status }: { table: HoldTable; kind: Kind; status: string },
) => ({
  table,
  openings: (life?.openings ?? 0) + (openings[kind] === undefined ? 0 : 1),
  ends: (life?.ends ?? 0) + (isEnd(table, status) ? 1 : 0),
  status,
})

/** The lives of all orders, pledges, offers and purchases, by what the blocks say that became of each instruction. */
const livesOf = (recorded: readonly RecordedInstruction[]): Map<string, Life> => {
  const lives = new Map<string, Life>()
  for (const one of recorded) {
    const step = steppedBy(one)
    const { instruction } = one
    if (step === undefined || afterEnd.includes(instruction.kind)) continue
    const { subject, status } = step
    const key = `${subject.table}~${subject.id}`
    lives.set(key, stepped(lives.get(key), { table: subject.table, kind: instruction.kind, status }))
  }
  return lives
}

const lifeFault = (key: string, { openings: opened, ends, status }: Life, row: unknown): string[] => {
  const stated = (row as { status?: string } | undefined)?.status
  return [
    ...(opened === 1 ? [] : [`${key} was opened ${opened} times`]),
    ...(ends <= 1 ? [] : [`${key} ended ${ends} times`]),
    ...(stated === status ? [] : [`${key} is ${stated}, and ${status} by its blocks`]),
  ]
}

const frozenByBlocks = (recorded: readonly RecordedInstruction[]): Sums => {
  const sums: Sums = new Map()
  for (const { instruction, outcome } of recorded) {
    const sign = { 'holding.freeze': 1n, 'holding.unfreeze': -1n }[instruction.kind as string]
    if (sign === undefined || outcome.status !== 'accepted') continue
    const { participant, voucher, quantity } = instruction.body as { [name: string]: string }
    const name = nameOf({ bucket: 'frozen', participant: `${participant}`, voucher: `${voucher}` })
    add(sums, name, sign * BigInt(quantity as string))
  }
  return sums
}

/**
 * Invariant 4 by the blocks: every order, pledge and offer was opened once and ended at most once, its row says what the
 * last step led to, and what is frozen is what was frozen and not freed.
 */
export const lifeFaults = (rows: readonly LedgerRow[], recorded: readonly RecordedInstruction[]): string[] => {
  const byKey = new Map(rows.map(({ key, row }) => [key, row]))
  const lives = livesOf(recorded)
  const known = [...lives].flatMap(([key, life]) => lifeFault(key, life, byKey.get(key)))
  const unknown = [...byKey.keys()]
    .filter((key) => ['order', 'pledge', 'offer'].includes(parseKey(key)?.table.name ?? '') && !lives.has(key))
    .map((key) => `${key} stands in no block`)
  const isFrozen = (name: string) => name.startsWith('frozen')
  return [...known, ...unknown, ...differences(frozenByBlocks(recorded), inBuckets(rows), isFrozen)]
}
