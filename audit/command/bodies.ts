import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { privateBlocksOfPeer } from '../blocks/private-rows.ts'
import { Collecting } from '../disclosure/collect.ts'
import { disclosureBytesAtMost } from '../disclosure/disclosure-file.ts'
import type { ExitCode, Invocation } from './invocation.ts'
import { Progress } from './progress.ts'
import { memberConnectionFrom, type PeerOptions, peerOptions, readNumber, UsageFault } from './setting.ts'

interface BodiesOptions extends PeerOptions {
  to: string
  through?: string
}

/** Writes a text into a file that its owner alone can read: whole, or not at all. */
const keep = async (file: string, text: string): Promise<void> => {
  const unfinished = `${file}.unfinished`
  let handle: FileHandle | undefined
  try {
    handle = await open(unfinished, 'w', 0o600)
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
  } catch (error) {
    await handle?.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Adds `bodies`, by which a member discloses to an auditor what its peer keeps of what few may know. */
export const addBodies = (program: Command, invocation: Invocation, end: (code: ExitCode) => void): void => {
  const command = program
    .command('bodies')
    .description(
      'Keep what a member’s own peer has of its pairs in a file, for an auditor to whom the member discloses it. Whoever has the file reads it all.',
    )
    .requiredOption('--to <file>', 'the file to write')
    .option('--through <number>', 'the last block; the peer’s newest when left out')
  for (const option of peerOptions()) command.addOption(option)
  command.action(async ({ to, through, ...options }: BodiesOptions) => {
    const { connection, name } = memberConnectionFrom(options, invocation.defaults)
    const collecting = new Collecting(connection.channel)
    const progress = new Progress(invocation.tell)
    let count = 0
    const last = readNumber(through)
    for await (const block of privateBlocksOfPeer(connection, { from: 0n, ...(last !== undefined && { to: last }) })) {
      invocation.signal.throwIfAborted()
      collecting.take(block)
      count += 1
      progress.note(() => `${count} blocks`)
    }
    const { file, missing } = collecting
    const text = `${JSON.stringify(file)}\n`
    if (Buffer.byteLength(text) > disclosureBytesAtMost) throw new UsageFault('it is more than one file may hold')
    await keep(to, text)
    const { bodies, rows } = file
    invocation.output(
      `${bodies.length} texts and ${rows.length} rows of ${connection.channel} from ${name} stand in ${to}`,
    )
    if (missing > 0) invocation.output(`${missing} rows were not handed out`)
    end(missing > 0 ? 2 : 0)
  })
}
