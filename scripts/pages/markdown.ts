/** A table in Markdown, in columns as the formatter wants them: a row of headings, then one row for each record. */
export const markdownTable = (headings: readonly string[], records: readonly (readonly string[])[]): string => {
  const rows = [headings, ...records].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = headings.map((_heading, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const [first = [], ...rest] = rows
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n')
}

/** A word as code. */
export const code = (text: string): string => `\`${text}\``

/** Several words as code, in one sentence. */
export const eitherOf = (words: readonly string[]): string => {
  const all = words.map(code)
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

/** Several words as code, one after the other. */
export const listed = (words: readonly string[]): string => words.map(code).join(', ')

/** A link to a section of the same page, by its heading. */
export const link = (heading: string): string => `[${heading}](#${heading.toLowerCase().replaceAll(' ', '-')})`
