import {
  answers,
  type Recommendation,
  recommendations,
  rights,
} from '../../../chaincode/domains/recommendations/tables.ts'
import { marks, pairs } from '../../../chaincode/domains/registry/tables.ts'
import type { Book } from './book.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'

const day = 86_400_000n

const open: Page<'recommendation.open'> = ({ book, body, from, sender, id, now }) => {
  const { title, window, strict = false } = body
  const ends = { moment: 'at', interval: 'until' } as const
  const written = window as unknown as { [member: string]: string }
  const end =
    window.form === 'duration' ? now + BigInt(window.milliseconds) : BigInt(written[ends[window.form]] as string)
  const against = reasons({ deadline_in_past: now > end, window_too_long: end - now > 366n * day })
  return plain(against, () => {
    book.put(recommendations, {
      ...{ recommendation: id, recommender: from, home: sender.home, title, window, strict, startedAt: now },
    })
    return { recommendation: id, startedAt: `${now}` }
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

/** Who was answered in time gains a mark, and a pair gains one in 30 days (decision 0041). */
const count = (book: Book, { recommender, home }: Recommendation, { from, sender, id, now }: Asked): void => {
  const [first, second] = [
    { name: recommender, home },
    { name: from, home: sender.home },
  ].sort((a, b) => (a.name < b.name ? -1 : 1)) as [{ name: string; home: string }, { name: string; home: string }]
  const last = book.find(pairs, first.name, second.name)?.countedAt
  if (last !== undefined && now - last <= 30n * day) return
  book.put(pairs, {
    ...{ one: first.name, other: second.name, oneHome: first.home, otherHome: second.home, countedAt: now },
  })
  book.put(marks, { participant: recommender, interaction: id })
}

const answer: Page<'recommendation.answer'> = (asked) => {
  const { book, body, from, sender, id, receivedAt = 0n } = asked
  const { recommendation } = body
  const found = book.find(recommendations, recommendation)
  if (found === undefined) return refused('unknown_recommendation')
  const { recommender } = found
  const against = reasons({
    own_recommendation: recommender === from,
    answered_already: book.find(rights, recommendation, from) !== undefined,
  })
  return plain(against, () => {
    const verdict = verdictOn(found, receivedAt)
    const whose = { recommendation, participant: from, recommender, home: sender.home, answer: id }
    book.put(answers, { ...whose, verdict, receivedAt })
    if (verdict === 'in-time') {
      book.put(rights, whose)
      count(book, found, asked as unknown as Asked)
    }
    return { verdict, receivedAt: `${receivedAt}` }
  })
}

/** The pages about recommendations. */
export const recommendationPages = { 'recommendation.open': open, 'recommendation.answer': answer }
