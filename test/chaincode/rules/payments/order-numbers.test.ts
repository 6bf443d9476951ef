import { expect } from 'chai'
import fc from 'fast-check'
import { liveCodes, merchants, type Payment, payments } from '../../../../chaincode/domains/payments/tables.ts'
import { accounts, participants } from '../../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../../chaincode/domains/vouchers/tables.ts'
import { ruleOf } from '../../../../chaincode/ledger.ts'
import { Refusal } from '../../../../chaincode/refusal.ts'
import { type Decision, viewOf } from '../../../../chaincode/rules/rule.ts'
import type { Body, Instruction, StampFacts } from '../../../../chaincode/vocabulary.ts'
import type { RecordIn, Table } from '../../../../chaincode/wire/table.ts'

type PaymentKind = 'payment.claim' | 'payment.approve' | 'payment.decline' | 'payment.reverse' | 'payment.expire'
type Act = { kind: PaymentKind; payment: string; at: bigint }

const start = 1_800_000_000_000n
const codes = ['p1', 'p2', 'p3']
const orderNumber = 'ORDER-1'

/** A till of three live codes and one order number, as bare rows; a rule sees only the rows that it named. */
class Rows {
  readonly #rows = new Map<string, unknown>()

  constructor() {
    const home = 'BankMSP'
    const participant = (id: string) =>
      this.#put(participants, { participant: id, type: 'person', home, status: 'active', accepts: 'all', known: [] })
    for (const id of ['payer', 'shop', 'bank']) participant(id)
    const available = { available: 1_000_000n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n, costed: 0n }
    for (const id of ['payer', 'shop'])
      this.#put(accounts, { participant: id, home, status: 'active', devices: {}, holdings: { CNY: available } })
    this.#put(vouchers, { voucher: 'CNY', issuer: 'bank', home, status: 'issued', functions: ['transfer'] } as never)
    const terms = { maximum: 1_000n, vouchers: ['CNY'], fee: { partsPerMillion: 0, minimum: '0' } }
    this.#put(merchants, { merchant: 'shop', home, bank: 'bank', name: 'Shop', status: 'open', ...terms })
    const code = { home, payer: 'payer', payerHome: home, device: 'phone', codeExpiresAt: start + 10n ** 9n }
    for (const payment of codes) this.#put(payments, { ...code, payment, status: 'issued' })
    this.#put(liveCodes, { payer: 'payer', device: 'phone', home, payments: codes })
  }

  #put<T extends Table>(table: T, record: RecordIn<T>): void {
    this.#rows.set(table.keyOf(record), record)
  }

  get captured(): string[] {
    return codes.filter((payment) => this.#payment(payment).status === 'captured')
  }

  #payment(id: string): Payment {
    return this.#rows.get(`payment~${id}`) as Payment
  }

  #bodyOf({ kind, payment }: Act): Body<PaymentKind> {
    const sale = { orderNumber, voucher: 'CNY', quantity: '100' }
    if (kind === 'payment.claim') return { commitment: 'A'.repeat(43), ...sale }
    const answerBy = `${this.#payment(payment).claim?.answerBy ?? 0n}`
    const isAnswer = kind === 'payment.approve' || kind === 'payment.decline'
    return isAnswer ? { payment, merchant: 'shop', ...sale, answerBy } : { payment }
  }

  /** Decides an act over the rows, and takes what it changes; a refusal changes nothing. */
  act(act: Act): void {
    const from = act.kind === 'payment.claim' || act.kind === 'payment.reverse' ? 'shop' : 'payer'
    const instruction = { kind: act.kind, from, device: 'phone', body: this.#bodyOf(act) } as unknown as Instruction
    const stamp: StampFacts<'payment.claim'> = {
      ...{ payment: act.payment, payer: 'payer', payerDevice: 'phone', answerBy: `${act.at + 60_000n}` },
    }
    const rule = ruleOf(act.kind)
    const named = new Set([`account~${from}`, ...rule.reads(instruction as never, stamp as never)])
    const view = viewOf((_table, key) => {
      if (!named.has(key)) throw new Error(`the rule of ${act.kind} did not name ${key}`)
      return this.#rows.get(key)
    })
    for (const key of rule.readsThen?.(instruction as never, view) ?? []) named.add(key)
    const sender = this.#rows.get(`account~${from}`)
    const request = { instruction, body: instruction.body, id: 'i', sender, view, facts: { now: act.at }, stamp }
    this.#take(() => rule.decide(request as never))
  }

  #take(decide: () => Decision): void {
    try {
      for (const { table, record } of decide().writes ?? []) this.#put(table, record as never)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
}

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom<PaymentKind>(
      ...(['payment.claim', 'payment.approve', 'payment.decline', 'payment.reverse', 'payment.expire'] as const),
    ),
    payment: fc.constantFrom(...codes),
    // Endorsers bound a time by half a minute, so that it may lie behind that of an earlier block.
    pause: fc.integer({ min: -30_000, max: 70_000 }),
  }),
  { maxLength: 14 },
)

describe('an order number', () => {
  it('S4-029 is paid at most once, under any interleaving of claims, answers, reversals and endings, at any times', () => {
    let paid = 0
    fc.assert(
      fc.property(acts, (steps) => {
        const rows = new Rows()
        let at = start
        for (const { kind, payment, pause } of steps) {
          at += BigInt(pause)
          rows.act({ kind, payment, at })
        }
        paid += rows.captured.length
        expect(rows.captured.length).to.be.lessThan(2)
      }),
      { numRuns: 3_000 },
    )
    expect(paid, 'payments that were made at all').to.be.greaterThan(100)
  })
})
