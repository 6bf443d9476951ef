import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '../../../terminal/sdk/connection.ts'
import { loadDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { fileSource, openInto, packageFiles, sealFile } from '../../../terminal/sdk/node/package-file.ts'
import { downloadPackage, readManifest, uploadPackage } from '../../../terminal/sdk/packages/mailbox.ts'
import { unpackingBounds } from '../../../terminal/sdk/packages/two-key-package.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import type { Opened } from './gateway-side.ts'

/** What a terminal is to do: give the file and receive it again. */
export interface Task {
  opened: Opened
  folder: string
  file: string
}

/** How long each step took, in milliseconds, and by how many bytes the process grew at most after its beginning. */
export interface Moved {
  seal: number
  upload: number
  open: number
  sealedBytes: number
  grownBytes: number
}

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const begun = performance.now()
  const result = await work()
  return [performance.now() - begun, result]
}

const digestOfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}

const terminalOf = async ({ opened, folder }: Task, side: 'giver' | 'receiver'): Promise<Terminal> => {
  const { participant, pem } = opened[side]
  const keyFile = join(folder, `${side}.pem`)
  writeFileSync(keyFile, pem, { mode: 0o600 })
  const signer = await loadDeviceKey(keyFile)
  return new Terminal({ connection: connect(opened.url), participant, signer, numbers: memoryNumbers() })
}

/** Has the other process take the package in, as the ledger would. */
const deliver = (delivered: string, size: number): Promise<void> =>
  new Promise((resolve) => {
    process.once('message', () => resolve())
    process.send?.({ delivered, size })
  })

const move = async (task: Task): Promise<void> => {
  const { opened, folder, file } = task
  const { interaction, receiver } = opened
  mkdirSync(folder, { recursive: true })
  const [giver, reader] = [await terminalOf(task, 'giver'), await terminalOf(task, 'receiver')]
  const context = { interaction, receiver: receiver.participant }
  const files = await packageFiles({ folder }, interaction)
  const before = process.memoryUsage.rss()
  const [seal, keys] = await timed(() => sealFile(file, files, context))
  const [upload, laid] = await timed(async () => uploadPackage(giver, await fileSource(files.sealed)))
  await deliver(laid.package, laid.size)
  const out = join(folder, 'opened')
  const [open] = await timed(async () => {
    const made = await readManifest(reader, { interaction, package: laid.package })
    const source = () => downloadPackage(reader, { interaction, made })
    return openInto(out, source, { keys, context, bounds: unpackingBounds })
  })
  const grownBytes = process.resourceUsage().maxRSS * 1024 - before
  if ((await digestOfFile(out)) !== (await digestOfFile(file))) throw new Error('what came out is not what went in')
  const { size: sealedBytes } = await stat(files.sealed)
  process.send?.({ seal, upload, open, sealedBytes, grownBytes } satisfies Moved)
  process.disconnect()
}

process.once('message', (task: Task) => void move(task))
