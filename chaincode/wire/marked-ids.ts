// Programs with a command line share this; it imports nothing, so that their help comes at once.

const idMark = 'id:'

/** Marks ids among the words of a command that begin with `-`, which base64url allows, so that they are not taken for options. */
export const markIds = (words: readonly string[]): string[] =>
  words.map((word) => (/^-[A-Za-z0-9_-]{42}$/.test(word) ? `${idMark}${word}` : word))

/** A word without the mark that `markIds` gave it. */
export const unmarked = (word: string): string => (word.startsWith(idMark) ? word.slice(idMark.length) : word)
