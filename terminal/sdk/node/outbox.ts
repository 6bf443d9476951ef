import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { envelopeText, type ReadEnvelope, readEnvelope } from '../../../chaincode/envelope.ts'
import { TerminalFault } from '../errors.ts'
import type { Journal } from '../stores.ts'
import { writePrivately } from './private-file.ts'

const numberDigits = 18

// The number leads the name, so that the names sort in the order in which the instructions were made.
const nameOf = ({ id, instruction }: ReadEnvelope): string =>
  `${instruction.number.padStart(numberDigits, '0')}.${id}.json`

const readKept = async (file: string): Promise<ReadEnvelope[]> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Another process may have settled it meanwhile.
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return []
  try {
    return [readEnvelope(text.trimEnd())]
  } catch {
    throw new TerminalFault('outbox_damaged', {
      problem: `${file} is no signed instruction any more`,
      next: 'Move the file elsewhere, and ask what became of the instruction: its id stands in the file’s name.',
    })
  }
}

/** A folder that keeps each signed envelope in a file of its own, on disk before it is sent, until it is settled. */
export const folderJournal = (folder: string): Journal => ({
  keep: async (envelope) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writePrivately(join(folder, nameOf(envelope)), `${envelopeText(envelope)}\n`)
  },
  settle: (envelope) => rm(join(folder, nameOf(envelope)), { force: true }),
  unsettled: async () => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    const files = names.filter((name) => name.endsWith('.json')).sort()
    const kept: ReadEnvelope[] = []
    for (const name of files) kept.push(...(await readKept(join(folder, name))))
    return kept
  },
})
