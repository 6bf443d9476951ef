const number = /^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$/
const rowsMaximum = 1_000
const columnsMaximum = 50

/** Rows of numbers, one to a line, separated by commas, semicolons, tabs or blanks; undefined for what is none, and for too many. */
export const rowsOfNumbers = (text: string): string[][] | undefined => {
  const lines = text.split('\n', rowsMaximum + 1).map((line) => line.trim())
  const rows = lines.filter((line) => line !== '').map((line) => line.split(/[,;\s]+/, columnsMaximum + 1))
  if (rows.length === 0 || rows.length > rowsMaximum) return undefined
  const isFitting = rows.every((row) => row.length <= columnsMaximum && row.every((value) => number.test(value)))
  return isFitting ? rows : undefined
}
