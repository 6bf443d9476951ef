import { expect } from 'chai'
import fc from 'fast-check'
import type { ChainStatus } from '../../../chaincode/domains/trade-chain/tables.ts'
import { Chaining, type Opened } from '../../support/chaining.ts'
import { gold } from '../../support/exchange.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { runs } from '../../support/runs.ts'
import { codeOf } from '../../support/scene.ts'

const steps = [
  ...(['enrich', 'fail', 'send', 'execute', 'misfit', 'refuse', 'settle', 'withdraw', 'expire'] as const),
  ...([
    'take',
    'give-up',
    'unknown',
    'void',
    'release',
    'order',
    'cancel',
    'offer',
    'accept',
    'give',
    'wait',
    'age',
  ] as const),
] as const
type Step = (typeof steps)[number]

/** What a chain would do next if all went well. */
const onward: { readonly [S in ChainStatus]?: Step } = {
  ...{ received: 'enrich', enriched: 'send', sent: 'execute', unknown: 'execute', answered: 'settle' },
  ...{ conflict: 'take', accepted: 'settle', voided: 'release' },
}

/** Two sales and a buy by alice, among orders and an offer that want the same gold and cash. */
class Wanted {
  readonly on: Chaining
  readonly chains: readonly Opened[]
  #order = 'A'.repeat(43)
  #offer = { offer: 'A'.repeat(43), sender: 'alice', voucher: gold }

  private constructor(on: Chaining, chains: readonly Opened[]) {
    this.on = on
    this.chains = chains
  }

  static async open(): Promise<Wanted> {
    const on = await Chaining.open()
    const expiresAt = on.ahead(7n * 86_400_000n)
    const metal = { voucher: gold, quantity: '60000' }
    const sale = await on.opened({ expiresAt, metal }, { quantity: '60000' })
    const buy = await on.opened({ expiresAt, side: 'buy', cashMaximum: '6000000' })
    return new Wanted(on, [sale, buy, await on.stock({ expiresAt })])
  }

