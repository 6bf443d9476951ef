/** Says one line to whoever watches. */
export const say = (line: string): void => console.log(line)

/** Says what came out as it should. */
export const tick = (line: string): void => say(`  ✔ ${line}`)

/** Says with which command somebody can do the same. */
export const showCommand = (words: readonly string[]): void =>
  say(`    $ npx assay ${words.map((word) => (/[\s¥#&;]/.test(word) ? `"${word}"` : word)).join(' ')}`)
