import { expect } from 'chai'
import fc from 'fast-check'
import { purchases } from '../../../chaincode/domains/commerce/tables.ts'
import { type Payment, payments } from '../../../chaincode/domains/payments/tables.ts'
import { Counter, gold } from '../../support/counter.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { recordsOf } from '../../support/ledger-rows.ts'
import { runs } from '../../support/runs.ts'
import { Scene } from '../../support/scene.ts'
import { wayOf } from '../../support/way.ts'

const sales = ['plain', 'buy', 'buy', 'order', 'same order'] as const
const steps = ['approve', 'decline', 'reverse', 'expire', 'expire', 'refund'] as const

/** Something that somebody tries: a claim of a fresh code, or a step of one of the payments so far. */
type Try = { claim: (typeof sales)[number] } | { step: (typeof steps)[number]; which: number }

const attempt: fc.Arbitrary<Try> = fc.oneof(fc.record({ claim: fc.constantFrom(...sales) }), {
  arbitrary: fc.record({ step: fc.constantFrom(...steps), which: fc.nat({ max: 5 }) }),
  weight: 2,
})
/** What is endorsed against one state and ordered into one block, and how long nothing happens behind it. */
const round = fc.record({
  tries: fc.array(attempt, { minLength: 1, maxLength: 4 }),
  wait: fc.constantFrom(0n, 1_000n, 130_000n),
})

class Play {
  readonly counter: Counter
  readonly order: string
  readonly claimed: string[] = []
  #quotes = 1

  constructor(counter: Counter) {
    this.counter = counter
    this.order = counter.ordered({ actBy: counter.scene.now + 3_600_000n })
  }

  /** A buy at the newest quote. */
  get #buy() {
    return { settles: { buy: { ...gold.settles.buy, quote: `Q${this.#quotes}` } } }
  }

  async #claim(kind: (typeof sales)[number]): Promise<string> {
    const { counter, order } = this
    const payment = await counter.till.requested({ facts: { keepsOlder: true } })
    this.claimed.push(payment)
    const orderNumber = `ORDER-${this.claimed.length}`
    if (kind === 'plain') return counter.claim(payment, { orderNumber })
    if (kind === 'buy') return counter.claim(payment, { ...gold, ...this.#buy, orderNumber }, counter.mint)
    const purchase = kind === 'order' ? counter.ordered() : order
    return counter.claim(payment, { orderNumber, settles: { purchase } })
  }

  #step(step: (typeof steps)[number], which: number): string[] {
    const { till, mint, farm } = this.counter
    const payment = this.claimed[which % Math.max(1, this.claimed.length)]
    const claim = payment === undefined ? undefined : till.payment(payment)?.claim
    if (payment === undefined || claim === undefined) return []
    const shop = claim.merchant === 'tea-farm' ? farm : mint
    if (step === 'reverse') return [till.instruct(shop, 'payment.reverse', { payment })]
    if (step === 'expire') return [till.instruct(till.bank, 'payment.expire', { payment })]
    if (step !== 'refund') return [till.instruct(till.alice, `payment.${step}`, this.counter.terms(payment))]
    return [till.instruct(shop, 'payment.refund', { payment, quantity: '300', reference: 'spilt' })]
  }

  async #envelopes(tries: readonly Try[]): Promise<string[]> {
    const texts: string[] = []
    for (const one of tries) {
      texts.push(...('claim' in one ? [await this.#claim(one.claim)] : this.#step(one.step, one.which)))
    }
    return texts
  }

  async play({ tries, wait }: { tries: readonly Try[]; wait: bigint }): Promise<void> {
    const { scene } = this.counter
    const texts = await this.#envelopes(tries)
    const proposals = await Promise.all(texts.map((text) => scene.endorse(text, wayOf(scene, text))))
    if (proposals.length > 0) scene.ledger.commit(proposals)
    scene.now += wait
    if (wait === 0n) return
    this.#quotes += 1
    await this.counter.quote(`Q${this.#quotes}`)
  }
}

/** Each order is paid exactly where one captured payment says that it settles it. */
const orderFaults = ({ scene }: Counter): string[] => {
  const rows = scene.ledger.rows()
  const captured = recordsOf(rows, payments).filter(({ status }) => status === 'captured')
  const payingOf = (purchase: string): Payment[] =>
    captured.filter(({ claim }) => claim?.settles?.purchase === purchase)
  return recordsOf(rows, purchases).flatMap(({ purchase, status, payment }) => {
    const paying = payingOf(purchase).map((one) => one.payment)
    const isRight = status === 'paid' ? paying.join() === payment : status === 'ordered' && paying.length === 0
    return isRight ? [] : [`${purchase} is ${status}, paid by ${paying.join()}`]
  })
}

/** Alice's gold is what captured buys gave her, and no other. */
const goldFaults = ({ scene }: Counter, before: bigint): string[] => {
  const bought = recordsOf(scene.ledger.rows(), payments).reduce(
    (sum, { status, claim }) => sum + (status === 'captured' ? (claim?.settles?.buy?.quantity ?? 0n) : 0n),
    before,
  )
  const has = scene.balance('alice')
  return has === bought ? [] : [`alice has ${has} of gold, and bought ${bought}`]
}

describe('claims with and without what they settle', () => {
  it('SX-001 SX-002 conserve metal and cash, both legs or none, each order paid once, under any interleaving', async function () {
    this.timeout(0)
    const start = await Counter.open(await Scene.open())
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 4, maxLength: 10, size: 'max' }), async (rounds) => {
        const counter = start.copy()
        const before = counter.scene.balance('alice')
        const play = new Play(counter)
        for (const one of rounds) await play.play(one)
        const { ledger } = counter.scene
        for (const { status, claim } of recordsOf(ledger.rows(), payments)) {
          met.add(`${Object.keys(claim?.settles ?? { nothing: 0 })} ${status}`)
        }
        expect([...ledgerFaults(ledger), ...orderFaults(counter), ...goldFaults(counter, before)]).deep.equal([])
      }),
      runs(120),
    )
    for (const what of ['nothing', 'buy', 'purchase']) {
      for (const status of ['claimed', 'captured', 'declined', 'reversed', 'expired']) {
        expect([...met], 'what a run must meet').include(`${what} ${status}`)
      }
    }
  })
})
