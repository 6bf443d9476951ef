import { pairs } from '../domains/registry/tables.ts'
import { isPast } from './deadline.ts'
import { type Facts, type Mark, type View, type Write, write } from './rule.ts'

/** For how long two participants do not count for each other again, in milliseconds: 30 days. */
export const pairMilliseconds = 30n * 86_400_000n

interface Party {
  participant: string
  home: string
}

/** Two participants as their pair's row names them: in order, whoever did what. */
export const pairOf = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one])

/**
 * What an ending adds to a reputation (decision 0041): a mark for the one it counts for, unless the two counted within the last 30
 * days; the moment at which these are over still belongs to them. The pair's row must have been read.
 */
export const countPair = (
  view: View,
  facts: Facts,
  { ending, counts, withWhom }: { ending: string; counts: Party; withWhom: Party },
): { writes: Write[]; marks: Mark[] } => {
  const [one, other] = pairOf(counts.participant, withWhom.participant)
  const before = view.find(pairs, one, other)
  if (before !== undefined && !isPast(before.countedAt + pairMilliseconds, facts)) return { writes: [], marks: [] }
  const homeOf = (participant: string) => (participant === counts.participant ? counts.home : withWhom.home)
  const pair = { one, other, oneHome: homeOf(one), otherHome: homeOf(other), countedAt: facts.now }
  return { writes: [write(pairs, pair)], marks: [{ ...counts, interaction: ending }] }
}
