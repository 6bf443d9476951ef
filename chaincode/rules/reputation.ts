import { pairs, type Reputation } from '../domains/registry/tables.ts'
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
 * What an accepted interaction adds to a reputation (decisions 0041 and 0044): a mark for the one it counts for, unless the two counted
 * within the last 30 days; the moment at which these are over still belongs to them. The first of the two ever is marked as that. The pair's
 * row must have been read.
 */
export const countPair = (
  view: View,
  facts: Facts,
  { ending, counts, withWhom }: { ending: string; counts: Party; withWhom: Party },
): { counted: boolean; writes: Write[]; marks: Mark[] } => {
  const [one, other] = pairOf(counts.participant, withWhom.participant)
  const before = view.find(pairs, one, other)
  if (before !== undefined && !isPast(before.countedAt + pairMilliseconds, facts))
    return { counted: false, writes: [], marks: [] }
  const homeOf = (participant: string) => (participant === counts.participant ? counts.home : withWhom.home)
  const pair = { one, other, oneHome: homeOf(one), otherHome: homeOf(other), countedAt: facts.now }
  const first = before === undefined ? { isFirst: true as const } : {}
  return {
    counted: true,
    writes: [write(pairs, pair)],
    marks: [{ participant: counts.participant, home: counts.home, interaction: ending, ...first }],
  }
}

/** What a mark adds to a reputation; what stays nothing is left out, so that rows stay small. */
export const withMark = (
  reputation: Omit<Reputation, 'participant' | 'home'>,
  { counts, isFirst }: { counts?: Mark['counts'] | undefined; isFirst?: true | undefined },
): Omit<Reputation, 'participant' | 'home'> => {
  const { interactions, successes = 0n, ratings = 0n, positives = 0n, counterparties = 0n } = reputation
  if (counts === 'success') return { ...reputation, successes: successes + 1n }
  if (counts === 'positive') return { ...reputation, ratings: ratings + 1n, positives: positives + 1n }
  if (counts === 'negative') return { ...reputation, ratings: ratings + 1n }
  const met = { ...reputation, interactions: interactions + 1n }
  return isFirst === true ? { ...met, counterparties: counterparties + 1n } : met
}
