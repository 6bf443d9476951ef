import { matchers } from '../../../chaincode/domains/matching/tables.ts'
import {
  answers,
  type Recommendation,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { wantedBy } from './fitting.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstTarget, providersOf } from './targets.ts'
import { againstMatcher, againstValues } from './traits.ts'

const day = 86_400_000n
const askedMost = 128

/** The last moment of a window; its very end counts here, strict or not. */
const endOf = (window: ResponseWindow, startedAt: bigint): bigint => {
  if (window.form === 'duration') return startedAt + BigInt(window.milliseconds)
  return BigInt(window.form === 'moment' ? window.at : window.until)
}

type Opening = Asked<'recommendation.open'>

const againstWindow = ({ body, now }: Opening): RefusalCode[] => {
  const [window] = body.windows
  if (window === undefined) return ['recommendation_part_required']
  if (body.windows.length > 1) return ['ambiguous_window']
  const end = endOf(window, now)
  return reasons({ deadline_in_past: now > end, window_too_long: end - now > 366n * day })
}

/** A parameter's value is of its type, and none is named twice. */
const againstParameters = ({ body: { parameters } }: Opening): RefusalCode[] =>
  reasons({
    parameter_unfit:
      new Set(parameters.map(({ parameter }) => parameter)).size < parameters.length ||
      parameters.some(({ type, value }) => (type === 'number') !== (typeof value === 'number')),
  })

const againstTargets = ({ book, body, from, now }: Opening): RefusalCode[] => {
  const { form, scope, endsAt } = body
  const as = { form, scope, endsAt: endsAt === undefined ? undefined : BigInt(endsAt) }
  const names = body.targets.map(({ target }) => target)
  return [
    ...reasons({ target_unfit: new Set(names).size < names.length }),
    ...body.targets.flatMap((target) => againstTarget(book, target, { from, as: as as never, now })),
  ]
}

const open: Page<'recommendation.open'> = (asked) => {
  const { book, body, from, sender, id, now } = asked
  const { windows, identifier = '', strict = false, endsAt, ...said } = body
  const service = book.find(matchers, body.matcher)
  const against = [
    ...againstMatcher(service),
    ...reasons({ recommendation_part_required: body.identifier === undefined || body.targets.length === 0 }),
    ...againstWindow(asked),
    ...againstValues(book, body.matcher, { of: 'goods', said: body.traits }),
    ...againstParameters(asked),
    ...againstTargets(asked),
  ]
  return plain(against, () => {
    const window = windows[0] as ResponseWindow
    const parties = { recommender: from, home: sender.home, matcherHome: service?.home as string }
    const ends = endsAt === undefined ? {} : { endsAt: BigInt(endsAt) }
    const about = { ...said, ...ends, recommendation: id, ...parties, identifier, window, strict }
    book.put(recommendations, { ...about, startedAt: now, status: 'open' })
    return { recommendation: id, status: 'open', startedAt: `${now}`, expiresAt: `${endOf(window, now)}` }
  })
}

/** A recommendation that is there, with what speaks against a step that an open one allows. */
export const openRecommendation = (book: Book, id: string) => {
  const recommendation = book.find(recommendations, id)
  if (recommendation === undefined) return refused('unknown_recommendation')
  return { recommendation, against: reasons({ recommendation_closed: recommendation.status !== 'open' }) }
}

const withdraw: Page<'recommendation.withdraw'> = ({ book, body, from }) => {
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation, against } = found
  return plain([...against, ...reasons({ not_a_party: recommendation.recommender !== from })], () => {
    book.put(recommendations, { ...recommendation, status: 'withdrawn' })
    return { recommendation: body.recommendation, status: 'withdrawn' }
  })
}

const match: Page<'recommendation.match'> = ({ book, body, from, now }) => {
  const open = openRecommendation(book, body.recommendation)
  if (!('recommendation' in open)) return open
  const { recommendation, against } = open
  const guards = reasons({
    not_the_matcher: recommendation.matcher !== from,
    matched_already: book.find(recommendationMatches, body.recommendation) !== undefined,
    deadline_passed: now > endOf(recommendation.window, recommendation.startedAt),
    match_unfit:
      body.chosen.length !== Math.min(body.found, askedMost) ||
      body.chosen.some((one) => one === recommendation.recommender || one === recommendation.matcher),
  })
  const service = againstMatcher(book.find(matchers, recommendation.matcher))
  return plain([...service, ...against, ...guards], () => {
    const { matcher, recommender, matcherHome: home, targets } = recommendation
    const providers = providersOf(book, targets)
    const dropped = body.chosen.filter((one) => wantedBy(book, one, recommendation, providers) === undefined)
    const kept = body.chosen.length - dropped.length
    const status = kept === 0 ? 'no-match' : 'matched'
    book.put(recommendationMatches, { ...body, matcher, recommender, home, block: BigInt(body.block), dropped, status })
    return { recommendation: body.recommendation, status, found: body.found, chosen: kept, dropped: dropped.join(' ') }
  })
}

