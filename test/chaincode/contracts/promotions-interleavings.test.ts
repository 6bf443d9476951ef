import { expect } from 'chai'
import fc from 'fast-check'
import type { RewardLeg } from '../../../chaincode/domains/promotions/terms.ts'
import type { Opened } from '../../support/chaining.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { day, hold, Promoting } from '../../support/promoting.ts'
import { runs } from '../../support/runs.ts'

const budget = 1_900n
const promoterMaximum = 2n
const steps = [
  ...(['execute', 'judge', 'judge-other', 'judge-own', 'pay', 'pay', 'take-back', 'expire', 'settle'] as const),
  ...(['void', 'close', 'end', 'freeze', 'unfreeze', 'spend', 'wait', 'age'] as const),
] as const
type Step = (typeof steps)[number]

/** Three trades of alice's, a campaign with a budget for two of them and a half, and two promotions of bob's and one of alice's own. */
class Wanted {
  readonly on: Promoting
  readonly trades: readonly Opened[]
  readonly campaign: string
  readonly #promotions: { bob: string; second: string; own: string }
  /** What of the campaign went out to receivers and did not come back. */
  paid = 0n

  private constructor(
    on: Promoting,
    { trades, campaign, promotions }: { trades: Opened[]; campaign: string; promotions: Wanted['promotions'] },
  ) {
    this.on = on
    this.trades = trades
    this.campaign = campaign
    this.#promotions = promotions
  }

  get promotions(): { bob: string; second: string; own: string } {
    return this.#promotions
  }

  static async open(): Promise<Wanted> {
    const on = await Promoting.open()
    const limits = { budget: `${budget}`, promoterMaximum: `${promoterMaximum}` }
    const campaign = await on.campaign({ ...limits, closesAt: on.on.ahead(300n * day) })
    const made = (by = on.promoter) =>
      on.promotion(campaign, { usesMaximum: '2', validUntil: on.on.ahead(300n * day) }, by)
    const promotions = { bob: await made(), second: await made(), own: await made(on.on.alice) }
    const trades: Opened[] = []
    for (const _each of [0, 1, 2]) trades.push(await on.on.sent())
    return new Wanted(on, { trades, campaign, promotions })
  }

  async #moved(kind: 'reward.pay' | 'reward.take-back', trade: Opened, leg: RewardLeg): Promise<void> {
    const amount = this.on.reward(trade, leg)?.amount ?? 0n
    const status = await this.on.step(kind, trade, { leg })
    if (status === 'paid') this.paid += amount
    if (status === 'taken-back') this.paid -= amount
  }

  /** Tries one step with one of the two of a trade; many are refused, by what came before. */
  async try(step: Step, trade: Opened, leg: RewardLeg): Promise<void> {
    const { on, campaign } = this
    const { bob, second, own } = this.#promotions
    const judge = async (promotion: string): Promise<void> => {
      await on.on.ask(on.on.executor, 'reward.judge', on.judgement(trade, promotion))
    }
    const tried: { readonly [S in Step]: () => Promise<unknown> } = {
      execute: () => on.answered(trade).catch(() => undefined),
      judge: () => judge(bob),
      'judge-other': () => judge(second),
      'judge-own': () => judge(own),
      pay: () => this.#moved('reward.pay', trade, leg),
      'take-back': () => this.#moved('reward.take-back', trade, leg),
      expire: () => on.step('reward.expire', trade, { leg, by: on.on.alice }),
      settle: () => on.settled(trade).catch(() => undefined),
      void: () => on.on.ask(on.on.exchange.auditor, 'chain.void', { chain: trade.chain }),
      close: () => on.on.ask(on.on.executor, 'campaign.close', { campaign }),
      end: () => on.on.ask(on.promoter, 'promotion.end', { promotion: bob }),
      freeze: () => on.freeze('bob').catch(() => undefined),
      unfreeze: () => on.unfreeze('bob').catch(() => undefined),
      spend: () => on.spend(on.promoter, on.cash('bob')).catch(() => undefined),
      wait: async () => on.on.wait(hold + 1n),
      age: async () => on.on.wait(32n * day),
    }
    await tried[step]()
  }

  /** What a trade must never earn: more than one reward for each of the two, for its own promoter, or beyond budget and maximum. */
  faults(): string[] {
    const { on, campaign, trades } = this
    const rows = trades.flatMap((trade) =>
      (['trader', 'promoter'] as const).flatMap((leg) => on.reward(trade, leg) ?? []),
    )
    const { left, due } = on.row(campaign)
    const earned = rows.filter(({ payableFrom }) => payableFrom !== undefined)
    const ofPromoter = earned.filter(({ leg }) => leg === 'promoter')
    const back = budget - left - this.paid
    return [
      ...(due > left ? ['more is promised than there is'] : []),
      ...(this.paid < 0n || this.paid > budget ? ['more was paid than the budget'] : []),
      ...(back < 0n ? ['the budget does not pay what was paid'] : []),
      ...(BigInt(ofPromoter.length) > promoterMaximum ? ['one promoter earned more than the most'] : []),
      ...(earned.some(({ promotion }) => promotion === this.#promotions.own) ? ['somebody earned by itself'] : []),
      ...(rows.length > 2 * trades.length ? ['a trade earned more than once'] : []),
    ]
  }
}

const anyStep = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...(['execute', 'judge', 'pay', 'wait'] as const)) },
  { weight: 3, arbitrary: fc.constantFrom(...steps) },
)

describe('what trades earn, whatever comes when', () => {
  it('S2-060 S2-062 S2-063 is at most one reward for each of the two of a trade, within budget and maximum, and once paid once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyStep, fc.nat({ max: 2 }), fc.constantFrom<RewardLeg>('trader', 'promoter')), {
          minLength: 14,
          maxLength: 30,
        }),
        async (tried) => {
          const wanted = await Wanted.open()
          for (const [step, place, leg] of tried) {
            await wanted.try(step, wanted.trades[place] as Opened, leg)
            expect(wanted.faults(), step).deep.equal([])
          }
          expect(ledgerFaults(wanted.on.on.scene.ledger)).deep.equal([])
        },
      ),
      runs(20),
    )
  })
})
