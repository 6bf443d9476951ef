import { type FileForm, headOfFramed, partsOfFramed, writeFramed } from './framed-file.ts'
import { blockBytesAtMost } from './limits.ts'

const form: FileForm = {
  ...{ format: 'assay blocks 1', headBytesAtMost: 249, partBytesAtMost: blockBytesAtMost },
  codes: {
    ...{ unreadable: 'EXPORT_UNREADABLE', incomplete: 'EXPORT_INCOMPLETE' },
    ...{ altered: 'EXPORT_ALTERED', tooLarge: 'EXPORT_TOO_LARGE' },
  },
}

/** Writes blocks, which come in order, into a new file: whole, or not at all. Answers how many there are. */
export const writeExport = (
  file: string,
  { channel, blocks }: { channel: string; blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> },
): Promise<number> => writeFramed(form, file, { head: Buffer.from(channel), parts: blocks })

/** The channel whose blocks an export says that it holds. Refuses, as a named finding, what is no export. */
export const channelOfExport = async (file: string): Promise<string> => (await headOfFramed(form, file)).toString()

/**
 * The blocks of an export in order, one at a time. Refuses, as a named finding, what is no export, is cut off, or was altered; the
 * last of these is known only at the end, so that nothing is proven before the reading has come through.
 */
export const blocksOfExport = (file: string): AsyncGenerator<Buffer> => partsOfFramed(form, file)