const isChosen = (book: Book, recommendation: string, participant: string): boolean => {
  const made = book.find(recommendationMatches, recommendation)
  return made?.chosen.includes(participant) === true && !made.dropped.includes(participant)
}

const requestOf = (recommendation: Recommendation, participant: string) => {
  const { home: recommenderHome, matcherHome: home, targets, recommendation: name, ...told } = recommendation
  const { recommender, matcher, title, identifier, traits, parameters, window, strict, startedAt } = told
  const about = { title, identifier, traits, parameters, window, strict, startedAt }
  const parties = { recommendation: name, participant, recommender, recommenderHome, matcher, home }
  return { ...parties, ...about, targets: targets.map(({ target }) => target) }
}

/** Whether a request says of the recommender what it did not name itself. */
const tellsMore = (
  { shared: may }: Recommendation,
  { shared: told }: Asked<'recommendation.request'>['body'],
): boolean =>
  (told?.contact !== undefined && told.contact !== may?.contact) ||
  (told?.place !== undefined && told.place !== may?.place)

const request: Page<'recommendation.request'> = ({ book, body, from, now }) => {
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation, against } = found
  const { participant } = body
  const end = endOf(recommendation.window, recommendation.startedAt)
  const guards = reasons({
    not_the_matcher: recommendation.matcher !== from,
    not_matched: !isChosen(book, body.recommendation, participant),
    asked_already: book.find(recommendationRequests, body.recommendation, participant) !== undefined,
    deadline_passed: now > end,
    sharing_not_consented: tellsMore(recommendation, body),
  })
  return plain([...against, ...guards], () => {
    const told = body.shared === undefined ? {} : { shared: body.shared }
    book.put(recommendationRequests, { ...requestOf(recommendation, participant), ...told })
    return { recommendation: body.recommendation, participant, expiresAt: `${end}` }
  })
}

/** What is left of a duration, in milliseconds; its very end still counts unless it is strict. */
const inDuration = (left: bigint, strict: boolean): boolean => (strict ? left > 0n : left >= 0n)

/** Before what is wanted, within it, or behind it; all bounds count, but for the end of a strict duration. */
const verdictOn = ({ window, strict, startedAt }: Recommendation, at: bigint): 'in-time' | 'early' | 'late' => {
  if (window.form === 'duration') {
    const left = startedAt + BigInt(window.milliseconds) - at
    return inDuration(left, strict) ? 'in-time' : 'late'
  }
  const [from, until] = window.form === 'moment' ? [0n, window.at] : [BigInt(window.from), window.until]
  if (at < from) return 'early'
  return at > BigInt(until) ? 'late' : 'in-time'
}

/** What speaks against saying anything to a recommendation: who was not asked, or has said something, says nothing. */
const againstAnswer = ({ book, from }: Pick<Asked, 'book' | 'from'>, { recommendation, recommender }: Recommendation) =>
  reasons({
    own_recommendation: recommender === from,
    not_asked: book.find(recommendationRequests, recommendation, from) === undefined,
    answered_already: book.find(rights, recommendation, from) !== undefined,
  })

const answer: Page<'recommendation.answer'> = (asked) => {
  const { book, body, from, sender, id, receivedAt = 0n } = asked
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation: row, against } = found
  const { target } = body
  const named = reasons({ not_its_target: target !== undefined && !row.targets.some((one) => one.target === target) })
  return plain([...against, ...againstAnswer(asked, row), ...named], () => {
    const { recommendation, recommender } = row
    const verdict = verdictOn(row, receivedAt)
    const of = target === undefined ? {} : { target }
    const whose = { recommendation, participant: from, recommender, home: sender.home, answer: id, ...of }
    book.put(answers, { ...whose, verdict, receivedAt })
    if (verdict === 'in-time') book.put(rights, { ...whose, status: 'in-time' })
    return { verdict, receivedAt: `${receivedAt}` }
  })
}

const decline: Page<'recommendation.decline'> = (asked) => {
  const { book, body, from, sender } = asked
  const found = openRecommendation(book, body.recommendation)
  if (!('recommendation' in found)) return found
  const { recommendation: row, against } = found
  return plain([...against, ...againstAnswer(asked, row)], () => {
    const { recommendation, recommender } = row
    book.put(rights, { recommendation, participant: from, recommender, home: sender.home, status: 'declined' })
    return { recommendation, status: 'declined' }
  })
}

/** The pages about recommendations, up to what is answered. */
export const recommendationPages = {
  'recommendation.open': open,
  'recommendation.withdraw': withdraw,
  'recommendation.match': match,
  'recommendation.request': request,
  'recommendation.answer': answer,
  'recommendation.decline': decline,
}
