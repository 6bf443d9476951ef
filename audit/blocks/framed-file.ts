import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { type FindingCode, FindingFault, fault } from '../findings.ts'

// The file: a line that names the format, a head, each part, and the end mark. Head and parts each stand behind their length in
// four bytes, the greatest first; the end mark is a length of zero and the SHA-256 of all bytes before it.
const lengthBytes = 4
const digestBytes = 32

const lengthOf = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(bytes.length)
  return length
}

/** One kind of file: how it names itself, how large its head and parts may be, and what is found where it is not whole. */
export interface FileForm {
  /** The first line, without its end. */
  format: string
  headBytesAtMost: number
  partBytesAtMost: number
  codes: Record<'unreadable' | 'incomplete' | 'altered' | 'tooLarge', FindingCode>
}

export interface FramedContent {
  head: Uint8Array
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Writes a head and parts, which come in order, into a new file: whole, or not at all. Answers how many parts there are. */
export const writeFramed = async ({ format }: FileForm, file: string, content: FramedContent): Promise<number> => {
  const unfinished = `${file}.unfinished`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    const digest = createHash('sha256')
    const put = async (bytes: Uint8Array): Promise<void> => {
      digest.update(bytes)
      await handle.appendFile(bytes)
    }
    for (const bytes of [Buffer.from(`${format}\n`), lengthOf(content.head), content.head]) await put(bytes)
    let count = 0
    for await (const part of content.parts) {
      await put(lengthOf(part))
      await put(part)
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
  readonly #form: FileForm
  readonly #handle: FileHandle

  constructor(form: FileForm, handle: FileHandle) {
    this.#form = form
    this.#handle = handle
  }

  async #read(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled)
      if (bytesRead === 0)
        throw fault(this.#form.codes.incomplete, { expected: `${length} bytes`, found: `${filled} bytes` })
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
      throw fault(this.#form.codes.tooLarge, { expected: `at most ${bytesAtMost}`, found: `${length}` })
    return await this.take(length)
  }

  /** The head behind the line that names the format. */
  async begin(): Promise<Buffer> {
    const { format, codes, headBytesAtMost } = this.#form
    const line = Buffer.from(`${format}\n`)
    if (!(await this.take(line.length)).equals(line)) throw fault(codes.unreadable, { expected: format })
    return await this.takePart(headBytesAtMost)
  }

  /** Holds the end mark against what was read, and that nothing stands behind it. */
  async finish(): Promise<void> {
    const expected = this.digest.digest()
    const found = await this.#read(digestBytes)
    const { bytesRead } = await this.#handle.read(Buffer.alloc(1), 0, 1)
    if (found.equals(expected) && bytesRead === 0) return
    throw fault(this.#form.codes.altered, { expected: expected.toString('hex'), found: found.toString('hex') })
  }
}

const openedForReading = async ({ codes }: FileForm, file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'r')
  } catch (error) {
    throw fault(codes.unreadable, { found: String(error) })
  }
}

/** The head of a file. Refuses, as a named finding, what is no file of this form. */
export const headOfFramed = async (form: FileForm, file: string): Promise<Buffer> => {
  const handle = await openedForReading(form, file)
  try {
    return await new Front(form, handle).begin()
  } finally {
    await handle.close()
  }
}

/**
 * The parts of a file in order, one at a time. Refuses, as a named finding, what is no file of this form, is cut off, or was altered;
 * the last of these is known only at the end, so that nothing is proven before the reading has come through.
 */
export async function* partsOfFramed(form: FileForm, file: string): AsyncGenerator<Buffer> {
  const handle = await openedForReading(form, file)
  try {
    const front = new Front(form, handle)
    await front.begin()
    for (;;) {
      const part = await front.takePart(form.partBytesAtMost)
      if (part.length === 0) break
      yield part
    }
    await front.finish()
  } catch (error) {
    throw error instanceof FindingFault ? error : fault(form.codes.unreadable, { found: String(error) })
  } finally {
    await handle.close()
  }
}
