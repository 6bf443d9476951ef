import {
  type Campaign,
  campaigns,
  type Promotion,
  promoterTallies,
  promotions,
  type TradeReward,
  tradeRewards,
} from '../../../chaincode/domains/promotions/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { type Chain, chains, hops } from '../../../chaincode/domains/trade-chain/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { Kind, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'
import { againstUse } from './vouchers.ts'

const year = 366n * 86_400_000n
const thirtyDays = 2_592_000_000n

type Leg = TradeReward['leg']

const againstWindow = (opensAt: string | undefined, until: string, now: bigint): RefusalCode[] =>
  reasons({
    deadline_in_past: now > BigInt(until),
    window_too_long: BigInt(until) > now + year,
    window_empty: opensAt !== undefined && BigInt(opensAt) > BigInt(until),
  })

const open: Page<'campaign.open'> = (asked) => {
  const { book, body, from, id, now, sender, institutionHomes } = asked
  const { cash, pays, traderReward, promoterReward } = body
  const voucher = book.find(vouchers, cash)
  const paysTrader = pays === 'trader' || pays === 'both'
  const paysPromoter = pays === 'promoter' || pays === 'both'
  const guards = [
    ...againstWindow(body.opensAt, body.closesAt, now),
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...reasons({
      home_lacks_part: !institutionHomes.includes(sender.home),
      campaign_unfit: (traderReward !== undefined) !== paysTrader || (promoterReward !== undefined) !== paysPromoter,
      not_a_currency: voucher !== undefined && voucher.product.type !== 'currency',
    }),
  ]
  const budget = { participant: from, voucher: cash, quantity: BigInt(body.budget) }
  return taking(asked, { guards, takes: [budget] }, () => {
    book.shift(budget, 'available', 'reserved')
    book.put(campaigns, {
      ...{ campaign: id, institution: sender.home, executor: from, cash, pays, left: budget.quantity, due: 0n },
      ...(traderReward === undefined ? {} : { traderReward: BigInt(traderReward) }),
      ...(promoterReward === undefined ? {} : { promoterReward: BigInt(promoterReward) }),
      ...{ promoterMaximum: BigInt(body.promoterMaximum), holdMilliseconds: BigInt(body.holdMilliseconds) },
      ...{ opensAt: BigInt(body.opensAt), closesAt: BigInt(body.closesAt), status: 'open' },
    })
    return { campaign: id, institution: sender.home, reserved: body.budget, reservedVoucher: cash, status: 'open' }
  })
}

const toldFree = (voucher: string, quantity: bigint): Effects =>
  quantity === 0n ? {} : { freed: `${quantity}`, reservedVoucher: voucher }

const close: Page<'campaign.close'> = ({ book, body, from, now }) => {
  const found = book.find(campaigns, body.campaign)
  if (found === undefined) return refused('unknown_campaign')
  const against = reasons({
    campaign_state_forbids: found.status !== 'open',
    deadline_not_passed: from !== found.executor && now <= found.closesAt,
  })
  return plain(against, () => {
    const { campaign, executor: participant, cash: voucher, due } = found
    const rest = { participant, voucher, quantity: found.left - due }
    book.shift(rest, 'reserved', 'available')
    book.put(campaigns, { ...found, left: due, status: 'closed' })
    return { campaign, status: 'closed', ...toldFree(voucher, rest.quantity) }
  })
}

const create: Page<'promotion.create'> = ({ book, body, from, id, now, sender }) => {
  const { campaign, institution, family, side, metal, terms, authentication, opensAt, validUntil, whenOver } = body
  const found = book.find(campaigns, campaign)
  const voucher = metal === undefined ? undefined : book.find(vouchers, metal)
  const isOther = found !== undefined && (found.institution !== institution || found.executor === from)
  const against = [
    ...againstWindow(opensAt, validUntil, now),
    ...reasons({
      promotion_incomplete:
        authentication === undefined || terms === undefined || (family === 'metal' && metal === undefined),
      unknown_campaign: found === undefined,
      campaign_state_forbids: found !== undefined && found.status !== 'open',
      promotion_terms_differ: isOther || (family !== 'metal' && metal !== undefined),
      unknown_voucher: metal !== undefined && voucher === undefined,
      voucher_retired: voucher?.status === 'retired',
      not_a_metal: voucher !== undefined && voucher.product.type !== 'metal',
    }),
  ]
  return plain(against, () => {
    book.put(promotions, {
      ...{ promotion: id, promoter: from, bank: sender.home, campaign, institution, family, side, whenOver },
      ...(metal === undefined ? {} : { metal }),
      ...(opensAt === undefined ? {} : { opensAt: BigInt(opensAt) }),
      ...{ terms: terms as string, authentication: authentication as Promotion['authentication'], createdAt: now },
      ...{ validUntil: BigInt(validUntil), usesMaximum: BigInt(body.usesMaximum), used: 0n, status: 'open' },
    })
    return { promotion: id, campaign, institution, status: 'open' }
  })
}

const end: Page<'promotion.end'> = ({ book, body, from, now }) => {
  const found = book.find(promotions, body.promotion)
  if (found === undefined) return refused('unknown_promotion')
  const { promotion, promoter, validUntil, status } = found
  const against = reasons({
    promotion_state_forbids: status !== 'open',
    deadline_not_passed: from !== promoter && now <= validUntil,
  })
  const isOver = now > validUntil
  return plain(against, () => {
    book.put(promotions, { ...found, status: 'ended', endedAt: isOver ? validUntil : now })
    return { promotion, status: 'ended' }
  })
}

/** Whether the institution executed a trade that nobody ended or disputes since. */
const stands = (book: Book, { chain, status }: Chain): boolean =>
  status === 'settled' || (status === 'answered' && book.find(hops, chain)?.status === 'executed')

const lies = (at: bigint, from: bigint, until: bigint): boolean => at >= from && at <= until

const nameOfTrade = (
  { institution, family, side }: Pick<Chain, 'institution' | 'family' | 'side'>,
  metal: string | undefined,
): string => [institution, family, side, metal ?? 'none'].join(' ')

/** Why a trade earns nobody anything, in the order in which it is asked. */
const reasonOfTrade = (
  { chain, promotion, campaign }: { chain: Chain; promotion: Promotion; campaign: Campaign },
  trader: string,
): TradeReward['reason'] => {
  const at = chain.openedAt
  if (nameOfTrade(promotion, promotion.metal) !== nameOfTrade(chain, chain.metal?.voucher)) return 'other-trade'
  if (trader === 'same' || chain.client === promotion.promoter) return 'self-referral'
  if (campaign.status === 'closed' || !lies(at, campaign.opensAt, campaign.closesAt)) return 'no-campaign'
  const until = promotion.endedAt ?? promotion.validUntil
  if (!lies(at, promotion.opensAt ?? promotion.createdAt, until)) return 'outside-window'
  return promotion.used >= promotion.usesMaximum ? 'used-up' : undefined
}

/** All that a trade is judged by, and what is counted of its promoter. */
interface Known {
  chain: Chain
  promotion: Promotion
  campaign: Campaign
  tally: bigint
}

const knownOf = ({ book, body }: Asked<'reward.judge'>): Known => {
  const promotion = book.find(promotions, body.promotion) as Promotion
  const tally = book.find(promoterTallies, promotion.campaign, promotion.promoter)?.earned ?? 0n
  const campaign = book.find(campaigns, promotion.campaign) as Campaign
  return { chain: book.find(chains, body.chain) as Chain, promotion, campaign, tally }
}

/** Why one of the two earns nothing, of what is promised to the other already. */
const reasonOfLeg = (
  { campaign, tally }: Known,
  { leg, amount, promised }: { leg: Leg; amount: bigint; promised: bigint },
): TradeReward['reason'] => {
  if (leg === 'promoter' && tally >= campaign.promoterMaximum) return 'cap'
  return campaign.left - campaign.due - promised < amount ? 'budget' : undefined
}

const receiverOf = ({ chain, promotion }: Known, leg: Leg) =>
  leg === 'trader'
    ? { receiver: chain.client, home: chain.bank }
    : { receiver: promotion.promoter, home: promotion.bank }

/** The rows that the ledger must write of a trade, for whom the campaign's rule rewards. */
const earnedBy = ({ body, from, now }: Asked<'reward.judge'>, known: Known): TradeReward[] => {
  const { chain, promotion, campaign } = known
  const reason = reasonOfTrade(known, body.trader)
  const amounts = { trader: campaign.traderReward, promoter: campaign.promoterReward }
  const rows: TradeReward[] = []
  for (const leg of ['trader', 'promoter'] as const) {
    const amount = amounts[leg]
    if (amount === undefined) continue
    const promised = rows.reduce((sum, row) => sum + row.amount, 0n)
    const why = reason ?? reasonOfLeg(known, { leg, amount, promised })
    const parts = {
      ...{ chain: chain.chain, leg, campaign: campaign.campaign, promotion: promotion.promotion },
      ...{ institution: chain.institution, cash: campaign.cash, judgedAt: now, ...receiverOf(known, leg) },
      executor: promotion.institution === chain.institution ? campaign.executor : from,
    }
    const payableFrom = now + campaign.holdMilliseconds
    rows.push(
      why === undefined
        ? { ...parts, amount, payableFrom, status: 'due' }
        : { ...parts, amount: 0n, status: 'none', reason: why },
    )
  }
  return rows
}

/** What a trade earned by a promotion, as the ledger must write it down. */
const judged = (asked: Asked<'reward.judge'>): Effects => {
  const { book, body } = asked
  const known = knownOf(asked)
  const { promotion, campaign, tally } = known
  const rows = earnedBy(asked, known)
  for (const row of rows) book.put(tradeRewards, row)
  const due = rows.filter(({ status }) => status === 'due').map(({ leg }) => leg)
  const amount = rows.reduce((sum, row) => sum + row.amount, 0n)
  if (due.length > 0) {
    book.put(campaigns, { ...campaign, due: campaign.due + amount })
    book.put(promotions, { ...promotion, used: promotion.used + 1n })
  }
  if (due.includes('promoter')) {
    const { institution, campaign: named } = campaign
    book.put(promoterTallies, { campaign: named, promoter: promotion.promoter, institution, earned: tally + 1n })
  }
  const whys = rows.flatMap(({ reason }) => (reason === undefined ? [] : [reason]))
  return { chain: body.chain, promotion: body.promotion, cash: campaign.cash, amount: `${amount}`, due, reasons: whys }
}

const judge: Page<'reward.judge'> = (asked) => {
  const { book, body, sender } = asked
  const chain = book.find(chains, body.chain)
  if (chain === undefined) return refused('unknown_chain')
  const isJudged = (['trader', 'promoter'] as const).some(
    (leg) => book.find(tradeRewards, chain.chain, leg) !== undefined,
  )
  const against = reasons({
    not_a_party: chain.institution !== sender.home,
    unknown_promotion: book.find(promotions, body.promotion) === undefined,
    chain_state_forbids: !stands(book, chain),
    already_judged: isJudged,
  })
  return plain(against, () => judged(asked))
}

const isActive = (book: Book, participant: string): boolean => book.find(participants, participant)?.status === 'active'

const tell = ({ chain, leg, receiver, cash, amount }: TradeReward, status: string): Effects => ({
  ...{ chain, leg, receiver, cash, amount: `${amount}`, status },
})

type OfReward = 'reward.pay' | 'reward.expire' | 'reward.take-back'

/** A step of a reward that is there, with the campaign that pays it. */
const step =
  <K extends OfReward>(page: (asked: Asked<K>, reward: TradeReward, campaign: Campaign) => Ruling): Page<K> =>
  (asked) => {
    const { chain, leg } = asked.body as { chain: string; leg: Leg }
    const reward = asked.book.find(tradeRewards, chain, leg)
    if (reward === undefined) return refused('unknown_reward')
    return page(asked, reward, asked.book.find(campaigns, reward.campaign) as Campaign)
  }

const waits = ({ status }: TradeReward): boolean => status === 'due' || status === 'held'

const hold = (book: Book, reward: TradeReward, now: bigint): Effects => {
  const heldUntil = now + thirtyDays
  book.put(tradeRewards, { ...reward, status: 'held', heldUntil })
  return { ...tell(reward, 'held'), heldUntil: `${heldUntil}` }
}

const pay = step<'reward.pay'>(({ book, from, now }, reward, campaign) => {
  const { receiver, amount, cash: voucher, payableFrom = now, heldUntil = now } = reward
  const isTaken = isActive(book, receiver)
  const against = reasons({
    not_a_party: campaign.executor !== from,
    reward_state_forbids: !waits(reward),
    deadline_not_passed: now <= payableFrom,
    deadline_passed: now > heldUntil,
    chain_state_forbids: !stands(book, book.find(chains, reward.chain) as Chain),
    receiver_not_active: reward.status === 'held' && !isTaken,
  })
  return plain(against, () => {
    if (!isTaken) return hold(book, reward, now)
    book.take({ participant: from, voucher, quantity: amount }, 'reserved')
    book.give({ participant: receiver, voucher, quantity: amount })
    book.put(campaigns, { ...campaign, left: campaign.left - amount, due: campaign.due - amount })
    book.put(tradeRewards, { ...reward, status: 'paid' })
    return tell(reward, 'paid')
  })
})

/** What a reward kept is there for others, or free again where nobody can earn it any more. */
const letGo = (book: Book, { amount }: TradeReward, campaign: Campaign): Effects => {
  const due = campaign.due - amount
  if (campaign.status === 'open') {
    book.put(campaigns, { ...campaign, due })
    return {}
  }
  book.put(campaigns, { ...campaign, due, left: campaign.left - amount })
  book.shift({ participant: campaign.executor, voucher: campaign.cash, quantity: amount }, 'reserved', 'available')
  return toldFree(campaign.cash, amount)
}

const expire = step<'reward.expire'>(({ book, now }, reward, campaign) => {
  const against = reasons({
    reward_state_forbids: reward.status !== 'held',
    deadline_not_passed: now <= (reward.heldUntil ?? now),
  })
  return plain(against, () => {
    book.put(tradeRewards, { ...reward, status: 'expired' })
    return { ...tell(reward, 'expired'), ...letGo(book, reward, campaign) }
  })
})

const takeBack = step<'reward.take-back'>(({ book, from, general }, reward, campaign) => {
  const { receiver, cash: voucher, amount: quantity, status } = reward
  const chain = book.find(chains, reward.chain)
  const wasPaid = status === 'paid' || status === 'owed'
  const guards = reasons({
    not_a_party: campaign.executor !== from,
    chain_state_forbids: chain?.status !== 'voided' && chain?.status !== 'refused',
    reward_state_forbids: !waits(reward) && !wasPaid,
  })
  const isEnough = isActive(book, receiver) && book.usable(receiver, voucher) >= quantity
  const isReached = wasPaid && guards.length + general.length === 0
  const against = [...guards, ...reasons({ reward_still_owed: status === 'owed' && !isEnough })]
  return {
    ...{ against, folds: isReached ? [{ participant: receiver, voucher }] : [] },
    carryOut: () => {
      if (!wasPaid) {
        book.put(tradeRewards, { ...reward, status: 'none', amount: 0n, reason: 'reversed' })
        return { ...tell(reward, 'none'), ...letGo(book, reward, campaign) }
      }
      if (isEnough) {
        book.take({ participant: receiver, voucher, quantity })
        book.gain({ participant: from, voucher, quantity })
      }
      book.put(tradeRewards, { ...reward, status: isEnough ? 'taken-back' : 'owed' })
      return tell(reward, isEnough ? 'taken-back' : 'owed')
    },
  }
})

/** Through whose home a step of a campaign, a promotion or a reward goes, whoever takes it. */
export const homeOfPromotion = (book: Book, kind: Kind, body: { [member: string]: string }): string | undefined => {
  const { campaign = '', promotion = '', chain = '', leg = '' } = body
  if (kind === 'campaign.close') return book.find(campaigns, campaign)?.institution
  if (kind === 'promotion.end') return book.find(promotions, promotion)?.bank
  if (kind === 'reward.judge') return book.find(chains, chain)?.institution
  return book.find(tradeRewards, chain, leg)?.institution
}

/** What should become of campaigns, promotions and rewards. */
export const promotionPages = {
  ...{ 'campaign.open': open, 'campaign.close': close, 'promotion.create': create, 'promotion.end': end },
  ...{ 'reward.judge': judge, 'reward.pay': pay, 'reward.expire': expire, 'reward.take-back': takeBack },
} as const
