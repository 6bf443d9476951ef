import { common } from '@hyperledger/fabric-protos'
import type { z } from 'zod'
import { type FileForm, headOfFramed, partsOfFramed, writeFramed } from '../blocks/framed-file.ts'
import { blockBytesAtMost } from '../blocks/limits.ts'
import { fault } from '../findings.ts'
import { type EvidenceHead, evidenceFormat, evidenceHead } from './head.ts'

const form: FileForm = {
  ...{ format: evidenceFormat, headBytesAtMost: 2 * 1024 * 1024, partBytesAtMost: blockBytesAtMost },
  codes: {
    ...{ unreadable: 'EVIDENCE_UNREADABLE', incomplete: 'EVIDENCE_INCOMPLETE' },
    ...{ altered: 'EVIDENCE_ALTERED', tooLarge: 'EVIDENCE_TOO_LARGE' },
  },
}

/**
 * A block with nothing that nobody signed: of the metadata only the orderers' signatures stay, and of the first block, which they do
 * not sign, none. What a peer adds for itself, such as validity flags, is anybody's word in a file.
 */
export const bareBlock = (bytes: Uint8Array): Uint8Array => {
  const block = common.Block.deserializeBinary(bytes)
  const [signatures] = block.getMetadata()?.getMetadataList_asU8() ?? []
  const metadata = new common.BlockMetadata()
  const isFirst = (block.getHeader()?.getNumber() ?? 0) === 0
  metadata.setMetadataList(isFirst || signatures === undefined ? [] : [signatures])
  block.setMetadata(metadata)
  return block.serializeBinary()
}

/** The one text of a head: its members in the order of their description. */
const textOf = (head: EvidenceHead): Buffer => Buffer.from(JSON.stringify(head))

/**
 * Writes evidence into a new file: whole, or not at all. Answers how many blocks it holds. Refuses, as a named finding, a head beyond the
 * bounds of one: whoever made the transaction chose some of its texts.
 */
export const writeEvidence = async (
  file: string,
  { head, blocks }: { head: EvidenceHead; blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> },
): Promise<number> => {
  const read = evidenceHead.safeParse(head)
  if (!read.success) throw fault('EVIDENCE_TOO_LARGE', { found: issueIn(read.error) })
  return await writeFramed(form, file, { head: textOf(read.data), parts: blocks })
}

const issueIn = ({ issues: [issue] }: z.ZodError): string => `${issue?.path.join('.')}: ${issue?.message}`

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw fault('EVIDENCE_UNREADABLE', { found: 'a head that is no JSON' })
  }
}

/** Whether anything in a head is named as roots are, at whatever depth a head can have. */
const bringsRoots = (value: unknown, depth = 4): boolean => {
  if (typeof value === 'string') return value.includes('BEGIN CERTIFICATE')
  if (typeof value !== 'object' || value === null || depth === 0) return false
  return Object.entries(value).some(
    ([name, member]) => /roots|certificate/i.test(name) || bringsRoots(member, depth - 1),
  )
}

/**
 * The head of a file of evidence. Refuses, as a named finding, what is no evidence, and a file that brings roots of its own: those are
 * given apart, or prove nothing.
 */
export const headOfEvidence = async (file: string): Promise<EvidenceHead> => {
  const bytes = await headOfFramed(form, file)
  const content = parsed(bytes)
  if (bringsRoots(content)) throw fault('EVIDENCE_BRINGS_ROOTS')
  const read = evidenceHead.safeParse(content)
  if (read.success && textOf(read.data).equals(bytes)) return read.data
  if (read.success) throw fault('EVIDENCE_UNREADABLE', { found: 'a head that is not in its one form' })
  throw fault('EVIDENCE_UNREADABLE', { found: issueIn(read.error) })
}

/** The blocks of a file of evidence in order; refuses as `partsOfFramed` does. */
export const blocksOfEvidence = (file: string): AsyncGenerator<Buffer> => partsOfFramed(form, file)
