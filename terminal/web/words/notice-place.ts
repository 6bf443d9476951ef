import type { ListedInstruction } from '../../sdk/lists.ts'

/** A line with what it says of itself, for the account that reads it. */
interface Read {
  kind: string
  isOwn: boolean
  isAccepted: boolean
  account: string
  /** A text that its body says of itself, else its effects. */
  said: (name: string) => string | undefined
}

const readAs = ({ kind, from, status, body, effects = {} }: ListedInstruction, account: string): Read => ({
  ...{ kind, account, isOwn: from === account, isAccepted: status === 'accepted' },
  said: (name) => [body[name], effects[name]].find((value) => typeof value === 'string') as string | undefined,
})

const step = (kind: string): string => kind.slice(kind.indexOf('.') + 1)

/** The steps of who was asked; accepting what was recommended is one, accepting what was offered to a demand is not. */
const ofAsked = [
  ...['demand.answer', 'demand.decline', 'recommendation.answer', 'recommendation.decline'],
  ...['recommendation.accept', 'recommendation.reject'],
]

const isAsked = ({ kind, isOwn, account, said }: Read): boolean => {
  if (step(kind) === 'match') return false
  if (step(kind) === 'request') return (said('holder') ?? said('participant')) === account
  return ofAsked.includes(kind) === isOwn
}

/** Who asks or recommends finds it on its own screen, who is asked among its requests; who matches for others has no screen for it. */
const placeOfMatching = (read: Read, { list, record }: { list: string; record: string }): string | undefined => {
  const isOfService = read.isOwn && ['match', 'request'].includes(step(read.kind))
  if (isOfService) return undefined
  if (isAsked(read)) return '/requests'
  const id = read.said(record)
  const isThere = id !== undefined && (read.isAccepted || step(read.kind) !== 'open')
  return isThere ? `${list}/${id}` : list
}

const ofProvider = ['accept', 'reject', 'ship', 'deliver', 'refund']

/** The parties of an order find it on screens of their own. Of a step that both can take only its end says who is who. */
const placeOfOrder = ({ kind, isOwn, account, said }: Read): string => {
  const id = said('purchase')
  const isProvider =
    said('provider') === undefined ? ofProvider.includes(step(kind)) === isOwn : said('provider') === account
  const isOfBoth = ['expire', 'add-evidence', 'decide'].includes(step(kind)) && said('provider') === undefined
  const list = isProvider && !isOfBoth ? '/provider' : '/orders'
  if (id === undefined) return list
  return list === '/provider' ? `/provider/orders/${id}` : `/orders/${id}`
}

const placeOfGoods = ({ said }: Read): string => {
  const certificate = said('certificate')
  return certificate === undefined ? '/goods' : `/goods/${certificate}`
}

const placeOfPackage = ({ said }: Read): string => {
  const interaction = said('interaction')
  return interaction === undefined ? '/packages' : `/packages/${interaction}`
}

/** What a bank's people and auditors alone say of a trade: they see it as it is sent on, and the trade's own screen is its client's. */
const ofDispatch = ['mark-unknown', 'reconcile', 'void']

/** A trade is shown to its client and to who answers it; one that was not taken has no name. */
const placeOfTrade = ({ kind, isOwn, said }: Read): string => {
  if (isOwn && ofDispatch.includes(step(kind))) return '/dispatch'
  const chain = said('chain')
  return chain === undefined ? '/trades' : `/trades/${chain}`
}

/** What a bank's officer says of a client is found at its desk, by the client among its trades. */
const placeOfClient = ({ said, isOwn }: Read): string => {
  const client = said('client')
  return isOwn && client !== undefined ? `/credit/${client}` : '/trades'
}

/** Who promotes finds it among its promotions, who pays hears of it at its campaigns; behind its end anybody ends it for who made it. */
const placeOfPromotion = ({ kind, isOwn, said }: Read): string => {
  if (step(kind) === 'create' && !isOwn) return '/campaigns'
  const promotion = said('promotion')
  return promotion === undefined ? '/promotions' : `/promotions/${promotion}`
}

/** Who pays a reward finds it at its campaigns, who gets it among its promotions; a judgement names no receiver. */
const placeOfTradeReward = ({ isOwn, account, said }: Read): string => {
  const receiver = said('receiver')
  const isPayer = receiver === undefined ? isOwn : receiver !== account
  return isPayer ? '/campaigns' : '/promotions'
}

const placeOfVoucher = ({ said }: Read): string | undefined => {
  const voucher = said('voucher')
  return voucher === undefined ? undefined : `/vouchers/${voucher}`
}

/** By the noun of a kind: where what it is about is shown. */
const places: { readonly [noun: string]: (read: Read) => string | undefined } = {
  demand: (read) => placeOfMatching(read, { list: '/demands', record: 'demand' }),
  recommendation: (read) => placeOfMatching(read, { list: '/recommendations', record: 'recommendation' }),
  interaction: ({ kind }) => (step(kind) === 'reward' ? '/recommendations' : '/requests'),
  profile: () => '/requests',
  purchase: placeOfOrder,
  package: placeOfPackage,
  certificate: placeOfGoods,
  instance: placeOfGoods,
  publication: placeOfGoods,
  device: () => '/devices',
  payment: () => '/activity',
  chain: placeOfTrade,
  grade: placeOfClient,
  position: placeOfClient,
  identity: placeOfClient,
  institution: () => '/institution',
  campaign: () => '/campaigns',
  promotion: placeOfPromotion,
  reward: placeOfTradeReward,
}

/**
 * The address of the screen that shows what a line of an account's instructions is about, as this account sees it: a demand, a request, a
 * recommendation, an order, goods, a voucher. Undefined where there is none (row SX-010).
 */
export const placeOfNotice = (line: ListedInstruction, account: string): string | undefined => {
  const noun = line.kind.slice(0, line.kind.indexOf('.'))
  return (places[noun] ?? placeOfVoucher)(readAs(line, account))
}
