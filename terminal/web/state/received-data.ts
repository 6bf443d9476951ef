// By how bytes begin, never by what their sender says: a browser is told no type that could hold markup or a script.
const beginnings: readonly (readonly [type: string, at: number, begin: string])[] = [
  ['image/png', 0, '\u0089PNG\r\n\u001a\n'],
  ['image/jpeg', 0, '\u00ff\u00d8\u00ff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mpeg', 0, '\u00ff\u00fb'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/ogg', 0, 'OggS'],
  ['video/webm', 0, '\u001aE\u00df\u00a3'],
  ['video/mp4', 4, 'ftyp'],
]

/** The type of a picture, sound or video, by its first bytes; undefined for anything else. */
export const mediaTypeOf = (bytes: Uint8Array): string | undefined =>
  beginnings.find(([, at, begin]) => [...begin].every((mark, place) => bytes[at + place] === mark.charCodeAt(0)))?.[0]

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
