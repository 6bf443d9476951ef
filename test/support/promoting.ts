import { expect } from 'chai'
import {
  type Campaign,
  campaigns,
  type Promotion,
  promotions,
  type TradeReward,
  tradeRewards,
} from '../../chaincode/domains/promotions/tables.ts'
import type { RewardLeg } from '../../chaincode/domains/promotions/terms.ts'
import type { Effects } from '../../chaincode/outcome.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { Chaining, type Opened } from './chaining.ts'
import { Device } from './devices.ts'
import { cash, gold } from './exchange.ts'
import { ledgerFaults } from './invariants.ts'
import { codeOf } from './scene.ts'

export const day = 86_400_000n
const hour = 3_600_000n

/** How long a campaign of these tests holds a reward, in milliseconds. */
export const hold = hour

/** SHA-256 of something, as a promoter's terminal makes it with a salt of its own. */
export const digestOf = (letter: string): string => letter.repeat(43)

/** Trades by chains that somebody promotes: bob of the supplier brings alice of the bank to the institution. */
export class Promoting {
  readonly on: Chaining

  private constructor(on: Chaining) {
    this.on = on
  }

  static async open(): Promise<Promoting> {
    return new Promoting(await Chaining.open())
  }

  /** Who promotes. */
  get promoter(): Device {
    return this.on.exchange.bob
  }

  /** The body of a campaign that pays both, 500 to who trades and 300 to who promotes. */
  opening(change: Partial<Body<'campaign.open'>> = {}): Body<'campaign.open'> {
    const pays = change.pays ?? 'both'
    return {
      ...{ cash, pays, budget: '10000', promoterMaximum: '5', holdMilliseconds: `${hold}` },
      ...(pays === 'promoter' ? {} : { traderReward: '500' }),
      ...(pays === 'trader' ? {} : { promoterReward: '300' }),
      ...{ opensAt: this.on.ahead(0n), closesAt: this.on.ahead(60n * day) },
      ...change,
    }
  }

  async campaign(change: Partial<Body<'campaign.open'>> = {}): Promise<string> {
    const effects = await this.on.done(this.on.executor, 'campaign.open', this.opening(change))
    return String(effects['campaign'])
  }

  /** The body of a promotion of sales of gold, which the ledger has by its digests alone. */
  creating(campaign: string, change: Partial<Body<'promotion.create'>> = {}): Body<'promotion.create'> {
    return {
      ...{ campaign, institution: 'InstitutionMSP', family: 'metal', side: 'sell', metal: gold },
      ...{ terms: digestOf('t'), authentication: { type: 'image', digest: digestOf('m') } },
      ...{ validUntil: this.on.ahead(50n * day), usesMaximum: '5', whenOver: 'goes-on' },
      ...change,
    }
  }

  async promotion(
    campaign: string,
    change: Partial<Body<'promotion.create'>> = {},
    by: Device = this.promoter,
  ): Promise<string> {
    const effects = await this.on.done(by, 'promotion.create', this.creating(campaign, change))
    return String(effects['promotion'])
  }

  /** A campaign of this kind with a promotion in it. */
  async both(change: Partial<Body<'campaign.open'>> = {}): Promise<{ campaign: string; promotion: string }> {
    const campaign = await this.campaign(change)
    return { campaign, promotion: await this.promotion(campaign) }
  }

  /** A sale of 1,000 mg of gold by alice that the institution executed. */
  async executed(opening: Promise<Opened> = this.on.opened({ expiresAt: this.on.ahead(day) })): Promise<Opened> {
    const { on } = this
    const sent = await on.sent(opening)
    await this.answered(sent)
    return sent
  }

  async answered(sent: Opened): Promise<void> {
    const { on } = this
    const { side } = on.chain(sent) ?? {}
    const position = on.chain(sent)?.position ?? 0n
    const target = side === 'sell' ? position - 1_000n : position + 1_000n
    on.accepted(await on.answer(sent, { quantity: '1000', amount: '550000' }, { target: `${target}` }))
  }

  async settled(executed: Opened): Promise<void> {
    const { on } = this
    on.accepted(await on.settle(executed, on.gold() - 1_000n))
  }

