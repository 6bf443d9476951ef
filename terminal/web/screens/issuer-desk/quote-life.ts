import type { ListedQuote } from '../../../sdk/lists.ts'

type Life = Pick<ListedQuote, 'publishedAt' | 'expiresAt'>

export const minutesMaximum = 1_440
const noticeMilliseconds = 5 * 60_000

const lifeOf = ({ publishedAt, expiresAt }: Life): number => Number(expiresAt) - Number(publishedAt)

/** How long a quote is good for, in whole minutes, from one to a day: the next one begins with it. */
export const minutesOf = (quote: Life): number =>
  Math.min(minutesMaximum, Math.max(1, Math.round(lifeOf(quote) / 60_000)))

/** How many milliseconds before its end a quote is spoken of: five minutes, or a quarter of its life where that is shorter. */
export const noticeBefore = (quote: Life): number => Math.min(noticeMilliseconds, lifeOf(quote) / 4)
