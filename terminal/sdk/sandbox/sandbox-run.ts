import { z } from 'zod'
import { digestOf } from '../../../chaincode/wire/bounded-json.ts'
import { TerminalFault, type TerminalFaultCode } from '../errors.ts'
import type { Program } from './program.ts'

/** What a run may take: milliseconds with its start, bytes of its memory, characters shown, bytes given, bytes of its input. */
export const sandboxLimits = {
  milliseconds: 5_000,
  memoryBytes: 64 * 2 ** 20,
  stackBytes: 256 * 1024,
  shownCharacters: 100_000,
  givenBytes: 16 * 2 ** 20,
  inputBytes: 16 * 2 ** 20,
} as const

/** How a run can end without an answer. */
export const sandboxEnds = ['sandbox_failed', 'sandbox_memory', 'sandbox_output', 'sandbox_time_out'] as const
export type SandboxEnd = (typeof sandboxEnds)[number] & TerminalFaultCode

/** What the sandbox is told to run. */
export interface SandboxTask {
  program: Program
  input?: Uint8Array<ArrayBuffer> | undefined
}

const shown = z.array(z.string()).max(sandboxLimits.shownCharacters)
const given = z.instanceof(Uint8Array).refine(({ length }) => length <= sandboxLimits.givenBytes)

/** What a sandbox says, believed no more than any other stranger: what a program showed and gave, or how its run ended. */
const answer = z.union([
  z.strictObject({ end: z.enum(sandboxEnds) }),
  z.strictObject({
    shown: shown.refine((lines) => lines.reduce((sum, line) => sum + line.length, 0) <= sandboxLimits.shownCharacters),
    given,
  }),
])
export type SandboxAnswer = z.infer<typeof answer>

/** What a run gave. */
export interface SandboxOutput {
  shown: string[]
  given: Uint8Array
}

const problems: { readonly [end in SandboxEnd]: string } = {
  sandbox_failed: 'the program ended with an error of its own',
  sandbox_memory: `the program wanted more memory than ${sandboxLimits.memoryBytes} bytes and was stopped`,
  sandbox_output: 'the program gave out more than it may and was stopped',
  sandbox_time_out: `the program did not end within ${sandboxLimits.milliseconds} ms and was stopped`,
}

/** Why a run gave nothing; nothing that the program said is in it. */
export const sandboxFault = (end: SandboxEnd): TerminalFault =>
  new TerminalFault(end, { problem: problems[end], next: 'Nothing of it was kept. Ask who sent the program.' })

/** What came of a run; refuses each of `sandboxEnds`, and `sandbox_failed` for an answer of another form. */
export const readAnswer = (said: unknown): SandboxOutput => {
  const read = answer.safeParse(said)
  if (!read.success) throw sandboxFault('sandbox_failed')
  if ('end' in read.data) throw sandboxFault(read.data.end)
  return read.data
}

const wrongInput = (problem: string): TerminalFault =>
  new TerminalFault('program_input_unfit', { problem, next: 'Give it the data that it is for, with nothing besides.' })

/**
 * Refuses, before anything runs: `opening_not_for_this_data` where an opening method names another digest than that of the data (S1-055,
 * S3-062); `program_input_unfit` where it is to have data and there is none, where it did not declare `input`, and above 16 MiB.
 */
export const requireFit = async ({ program, input }: SandboxTask): Promise<void> => {
  if (program.opens !== undefined && (input === undefined || (await digestOf(input)) !== program.opens)) {
    throw new TerminalFault('opening_not_for_this_data', {
      problem: 'this is the way of opening other data: the digest that it names is not that of these',
      next: 'Give it the very file that came with it, unaltered.',
    })
  }
  const isDeclared = program.abilities.includes('input')
  if (isDeclared && input === undefined) throw wrongInput('the program needs data, and none were given')
  if (!isDeclared && input !== undefined) throw wrongInput('the program did not declare that it takes data')
  if ((input?.length ?? 0) > sandboxLimits.inputBytes) {
    throw wrongInput(`the data have more than ${sandboxLimits.inputBytes} bytes`)
  }
}