  /** Lets a trade that nobody settles be voided. */
  async voided({ chain }: Opened): Promise<void> {
    this.on.wait(31n * day)
    await this.on.done(this.on.exchange.auditor, 'chain.void', { chain })
  }

  judgement({ chain }: Opened, promotion: string, trader: 'same' | 'other' = 'other'): Body<'reward.judge'> {
    return { chain, promotion, trader }
  }

  judge(opened: Opened, promotion: string, trader: 'same' | 'other' = 'other'): Promise<Effects> {
    return this.on.done(this.on.executor, 'reward.judge', this.judgement(opened, promotion, trader))
  }

  /** Takes a step with one of the two rewards of a trade, and gives the reward's status, or the code of the refusal. */
  async step(
    kind: 'reward.pay' | 'reward.expire' | 'reward.take-back',
    { chain }: Opened,
    { leg, by = this.on.executor }: { leg: RewardLeg; by?: Device },
  ): Promise<string> {
    const outcome = await this.on.ask(by, kind, { chain, leg })
    return outcome.status === 'accepted' ? String(outcome.effects['status']) : codeOf(outcome)
  }

  pay(opened: Opened, leg: RewardLeg): Promise<string> {
    return this.step('reward.pay', opened, { leg })
  }

  takeBack(opened: Opened, leg: RewardLeg): Promise<string> {
    return this.step('reward.take-back', opened, { leg })
  }

  /** Somebody new of the supplier, who has nothing. */
  async newcomer(participant: string): Promise<Device> {
    return this.on.scene.register(new Device(participant, ['customer']), 'SupplierMSP')
  }

  /** Hands cash on to the institution. */
  async spend(by: Device, quantity: bigint): Promise<void> {
    await this.on.done(by, 'voucher.transfer', { voucher: cash, to: 'institution-treasury', quantity: `${quantity}` })
  }

  async give(to: string, quantity: bigint): Promise<void> {
    await this.on.done(this.on.alice, 'voucher.transfer', { voucher: cash, to, quantity: `${quantity}` })
  }

  async freeze(participant: string): Promise<void> {
    await this.on.done(this.#registrarOf(participant), 'participant.freeze', { participant, caseNumber: 'CASE-1' })
  }

  async unfreeze(participant: string): Promise<void> {
    await this.on.done(this.#registrarOf(participant), 'participant.unfreeze', { participant, caseNumber: 'CASE-1' })
  }

  /** Closes the account of somebody who has nothing. */
  async close(participant: string): Promise<void> {
    await this.on.done(this.#registrarOf(participant), 'participant.close', { participant })
  }

  #registrarOf(participant: string): Device {
    const { scene } = this.on
    return scene.registrars[scene.account(participant).home as keyof typeof scene.registrars]
  }

  row(campaign: string): Campaign {
    return campaigns.codec.decode(this.on.scene.ledger.row(campaigns.key(campaign)) as never)
  }

  promoted(promotion: string): Promotion {
    return promotions.codec.decode(this.on.scene.ledger.row(promotions.key(promotion)) as never)
  }

  reward({ chain }: Opened, leg: RewardLeg): TradeReward | undefined {
    const row = this.on.scene.ledger.row(tradeRewards.key(chain, leg))
    return row === undefined ? undefined : tradeRewards.codec.decode(row as never)
  }

  /** What the two rows of a trade say: their status, and why, where it is nothing. */
  said(opened: Opened): { [leg: string]: string | undefined } {
    const of = (leg: RewardLeg) => {
      const found = this.reward(opened, leg)
      return found?.status === 'none' ? found.reason : found?.status
    }
    return { trader: of('trader'), promoter: of('promoter') }
  }

  /** What somebody can spend, credits and all. */
  cash(participant: string): bigint {
    return this.on.scene.balance(participant, cash)
  }
}

/** A test on a scene of its own, after which every invariant must hold. */
export const onPromotions = (play: (on: Promoting) => Promise<void>) => async (): Promise<void> => {
  const promoting = await Promoting.open()
  await play(promoting)
  expect(ledgerFaults(promoting.on.scene.ledger)).deep.equal([])
}
