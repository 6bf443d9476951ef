import { z } from 'zod'
import { byteLength } from '#platform'
import { readBounded, textOf } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { areDistinct, instructionIdName } from '../../../chaincode/wire/identifiers.ts'
import { TerminalFault } from '../errors.ts'

/**
 * All that a program can be allowed to do: `input` gives it the data as `input.bytes` and `input.text`, `show(text)` shows lines, and
 * `give(bytes or text)` makes bytes that can be kept. There is nothing else, and what a program does not declare does not exist for it.
 */
export const abilities = ['input', 'show', 'give'] as const
export type Ability = (typeof abilities)[number]

/** The most characters of a program's source. */
export const sourceMaximum = 60_000

/** A program as it is delivered: what it is allowed, the SHA-256 of the only data that it opens where it is an opening method, its source. */
const program = z.strictObject({
  format: z.literal('assay-program-1'),
  abilities: z.array(z.enum(abilities)).max(abilities.length).refine(areDistinct, 'abilities must differ'),
  opens: instructionIdName.optional(),
  source: z.string().max(sourceMaximum),
})
export type Program = z.infer<typeof program>

const unreadable = (): TerminalFault =>
  new TerminalFault('program_unreadable', {
    problem: 'this is no program as this version runs them, and nothing of it was run',
    next: 'Ask who sent it for a program with its abilities declared, or look at it as a document.',
  })

/** Reads a program, from its bytes or its text; refuses `program_unreadable` for anything that is not exactly in its form (S1-054). */
export const readProgram = (given: Uint8Array | string): Program => {
  const text = typeof given === 'string' ? given : textOf(given)
  const read = text === undefined ? undefined : readBounded(text, program)
  if (read === undefined) throw unreadable()
  return read
}

/** The one text of a program; refuses `program_unreadable` for what `readProgram` would refuse. */
export const writeProgram = (made: Omit<Program, 'format'>): string => {
  const text = canonical({ format: 'assay-program-1', ...made })
  readProgram(text)
  return text
}

/** Whether a text is a program of at most so many bytes. */
export const isProgramText = (text: string, bytes: number): boolean =>
  byteLength(text) <= bytes && readBounded(text, program) !== undefined
