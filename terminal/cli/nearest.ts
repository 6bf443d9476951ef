const far = Number.POSITIVE_INFINITY

/** What the last letters of two beginnings cost, from the rows of the table for the beginnings that are shorter. */
const step = (words: { one: string; other: string }, rows: readonly number[][], row: number, place: number): number => {
  const { one, other } = words
  const isSame = one[row - 1] === other[place - 1]
  const isSwap = one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]
  const at = (upper: number, left: number): number => rows[upper]?.[left] ?? far
  return Math.min(
    at(row - 1, place) + 1,
    at(row, place - 1) + 1,
    at(row - 1, place - 1) + (isSame ? 0 : 1),
    isSwap ? at(row - 2, place - 2) + 1 : far,
  )
}

/**
 * How many letters must be put in, left out, changed, or swapped with their neighbour, to make one word of the other: the distance of
 * Damerau and Levenshtein, in which no letter is touched twice.
 */
export const distance = (one: string, other: string): number => {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, place) => place)]
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    rows.push(next)
    for (let place = 1; place <= other.length; place += 1) next.push(step({ one, other }, rows, row, place))
  }
  return rows.at(-1)?.at(-1) ?? 0
}

/** The known word that somebody may have meant; undefined where a third of its letters or more would have to change. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const near = known
    .map((one) => ({ one, away: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, away }) => away * 3 < Math.max(one.length, word.length) + 1)
    .sort((one, other) => one.away - other.away)
  return near[0]?.one
}

/** A question that begins a complaint about a word, or nothing where no known word is near. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const meant = nearest(word, known)
  return meant === undefined ? '' : `Did you mean ${meant}? `
}
