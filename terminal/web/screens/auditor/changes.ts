/** One part of a record that a change made otherwise; undefined where it was not there, or is not any more. */
export interface ChangedPart {
  /** The names on the way to it, with dots between them. */
  part: string
  before: string | undefined
  after: string | undefined
}

type Whole = { readonly [name: string]: unknown }

const isWhole = (value: unknown): value is Whole =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0

/** Every part of a value that has no parts itself, by the names on the way to it. */
const partsOf = (value: unknown, way: readonly string[] = []): [part: string, text: string][] => {
  if (isWhole(value)) return Object.entries(value).flatMap(([name, inner]) => partsOf(inner, [...way, name]))
  return [[way.join('.'), typeof value === 'string' ? value : JSON.stringify(value)]]
}

/** What differs between a record before and after a change, part by part, in the order of their names; null where there was no record. */
export const changesBetween = (before: Whole | null, after: Whole | null): ChangedPart[] => {
  const [one, other] = [before, after].map((record) => new Map(record === null ? [] : partsOf(record))) as [
    Map<string, string>,
    Map<string, string>,
  ]
  return [...new Set([...one.keys(), ...other.keys()])]
    .sort()
    .map((part) => ({ part, before: one.get(part), after: other.get(part) }))
    .filter(({ before: was, after: is }) => was !== is)
}

/** The name of a part as it is shown: of the ids of devices and instructions in it, which are long, their ends. */
export const shownPart = (part: string): string => part.replaceAll(/[A-Za-z0-9_-]{43}/g, (id) => `…${id.slice(-6)}`)
