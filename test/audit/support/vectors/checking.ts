import { type First, FirstVerifier } from './first-verifier.ts'
import type { Based, SecondVerifier } from './second-verifier.ts'
import { groupedBy, type Outcome, type Vector, type VectorBase } from './vector.ts'

type Asked = Pick<Vector, 'name' | 'base' | 'edits' | 'channel' | 'roots'>

/** Told how many vectors were looked at so far. */
export type Told = (done: number) => void

/** What the first verifier says first of each vector, by its name. */
export const firstsOf = async (
  all: readonly Asked[],
  bases: ReadonlyMap<string, VectorBase>,
  tell: Told = () => {},
): Promise<Map<string, First>> => {
  const firsts = new Map<string, First>()
  for (const [name, group] of groupedBy(all, ({ base }) => base)) {
    const base = bases.get(name)
    if (base === undefined) throw new Error(`no base is called ${name}`)
    const verifier = new FirstVerifier(base)
    try {
      const ordered = group
        .map((vector) => ({ vector, from: verifier.fromOf(vector) }))
        .toSorted((one, other) => one.from - other.from)
      for (const { vector } of ordered) {
        firsts.set(vector.name, await verifier.first(vector))
        tell(firsts.size)
      }
    } finally {
      verifier.close()
    }
  }
  return firsts
}

const vectorsAtOnce = 100

/** What the second verifier says first of each vector, by its name. */
export const secondsOf = (
  verifier: SecondVerifier,
  all: readonly Asked[],
  { bases, tell = () => {} }: { bases: ReadonlyMap<string, VectorBase>; tell?: Told },
): Map<string, Outcome> => {
  const seconds = new Map<string, Outcome>()
  for (let at = 0; at < all.length; at += vectorsAtOnce) {
    const some = all.slice(at, at + vectorsAtOnce)
    const based = some.map((vector): Based => ({ vector, base: bases.get(vector.base) as VectorBase }))
    for (const [name, outcome] of verifier.outcomes(based)) seconds.set(name, outcome)
    tell(seconds.size)
  }
  return seconds
}
