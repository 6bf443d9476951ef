import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { commitmentTo } from '../../chaincode/wire/payment-code.ts'
import type { Topology } from '../../network/topology.ts'
import type { Answered, Ask } from './ask.ts'
import { readBalances } from './balances.ts'
import { signed } from './device.ts'
import { inParallel, median } from './load.ts'
import { readInvalid } from './metrics.ts'
import { act, cash, type Payer, type Shop, withShop } from './shop.ts'

/** Payments of many payers to one merchant: how many a second, and how long from the payer's yes to the outcome, in milliseconds. */
export type PaymentFigures = {
  payers: number
  payments: number
  perSecond: number
  approvalMedian: number
  approval99: number
  /** One transfer at a time while nothing else goes on, in the same run. */
  idleMedian: number
  invalid: number
}

type Till = { topology: Topology; ask: Ask; shop: Shop }

const quantity = 1_000n
const fee = 6n
const idleTransfers = 20

/** The smallest of the numbers that this part of them does not exceed. */
export const quantile = (numbers: readonly number[], part: number): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const claim = async ({ topology, ask, shop }: Till, code: string, orderNumber: string): Promise<void> => {
  const salt = randomBytes(16).toString('base64url')
  const body = { commitment: commitmentTo({ code, salt }), orderNumber, voucher: cash, quantity: quantity.toString() }
  const envelope = JSON.parse(signed(topology.channel, shop.merchant, 'payment.claim', body)) as object
  await ask('/v1/payment-claims', { body: JSON.stringify({ ...envelope, code, salt }) })
}

/** One payment from the first request to its end; answers how long the approval took. */
const pay = async (till: Till, { device, token }: Payer, orderNumber: string): Promise<number> => {
  const { topology, ask } = till
  const request = await act(ask, topology.channel, device, 'payment-code.request', {})
  const shown = await ask(`/v1/payment-codes/${String(request['id'])}`, { token })
  await claim(till, String(shown['digits']), orderNumber)
  const { items } = await ask('/v1/payments', { token })
  const [question] = items as (Answered & { [member: string]: string })[]
  if (question === undefined) throw new Error(`${device.participant} was not asked`)
  const { payment, merchant, voucher, quantity: amount, answerBy } = question as { [member: string]: string }
  const terms = { payment, merchant, orderNumber, voucher, quantity: amount, answerBy } as never
  const approval = signed(topology.channel, device, 'payment.approve', terms)
  return timed(() => ask('/v1/instructions', { body: approval }))
}

const measureIdle = async ({ topology, ask, shop }: Till): Promise<number> => {
  const times: number[] = []
  for (const { device } of shop.payers.slice(0, idleTransfers)) {
    const body = { voucher: cash, to: shop.merchant.participant, quantity: '1' }
    const transfer = signed(topology.channel, device, 'voucher.transfer', body)
    times.push(await timed(() => ask('/v1/instructions', { body: transfer })))
  }
  return median(times)
}

/** Checks that every payment is final and that no money was made or lost; throws with the first that is not so. */
const check = async ({ topology, ask, shop }: Till, bankName: string, orders: readonly string[]): Promise<void> => {
  const token = shop.merchantToken
  const merchant = shop.merchant.participant
  await inParallel(orders, 50, async (order) => {
    const { status } = await ask(`/v1/accounts/${merchant}/payment-orders/${order}`, { token })
    if (status !== 'captured') throw new Error(`payment ${order} ended as ${String(status)}`)
  })
  const held = await readBalances(join(topology.dataFolder, 'gateways', bankName, 'projection.sqlite'), cash)
  const paid = BigInt(orders.length)
  const idle = BigInt(Math.min(idleTransfers, shop.payers.length))
  const wanted: [string, bigint][] = [
    [merchant, paid * (quantity - fee) + idle],
    [shop.bank.participant, paid * fee + 1n],
  ]
  for (const [participant, amount] of wanted) {
    if (held.get(participant) !== amount)
      throw new Error(`${participant} holds ${held.get(participant)}, not ${amount}`)
  }
  const sum = [...held.values()].reduce((total, each) => total + each, 0n)
  if (sum !== shop.deposited + 1n) throw new Error(`all hold ${sum} of ${shop.deposited + 1n}`)
}

/**
 * Has every payer pay one merchant, all at once, `each` times one after the other, through the bank's gateway and over HTTP: code,
 * claim, question, approval. Throws unless each payment is captured, no transaction was invalid, and the balances agree.
 */
export const measurePayments = async (
  topology: Topology,
  { payers, each, report }: { payers: number; each: number; report: (line: string) => void },
): Promise<PaymentFigures> => {
  report(`payments: ${payers} payers and a merchant come onto the ledger`)
  return withShop(topology, { payers, connections: payers }, async ({ ask, shop, bankName }) => {
    const till = { topology, ask, shop }
    const idleMedian = await measureIdle(till)
    // The first payment of each finds what was deposited folded into the account.
    const orders: string[] = []
    const approvals: number[] = []
    const invalidBefore = await readInvalid(topology)
    const begun = performance.now()
    await inParallel(shop.payers, payers, async (payer) => {
      for (let turn = 1; turn <= each; turn += 1) {
        const order = `${payer.device.participant}-${turn}`
        approvals.push(await pay(till, payer, order))
        orders.push(order)
      }
    })
    const perSecond = (orders.length * 1000) / (performance.now() - begun)
    const invalid = (await readInvalid(topology)) - invalidBefore
    if (invalid > 0) throw new Error(`${invalid} transactions were invalid while all paid one merchant`)
    await check(till, bankName, orders)
    const [approvalMedian, approval99] = [quantile(approvals, 0.5), quantile(approvals, 0.99)]
    return { payers, payments: orders.length, perSecond, approvalMedian, approval99, idleMedian, invalid }
  })
}

/** The figures in words. */
export const describePayments = (figures: PaymentFigures): string[] => {
  const { payers, payments, perSecond, approvalMedian, approval99, idleMedian, invalid } = figures
  const milliseconds = (value: number) => `${value.toFixed(0)} ms`
  return [
    `${payments} payments by code, ${payers} payers against one merchant, over HTTP: ${perSecond.toFixed(0)} a second, ${invalid} invalid`,
    `  approve to final: p50 ${milliseconds(approvalMedian)}, p99 ${milliseconds(approval99)}`,
    `  idle submit latency in the same run: ${milliseconds(idleMedian)}; p50 is ${(approvalMedian / idleMedian).toFixed(1)} times that`,
  ]
}

/** The figures for programs. */
export const paymentsJson = (figures: PaymentFigures) => ({
  payments_per_second: Number(figures.perSecond.toFixed(2)),
  payment_approval_p50_ms: Number(figures.approvalMedian.toFixed(1)),
  payment_approval_p99_ms: Number(figures.approval99.toFixed(1)),
  payment_idle_ms: Number(figures.idleMedian.toFixed(1)),
  payment_invalid: figures.invalid,
})
