import {
  type Campaign,
  campaigns,
  type Promotion,
  promotions,
  type TradeReward,
  tradeRewards,
} from '../../../chaincode/domains/promotions/tables.ts'
import { endings } from '../../../chaincode/domains/promotions/terms.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { type Chain, chains, hops } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { authenticationTypes } from '../../../chaincode/wire/authentication-types.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { Device } from '../../support/devices.ts'
import { series } from '../cast.ts'
import { someClient, someInstitution } from './chain-people.ts'
import type { Desk, Draw } from './desk.ts'

const day = 86_400_000n
const executors = ['institution-treasury', 'trading-house', 'last-executor'] as const

const without = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T

/** A time that mostly covers what is traded on this day and the next weeks; now and then it begins later, or is over soon. */
const someWindow = (desk: Desk): { opensAt: string | undefined; until: string } => {
  const { random, now } = desk
  const opensAt = random.weighted([
    [now - BigInt(random.below(3)), 80],
    [now + 5_000n, 12],
    [now + 90n * day, 4],
  ])
  const until = random.weighted([
    [`${now + 50n * day}`, 78],
    [desk.deadline(), 16],
    [`${now + 367n * day}`, 4],
  ])
  return { opensAt: `${opensAt}`, until }
}

const isOpen = ({ status }: { status: string }): boolean => status === 'open'

/** A few of something are enough, so that what is left of the day comes of them: more are drawn now and then. */
const isEnough = ({ random }: Desk, all: readonly unknown[], few: number): boolean =>
  all.length >= few && random.chance(85)

const openCampaign: Draw<'campaign.open'> = (desk) => {
  const { random, book } = desk
  if (isEnough(desk, book.all(campaigns).filter(isOpen), 5)) return undefined
  const by = random.weighted([
    [executors[0], 80],
    [executors[1], 14],
    [executors[2], 6],
  ])
  const cash = random.weighted([
    [series.yuan, 88],
    [series.euro, 8],
    [series.gold, 2],
    ['NO-SUCH', 2],
  ])
  const free = book.usable(by, cash)
  const pays = random.one(['trader', 'promoter', 'both', 'both'] as const)
  const reward = () => `${1 + random.below(40)}`
  const isUnfit = random.chance(4)
  const traderReward = (pays === 'promoter') === isUnfit ? reward() : undefined
  const promoterReward = (pays === 'trader') === isUnfit ? reward() : undefined
  // Often about as much as one trade earns, so that some of what is earned is more than there is.
  const once = Number(traderReward ?? 0) + Number(promoterReward ?? 0)
  const budget = random.weighted([
    [`${Math.max(1, once - 8 + random.below(16))}`, 50],
    [`${15 + random.below(90)}`, 40],
    [desk.quantity(free), 10],
  ])
  const { opensAt, until } = someWindow(desk)
  const body = without({
    ...{ cash, pays, budget, traderReward, promoterReward },
    ...{ promoterMaximum: `${1 + random.below(6)}`, opensAt: opensAt ?? '0', closesAt: until },
    holdMilliseconds: `${random.weighted([
      [0n, 60],
      [1_000n, 30],
      [3_600_000n, 10],
    ])}`,
  })
  return { device: desk.deviceOf(desk.mostly(by), 'executor'), body: body as Body<'campaign.open'> }
}

// Seldom the only one, since a campaign that is closed brings nothing more.
const closeCampaign: Draw<'campaign.close'> = (desk) => {
  const all = desk.book.all(campaigns)
  if (all.filter(isOpen).length < 2 && desk.random.chance(70)) return undefined
  const found = desk.record(all, isOpen)
  if (found === undefined) return undefined
  const isOver = desk.now > found.closesAt
  const by = isOver || desk.random.chance(10) ? desk.someone() : found.executor
  return { device: desk.deviceOf(by, 'executor'), body: { campaign: desk.named(found.campaign) } }
}

/** A part of a promotion that is left out, or does not fit; mostly none. */
const someFault = (desk: Desk): Partial<Body<'promotion.create'>> =>
  desk.random.chance(88)
    ? {}
    : desk.random.one([
        ...[{ terms: undefined }, { authentication: undefined }, { metal: undefined }, { metal: series.yuan }],
        ...[{ institution: someInstitution(desk) }, { family: 'fund' as const }, { metal: 'NO-SUCH' }],
      ])

const create: Draw<'promotion.create'> = (desk) => {
  const { random, book } = desk
  const campaign: Campaign | undefined = desk.record(book.all(campaigns), isOpen)
  if (campaign === undefined || isEnough(desk, book.all(promotions).filter(isOpen), 6)) return undefined
  const isMetal = random.chance(70)
  const { opensAt, until } = someWindow(desk)
  const body = without({
    ...{ campaign: desk.named(campaign.campaign), institution: campaign.institution },
    family: isMetal
      ? ('metal' as const)
      : random.weighted([
          ['stock' as const, 55],
          ['fund' as const, 45],
        ]),
    metal: isMetal ? (random.chance(85) ? series.gold : series.silver) : undefined,
    side: random.one(['buy', 'sell'] as const),
    terms: digest(desk.name('terms')),
    authentication: { type: random.one(authenticationTypes), digest: digest(desk.name('media')) },
    opensAt: random.chance(60) ? undefined : opensAt,
    ...{ validUntil: until, usesMaximum: `${1 + random.below(4)}`, whenOver: random.one(endings) },
    ...someFault(desk),
  })
  const promoter = random.chance(30) ? someClient(desk) : random.chance(4) ? campaign.executor : desk.someone()
  return { device: desk.deviceOf(promoter, 'customer'), body: body as Body<'promotion.create'> }
}

