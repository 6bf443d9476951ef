import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { FindingFault, fault } from '../findings.ts'
import { blockBytesAtMost } from './limits.ts'

// The file: a line that names the format, the channel's name, each block, and the end mark. Name and blocks each stand behind
// their length in four bytes, the greatest first; the end mark is a length of zero and the SHA-256 of all bytes before it.
const formatLine = Buffer.from('assay blocks 1\n')
const lengthBytes = 4
const digestBytes = 32
const channelBytesAtMost = 249

const lengthOf = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(bytes.length)
  return length
}

/** Writes blocks, which come in order, into a new file: whole, or not at all. Answers how many there are. */
export const writeExport = async (
  file: string,
  { channel, blocks }: { channel: string; blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> },
): Promise<number> => {
  const unfinished = `${file}.unfinished`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    const digest = createHash('sha256')
    const put = async (bytes: Uint8Array): Promise<void> => {
      digest.update(bytes)
      await handle.appendFile(bytes)
    }
    const name = Buffer.from(channel)
    for (const bytes of [formatLine, lengthOf(name), name]) await put(bytes)
    let count = 0
    for await (const block of blocks) {
      await put(lengthOf(block))
      await put(block)
      count += 1
    }
    await put(Buffer.alloc(lengthBytes))
    await handle.appendFile(digest.digest())
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
    return count
  } catch (error) {
    await handle.close()
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Reads a file from its front on. */
class Front {
  readonly digest: Hash = createHash('sha256')
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async #read(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled)
      if (bytesRead === 0) throw fault('EXPORT_INCOMPLETE', { expected: `${length} bytes`, found: `${filled} bytes` })
      filled += bytesRead
    }
    return bytes
  }

  /** The next bytes, which the end mark is made of. */
  async take(length: number): Promise<Buffer> {
    const bytes = await this.#read(length)
    this.digest.update(bytes)
    return bytes
  }

  /** The next length and what stands behind it; empty at the end mark. */
  async takePart(bytesAtMost: number): Promise<Buffer> {
    const length = (await this.take(lengthBytes)).readUInt32BE()
    if (length > bytesAtMost)
      throw fault('EXPORT_TOO_LARGE', { expected: `at most ${bytesAtMost}`, found: `${length}` })
    return await this.take(length)
  }

  /** Holds the end mark against what was read, and that nothing stands behind it. */
  async finish(): Promise<void> {
    const expected = this.digest.digest()
    const found = await this.#read(digestBytes)
    const { bytesRead } = await this.#handle.read(Buffer.alloc(1), 0, 1)
    if (found.equals(expected) && bytesRead === 0) return
    throw fault('EXPORT_ALTERED', { expected: expected.toString('hex'), found: found.toString('hex') })
  }
}

const openedForReading = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'r')
  } catch (error) {
    throw fault('EXPORT_UNREADABLE', { found: String(error) })
  }
}

const startOf = async (front: Front): Promise<string> => {
  const format = await front.take(formatLine.length)
  if (!format.equals(formatLine)) throw fault('EXPORT_UNREADABLE', { expected: 'assay blocks 1' })
  return (await front.takePart(channelBytesAtMost)).toString()
}

/** The channel whose blocks an export says that it holds. Refuses, as a named finding, what is no export. */
export const channelOfExport = async (file: string): Promise<string> => {
  const handle = await openedForReading(file)
  try {
    return await startOf(new Front(handle))
  } finally {
    await handle.close()
  }
}

/**
 * The blocks of an export in order, one at a time. Refuses, as a named finding, what is no export, is cut off, or was altered; the
 * last of these is known only at the end, so that nothing is proven before the reading has come through.
 */
export async function* blocksOfExport(file: string): AsyncGenerator<Uint8Array> {
  const handle = await openedForReading(file)
  try {
    const front = new Front(handle)
    await startOf(front)
    for (;;) {
      const block = await front.takePart(blockBytesAtMost)
      if (block.length === 0) break
      yield block
    }
    await front.finish()
  } catch (error) {
    throw error instanceof FindingFault ? error : fault('EXPORT_UNREADABLE', { found: String(error) })
  } finally {
    await handle.close()
  }
}
