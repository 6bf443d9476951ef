import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Finding, filesBelow, type Secret, type SecretScan } from './secret-scan.ts'

/** A place of the system where something secret could come to stand, and the files that it is made of. */
export interface Place {
  name: string
  files: readonly string[]
}

const databaseFile = /\.sqlite(-wal|-shm|-journal)?$/

/** The places below a folder: each file stands in one, under the name that is given it. */
export const placesBelow = (folder: string, nameOf: (file: string) => string): Place[] => {
  const places = new Map<string, string[]>()
  for (const file of filesBelow(folder)) places.set(nameOf(file), [...(places.get(nameOf(file)) ?? []), file])
  return [...places].map(([name, files]) => ({ name, files }))
}

/** What of the secrets stands in a place now. */
export const findAt = ({ files }: Place, scan: SecretScan): Finding[] => scan.findIn(files)

const isDatabase = ({ files }: Place): boolean => files.every((file) => databaseFile.test(file))

/** Writes the texts as rows of a table of a database's copy, which are in its write-ahead log alone; gives its files as they are then. */
const rowsWritten = ({ files }: Place, texts: readonly string[]): Buffer[] => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-careless-'))
  try {
    for (const file of files) copyFileSync(file, join(folder, basename(file)))
    const main = files.find((file) => file.endsWith('.sqlite')) as string
    const database = new DatabaseSync(join(folder, basename(main)))
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE careless (text TEXT)')
    const insert = database.prepare('INSERT INTO careless VALUES (?)')
    for (const text of texts) insert.run(text)
    const written = filesBelow(folder).map((file) => readFileSync(file))
    database.close()
    return written
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes the texts as lines behind what a file holds, as a careless program logs them. */
const linesWritten = ({ files: [file] }: Place, texts: readonly string[]): Buffer[] => {
  const lines = texts.map((text) => `{"level":30,"url":${JSON.stringify(text)}}\n`)
  return [Buffer.concat([readFileSync(file as string), Buffer.from(lines.join(''))])]
}

/** The secrets that a careless write into a copy of the place hides from the search: none, when the search is good for that place. */
export const missedAt = (place: Place, secrets: readonly Secret[], scan: SecretScan): string[] => {
  const texts = secrets.map(({ value }) => Buffer.from(value as string).toString('utf8'))
  const written = isDatabase(place) ? rowsWritten(place, texts) : linesWritten(place, texts)
  const found = new Set(written.flatMap((bytes) => scan.find(bytes, place.name)).map(({ secret }) => secret))
  return secrets.filter(({ name }) => !found.has(name)).map(({ name }) => `${name} in ${place.name}`)
}
