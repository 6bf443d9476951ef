import { setTimeout as sleep } from 'node:timers/promises'

// Within the time of one test: a peer that is rebuilt beside others takes its time.
const usualMilliseconds = 250_000
const pauseMilliseconds = 200

/** Asks until the answer is as wanted; throws with the last one when that does not come about in time. */
export const until = async <T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  milliseconds = usualMilliseconds,
): Promise<T> => {
  const end = Date.now() + milliseconds
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(answer)}`)
    await sleep(pauseMilliseconds)
  }
}
