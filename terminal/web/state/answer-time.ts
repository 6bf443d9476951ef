import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import { boundsOf } from '../../sdk/matching/requests.ts'

/** How an answer now would lie to its window, and until when that stays so, in milliseconds since 1970; late stays for ever. */
export interface AnswerTime {
  at: 'early' | 'in-time' | 'late'
  from: number
  until: number
}

/** Where `now` lies to the window of a request; of a strict duration the very end is late (decision 0041). */
export const answerTime = (
  asked: { window: ResponseWindow; startedAt: string; strict: boolean },
  now: number,
): AnswerTime => {
  const bounds = boundsOf(asked)
  const isStrict = asked.strict && asked.window.form === 'duration'
  if (now < bounds.from) return { at: 'early', ...bounds }
  return { at: now > bounds.until || (isStrict && now === bounds.until) ? 'late' : 'in-time', ...bounds }
}

/** What one has answered so far, newest first, as far as it decides what can be done next. */
export interface Answered {
  verdict: 'in-time' | 'early' | 'late'
}

/** What can be done about a request: answer, answer again, nothing any more. */
export type AnswerState = 'open' | 'too-early' | 'answered-early' | 'too-late' | 'answered' | 'declined'

/** What can be done about a request now: an early answer uses nothing up, one that was in time or declined is the last (S3-033, S3-034). */
export const answerState = (
  at: AnswerTime['at'],
  { right, answers }: { right: 'in-time' | 'declined' | undefined; answers: readonly Answered[] },
): AnswerState => {
  if (right !== undefined) return right === 'in-time' ? 'answered' : 'declined'
  if (at === 'late') return 'too-late'
  if (at === 'in-time') return 'open'
  return answers.some(({ verdict }) => verdict === 'early') ? 'answered-early' : 'too-early'
}
