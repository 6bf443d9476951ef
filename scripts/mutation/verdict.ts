import type { Mutant } from './places.ts'
import { isOf, type Survivor } from './survivors.ts'
import type { Trial } from './trial.ts'

export interface Verdict {
  readonly killed: number
  readonly timedOut: number
  readonly equivalent: readonly Mutant[]
  readonly survived: readonly Mutant[]
  /** Of a hundred mutants that are not known to be equivalent, those that were noticed; 100 where there was none. */
  readonly percent: number
  /** Entries of the kept list that are wrong: no mutant is like that any more, or a test notices it after all. */
  readonly stale: readonly Survivor[]
}

const count = (trials: readonly Trial[], wanted: Trial['end']): number =>
  trials.filter(({ end }) => end === wanted).length

/** Weighs the trials of a sample against the kept list, of which only entries for `files` count. */
export const judge = (trials: readonly Trial[], all: readonly Mutant[], kept: readonly Survivor[]): Verdict => {
  const files = new Set(all.map(({ file }) => file))
  const isKnown = (mutant: Mutant) => kept.some((entry) => isOf(entry, mutant))
  const passed = trials.filter(({ end }) => end === 'survived').map(({ mutant }) => mutant)
  const noticed = trials.filter(({ end }) => end !== 'survived').map(({ mutant }) => mutant)
  const survived = passed.filter((mutant) => !isKnown(mutant))
  const stale = kept
    .filter(({ file }) => files.has(file))
    .filter((entry) => {
      const meant = all.filter((mutant) => isOf(entry, mutant))
      // Two places of a file may read alike; an entry for them is untrue only when it holds for none.
      return meant.every((mutant) => noticed.includes(mutant))
    })
  const counted = noticed.length + survived.length
  const percent = counted === 0 ? 100 : (100 * noticed.length) / counted
  return {
    killed: count(trials, 'killed'),
    timedOut: count(trials, 'timed out'),
    equivalent: passed.filter(isKnown),
    survived,
    percent,
    stale,
  }
}
