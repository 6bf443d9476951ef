import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fault } from '../findings.ts'
import { columns, type Entry } from './entry.ts'
import type { Totals } from './totals.ts'

export const listFormat = 'assay list 1'

/** How a list is written: a line of JSON for each entry, or the lines of a table. */
export const listForms = ['json', 'csv'] as const
export type ListForm = (typeof listForms)[number]

/** What the first line of a list says. */
export interface ListHead {
  format: typeof listFormat
  channel: string
}

/** What the last line of a list says: up to which block it goes, the hash of that block's header, and the totals. */
export interface ListEnd {
  through: string
  hash: string
  totals: Totals
}

// What begins like a formula, a spreadsheet would run; and whoever made a block chose its texts.
const cellOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""').replaceAll(/[\r\n]/g, ' ')}"` : harmless
}

const tableLine = (cells: readonly unknown[]): string => cells.map(cellOf).join(',')

// Readers of lines take these two for ends of one, and JSON may hold them as they are.
const oneLine = (text: string): string => text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** The lines before the entries. */
export const headLines = (form: ListForm, head: ListHead): string[] =>
  form === 'json' ? [JSON.stringify(head)] : [tableLine([head.format, head.channel]), tableLine(columns)]

/** The line of an entry. */
export const entryLine = (form: ListForm, entry: Entry): string =>
  oneLine(form === 'json' ? JSON.stringify(entry) : tableLine(columns.map((name) => entry[name])))

const endName = 'end'

/** The last line. */
export const endLine = (form: ListForm, end: ListEnd): string =>
  form === 'json' ? JSON.stringify({ [endName]: end }) : tableLine([endName, end.through, end.hash, end.totals])

/** Writes a list into a new file line by line: whole, or not at all. */
export class ListWriter {
  readonly #file: string
  readonly #handle: FileHandle

  private constructor(file: string, handle: FileHandle) {
    this.#file = file
    this.#handle = handle
  }

  static async open(file: string): Promise<ListWriter> {
    return new ListWriter(file, await open(`${file}.unfinished`, 'w', 0o600))
  }

  async write(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.#handle.appendFile(`${lines.join('\n')}\n`)
  }

  /** Makes it the file. */
  async finish(): Promise<void> {
    await this.#handle.sync()
    await this.#handle.close()
    await rename(`${this.#file}.unfinished`, this.#file)
  }

  /** Leaves nothing of it. */
  async abandon(): Promise<void> {
    await this.#handle.close()
    await rm(`${this.#file}.unfinished`, { force: true })
  }
}

/** The lines of a file, one at a time. Refuses, as a named finding, a file that cannot be read. */
export async function* linesOfFile(file: string): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }))
      yield line
  } catch (error) {
    throw fault('LIST_UNREADABLE', { found: String(error) })
  }
}

const formOf = (first: string): ListForm | undefined => {
  if (first.startsWith(`{"format":"${listFormat}"`)) return 'json'
  return first.startsWith(`${listFormat},`) ? 'csv' : undefined
}

const throughIn = (form: ListForm, last: string): string | undefined => {
  if (form === 'csv') return /^end,([0-9]{1,15}),/.exec(last)?.[1]
  return /^\{"end":\{"through":"([0-9]{1,15})"/.exec(last)?.[1]
}

/** In which form a list is written, and up to which block it says that it goes. Refuses, as a named finding, what is no whole list. */
export const readListEnds = async (file: string): Promise<{ form: ListForm; through: bigint }> => {
  let [first, last]: [string | undefined, string] = [undefined, '']
  for await (const line of linesOfFile(file)) {
    first ??= line
    last = line
  }
  const form = formOf(first ?? '')
  const through = form && throughIn(form, last)
  if (form === undefined || through === undefined)
    throw fault('LIST_UNREADABLE', { found: 'no list, or a part of one' })
  return { form, through: BigInt(through) }
}