  /** What the position of a chain becomes by so much. */
  #after(opened: Opened, executed: bigint): bigint {
    const { on } = this
    const { side, metal } = on.chain(opened) ?? {}
    const start = metal === undefined ? (on.position()?.quantity ?? 0n) : on.gold()
    return side === 'buy' ? start + executed : start - executed
  }

  async #execute(opened: Opened, executed: bigint): Promise<string> {
    const { on } = this
    const { side, metal, position = on.position()?.quantity ?? 0n } = on.chain(opened) ?? {}
    const target = side === 'buy' ? position + executed : position - executed
    const legs = { amount: '7000', ...(metal === undefined ? {} : { quantity: '70' }) }
    return codeOf(await on.answer(opened, legs, { target: `${target}` }))
  }

  /** Two officers end a conflict, or are refused and take their proposal back. */
  async #reconcile({ chain }: Opened, verdict: 'settle' | 'void'): Promise<string> {
    const { on } = this
    const approval = await on.approved('chain.reconcile', { chain, verdict })
    const code = await on.code(on.officer, 'chain.reconcile', { chain, verdict, approval })
    if (code !== 'accepted') await on.done(on.officer, 'approval.withdraw', { approval })
    return code
  }

  /** Tries one step with one chain; many are refused, by what came before. */
  async try(step: Step, opened: Opened): Promise<string> {
    const { on } = this
    const { exchange } = on
    const { chain } = opened
    const tried: { readonly [S in Step]: () => Promise<string> } = {
      enrich: async () => codeOf(await on.enrich(opened)),
      fail: async () => codeOf(await on.enrich(opened, { facts: { verdict: 'failed' } })),
      send: async () => codeOf(await on.send(opened)),
      execute: () => this.#execute(opened, 70n),
      misfit: () => this.#execute(opened, -1n),
      refuse: async () => codeOf(await on.answer(opened, { verdict: 'refused' }, { reason: 'hours' })),
      settle: async () => {
        const { status, metal } = on.chain(opened) ?? {}
        const isTaken = status === 'accepted' && metal !== undefined
        const moved = isTaken || on.hop(opened)?.status === 'executed' ? 70n : 0n
        return codeOf(await on.settle(opened, this.#after(opened, moved)))
      },
      withdraw: () => on.code(on.alice, 'chain.withdraw', { chain }),
      expire: () => on.code(exchange.bob, 'chain.expire', { chain }),
      unknown: () => on.code(on.dispatcher, 'chain.mark-unknown', { chain }),
      take: () => this.#reconcile(opened, 'settle'),
      'give-up': () => this.#reconcile(opened, 'void'),
      void: () => on.code(exchange.auditor, 'chain.void', { chain }),
      release: async () => codeOf(await on.tell(on.dispatcher, 'chain.release', { body: { chain }, says: {} })),
      order: async () => {
        const limit = { ...exchange.limit('sell', 30_000n, 55_000n), expiresAt: on.ahead(60_000n) }
        const placed = await on.ask(on.alice, 'order.place', limit)
        if (placed.status === 'accepted') this.#order = String(placed.effects['order'])
        return codeOf(placed)
      },
      cancel: () => on.code(on.alice, 'order.cancel', { order: this.#order }),
      offer: async () => {
        const body = { voucher: gold, to: 'bob', quantity: '30000', answerBy: on.ahead(60_000n) }
        const made = await on.ask(on.alice, 'transfer.offer', body)
        if (made.status === 'accepted') this.#offer = { ...this.#offer, offer: String(made.effects['offer']) }
        return codeOf(made)
      },
      accept: () => on.code(exchange.bob, 'transfer.accept', this.#offer),
      give: async () => {
        await on.scene.honoured(
          on.envelope(exchange.treasury, 'voucher.transfer', { voucher: gold, to: 'alice', quantity: '5' }),
        )
        return 'given'
      },
      wait: async () => {
        on.wait(3_600_001n)
        return 'waited'
      },
      age: async () => {
        on.wait(32n * 86_400_000n)
        return 'aged'
      },
    }
    return tried[step]()
  }

  /** Takes the next step of a chain as if all went well. */
  advance(opened: Opened): Promise<string> {
    const step = onward[this.on.chain(opened)?.status as ChainStatus]
    return step === undefined ? Promise.resolve('ended') : this.try(step, opened)
  }

  /** What is left of the stock: less once its sale is settled. */
  get stockLeft(): bigint {
    return this.on.hop(this.chains[2] as Opened)?.status === 'settled' ? 430n : 500n
  }

  /** What of the stock must wait, by how far its chain has come: until it is settled, refused, or free again. */
  get stockWaiting(): bigint {
    const stock = this.chains[2] as Opened
    const { status = 'received' } = this.on.chain(stock) ?? {}
    const isFree = ['settled', 'freed', 'released'].includes(this.on.hop(stock)?.status ?? 'released')
    return onward[status] === undefined || isFree ? 0n : 100n
  }
}

const anyStep = fc.oneof(
  { weight: 3, arbitrary: fc.constant('advance' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...steps) },
)

describe('what waits for chains, orders and offers in one account', () => {
  it('S2-015 S2-041 S2-042 is what each of them holds, to the unit, whatever comes when, and each chain ends once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyStep, fc.nat({ max: 2 })), { minLength: 12, maxLength: 24 }),
        async (tried) => {
          const wanted = await Wanted.open()
          const { on, chains } = wanted
          for (const [step, place] of tried) {
            const opened = chains[place] as Opened
            await (step === 'advance' ? wanted.advance(opened) : wanted.try(step, opened))
            expect(on.position()?.reserved, step).equal(wanted.stockWaiting)
          }
          expect(on.position()?.quantity).equal(wanted.stockLeft)
          expect(ledgerFaults(on.scene.ledger)).deep.equal([])
        },
      ),
      runs(20),
    )
  })
})
