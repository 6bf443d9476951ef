import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { confidentialBytesMaximum } from '../../chaincode/wire/confidential.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { fault } from '../findings.ts'

export const disclosureFormat = 'assay disclosure 1'

/** The most bytes of one file. */
export const disclosureBytesAtMost = 64 * 1_024 * 1_024

/** The most characters of one private row: three texts of a chain, each within another text. */
const rowCharactersAtMost = 262_144
const keyCharactersAtMost = 1_024
const collectionsAtMost = 100

const name = z.string().min(1).max(keyCharactersAtMost)

const form = z.strictObject({
  format: z.literal(disclosureFormat),
  channel: name,
  /** The collections of which it holds every row that was ever written. */
  collections: z.array(name).max(collectionsAtMost),
  /** Confidential texts, each byte for byte as a device signed its digest. */
  bodies: z.array(z.strictObject({ instruction: instructionIdName, text: z.string().max(confidentialBytesMaximum) })),
  /** Private rows as they were written, each with its own salt. */
  rows: z.array(z.strictObject({ key: name, value: z.string().max(rowCharactersAtMost) })),
})

/** What members disclose of one channel: confidential texts, and the private rows that came of them (decision 0011). */
export type DisclosureFile = z.infer<typeof form>

const textOf = (file: string): string => {
  let descriptor: number | undefined
  try {
    // Non-blocking, so that no pipe under this name keeps the auditor waiting.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) throw new Error('it is no file')
    if (stats.size > disclosureBytesAtMost) throw new Error(`it has more than ${disclosureBytesAtMost} bytes`)
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(descriptor))
  } catch (error) {
    const why = error instanceof Error && !(error instanceof TypeError) ? error.message : 'its bytes are no text'
    throw fault('DISCLOSURE_UNREADABLE', { found: why })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

// What a parser says of a text repeats parts of it, and nothing of these goes on into a report.
const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw fault('DISCLOSURE_UNREADABLE', { found: 'it is no JSON' })
  }
}

/**
 * Reads what members disclose, from a file of anybody's. Refuses, as a named finding that repeats nothing of its content, what is no such
 * file, or larger than it may be.
 */
export const readDisclosure = (file: string): DisclosureFile => {
  const read = form.safeParse(jsonIn(textOf(file)))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw fault('DISCLOSURE_UNREADABLE', { found: `it has another form at ${issue?.path.join('.') || 'its beginning'}` })
}
