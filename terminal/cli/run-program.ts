import { open } from 'node:fs/promises'
import { TerminalFault } from '../sdk/errors.ts'
import { createPrivately } from '../sdk/node/private-file.ts'
import { runProgram } from '../sdk/node/sandbox.ts'
import type { Program } from '../sdk/sandbox/program.ts'
import { sandboxLimits } from '../sdk/sandbox/sandbox-run.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import type { Invocation } from './invocation.ts'

/** The options of what runs a program. */
export interface RunOptions {
  input?: string
  out?: string
}

/** A file's bytes, of which there are at most so many; refuses `file_unreadable`, also for a longer one. */
export const readBytesOf = async (
  file: string,
  most: number = sandboxLimits.inputBytes,
): Promise<Uint8Array<ArrayBuffer>> => {
  const unreadable = (problem: string) =>
    new TerminalFault('file_unreadable', { problem: `${file}: ${problem}`, next: 'Name a file that fits.' })
  const handle = await open(file).catch((error: Error) => {
    throw unreadable(error.message)
  })
  try {
    // What is no plain file may have no end, and tells no size.
    const { size } = await handle.stat()
    if (size > most) throw unreadable(`it has more than ${most} bytes`)
    const { bytesRead, buffer } = await handle.read({ buffer: new Uint8Array(size), position: 0 })
    return buffer.slice(0, bytesRead)
  } finally {
    await handle.close()
  }
}

// Controls and marks of direction, which would let a program draw over what this terminal says.
const hidden = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu

const tellAbilities = (invocation: Invocation, { abilities, opens }: Program): void => {
  const may = abilities.length === 0 ? 'nothing' : abilities.join(', ')
  invocation.note(`the program runs in a sandbox and may use: ${may}`)
  if (opens !== undefined) invocation.note(`it opens the data ${opens} and no other`)
}

/**
 * Runs a program in the sandbox, after it told what the program may use; prints what it showed, and writes what it gave to `out`, which must
 * not be there yet. Refuses as `runProgram` does, and `file_unreadable`, `file_exists`.
 */
export const runInSandbox = async (
  invocation: Invocation,
  program: Program,
  { input, out }: RunOptions,
): Promise<ExitCode> => {
  tellAbilities(invocation, program)
  const { shown, given } = await runProgram({
    program,
    input: input === undefined ? undefined : await readBytesOf(input),
  })
  if (out !== undefined) await createPrivately(out, asPieces(given))
  invocation.print(
    { shown, bytes: given.length, ...(out === undefined ? {} : { file: out }) },
    shown.flatMap((text) => text.split('\n')).map((line) => line.replace(hidden, '\ufffd')),
  )
  return exitCodes.accepted
}

async function* asPieces(bytes: Uint8Array) {
  yield bytes
}
