import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { blocksOfExport } from '../../../audit/blocks/export-file.ts'

const recorded = new URL('../blocks/recorded.blocks.gz', import.meta.url)
const roots = new URL('../blocks/recorded.roots.json', import.meta.url)

/** The bytes of the export of a real channel, which `test/scenario/audit.test.ts` writes when ASSAY_RECORD_BLOCKS names a file. */
export const recordedExport = (): Buffer => gunzipSync(readFileSync(recorded))

/** The root certificates of that channel's members, as they were given apart from its blocks. */
export const recordedRoots = (): Record<string, string> => JSON.parse(readFileSync(roots, 'utf8'))

/** Gives work a file with these bytes, which is gone afterwards. */
export const withFile = async <Result>(bytes: Uint8Array, work: (file: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-export-'))
  try {
    const file = join(folder, 'blocks')
    await writeFile(file, bytes)
    return await work(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

let known: Promise<Buffer[]> | undefined

/** All blocks of the recorded channel, as bytes. */
export const recordedBlocks = (): Promise<Buffer[]> => {
  known ??= withFile(recordedExport(), async (file) => {
    const blocks: Buffer[] = []
    for await (const block of blocksOfExport(file)) blocks.push(Buffer.from(block))
    return blocks
  })
  return known
}
