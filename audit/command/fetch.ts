import type { Command } from 'commander'
import { writeExport } from '../blocks/export-file.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { Progress } from './progress.ts'
import { readNumber, type Source, type SourceOptions, sourceFrom, sourceOptions } from './setting.ts'

interface FetchOptions extends SourceOptions {
  to: string
  through?: string
}

async function* watched(
  source: Source,
  to: bigint | undefined,
  { tell, signal }: Invocation,
): AsyncGenerator<Uint8Array> {
  const progress = new Progress(tell)
  let count = 0
  for await (const block of source.blocks({ from: 0n, ...(to !== undefined && { to }) })) {
    signal.throwIfAborted()
    yield block
    count += 1
    progress.note(() => `${count} blocks`)
  }
}

/** Adds `fetch`, which keeps a peer's blocks in a file that is written whole or not at all. */
export const addFetch = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('fetch')
    .description('Keep the blocks of a peer in a file, to be checked anywhere and at any time. Checks nothing itself.')
    .requiredOption('--to <file>', 'the file to write')
    .option('--through <number>', 'the last block; the peer’s newest when left out')
  for (const option of sourceOptions()) command.addOption(option)
  command.action(async ({ to, through, ...options }: FetchOptions) => {
    const source = await sourceFrom(options, invocation.defaults)
    const blocks = watched(source, readNumber(through), invocation)
    const count = await writeExport(to, { channel: source.channel, blocks })
    invocation.output(`${count} blocks of ${source.channel} from ${source.name} stand in ${to}`)
    end(0)
  })
}