// Seldom, since a promotion that has ended brings nothing more.
const end: Draw<'promotion.end'> = (desk) => {
  const found = desk.random.chance(40) ? desk.record(desk.book.all(promotions), isOpen) : undefined
  if (found === undefined) return undefined
  const isOver = desk.now > found.validUntil
  const by = isOver || desk.random.chance(10) ? desk.someone() : found.promoter
  return { device: desk.deviceOf(by, 'customer'), body: { promotion: desk.named(found.promotion) } }
}

const isJudged = (desk: Desk, { chain }: Chain): boolean =>
  desk.book.find(tradeRewards, chain, 'trader') !== undefined ||
  desk.book.find(tradeRewards, chain, 'promoter') !== undefined

const isExecuted = (desk: Desk, { chain, status }: Chain): boolean =>
  status === 'settled' || (status === 'answered' && desk.book.find(hops, chain)?.status === 'executed')

/** A promotion of such a trade, mostly one that was made before it. */
const promotionOf = (desk: Desk, chain: Chain): Promotion | undefined => {
  const { random, book } = desk
  const all = book.all(promotions)
  const fits = all.filter(
    ({ family, side, metal, institution }) =>
      family === chain.family &&
      side === chain.side &&
      metal === chain.metal?.voucher &&
      institution === chain.institution,
  )
  const before = fits.filter(({ createdAt }) => createdAt <= chain.openedAt)
  // What such a promoter earned is held before it is paid.
  const ofInactive = before.filter(({ promoter }) => book.find(participants, promoter)?.status !== 'active')
  if (ofInactive.length > 0 && random.chance(70)) return random.any(ofInactive)
  const drawn = random.chance(85) ? random.any(before) : random.chance(60) ? random.any(fits) : random.any(all)
  return drawn ?? (random.chance(40) ? random.any(all) : undefined)
}

const judge: Draw<'reward.judge'> = (desk) => {
  const { random, book } = desk
  const which = random.weighted<(chain: Chain) => boolean>([
    [(chain) => isExecuted(desk, chain) && !isJudged(desk, chain), 70],
    [(chain) => isExecuted(desk, chain) && isJudged(desk, chain), 25],
    [() => true, 5],
  ])
  const found = random.any(book.all(chains).filter(which))
  const promotion = found === undefined ? undefined : promotionOf(desk, found)
  if (found === undefined || promotion === undefined) return undefined
  const by = random.chance(80) ? (found.executor ?? executors[0]) : random.one(executors)
  const trader = random.chance(90) ? ('other' as const) : ('same' as const)
  const body = { chain: desk.named(found.chain), promotion: desk.named(promotion.promotion), trader }
  return { device: desk.deviceOf(desk.mostly(by), 'executor'), body }
}

type StepBody = Body<'reward.pay'>

/** A step of a reward by who pays it; hardly ever of one that there is not, or by another. */
const stepOf = (
  desk: Desk,
  found: TradeReward | undefined,
  by?: string,
): { device: Device; body: StepBody } | undefined => {
  if (found === undefined) return undefined
  const payer = desk.book.find(campaigns, found.campaign)?.executor ?? found.executor
  const sender = by ?? (desk.random.chance(94) ? payer : desk.random.one(executors))
  const body: StepBody = { chain: desk.named(found.chain), leg: found.leg }
  return { device: desk.deviceOf(sender, 'executor'), body }
}

const pay: Draw<'reward.pay'> = (desk) => {
  const { random, book, now } = desk
  const all = book.all(tradeRewards)
  const isPayable = ({ status, payableFrom = now }: TradeReward) => status === 'due' && payableFrom < now
  const isInactive = ({ receiver }: TradeReward) => book.find(participants, receiver)?.status !== 'active'
  const held = random.chance(12) ? random.any(all.filter(({ status }) => status === 'held')) : undefined
  const inactive = random.chance(85) ? random.any(all.filter((one) => isPayable(one) && isInactive(one))) : undefined
  return stepOf(desk, held ?? inactive ?? desk.record(all, isPayable))
}

const expire: Draw<'reward.expire'> = (desk) => {
  const isOver = ({ status, heldUntil = desk.now }: TradeReward) => status === 'held' && heldUntil < desk.now
  const isMade = desk.book.all(tradeRewards).filter(({ status }) => status === 'held')
  const found = desk.random.any(isMade.filter(isOver)) ?? (desk.random.chance(6) ? desk.random.any(isMade) : undefined)
  return stepOf(desk, found, desk.someone())
}

const takeBack: Draw<'reward.take-back'> = (desk) => {
  const { random, book } = desk
  const isUndone = ({ chain }: TradeReward) => book.find(chains, chain)?.status === 'voided'
  const isThere = ({ status }: TradeReward) => ['due', 'held', 'paid', 'owed'].includes(status)
  const all = book.all(tradeRewards).filter(isThere)
  const undone = random.any(all.filter(isUndone))
  return stepOf(desk, undone ?? (random.chance(5) ? random.any(all) : undefined))
}

/** How campaigns, promotions and rewards are drawn. */
export const promotionDraws = {
  ...{ 'campaign.open': openCampaign, 'campaign.close': closeCampaign, 'promotion.create': create },
  ...{ 'promotion.end': end, 'reward.judge': judge, 'reward.pay': pay },
  ...{ 'reward.expire': expire, 'reward.take-back': takeBack },
} as const
