import { createHash } from 'node:crypto'
import { flipped } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'projection, export and evidence', by: 'nobody' } as const

const lengthOf = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

const front = Buffer.from('assay blocks 1\n')

/** An export as the auditor writes it, made here anew. */
const exported = (blocks: readonly Uint8Array[]): Buffer => {
  const channel = Buffer.from('assay')
  const parts = [
    front,
    lengthOf(channel),
    channel,
    ...blocks.flatMap((block) => [lengthOf(block), block]),
    Buffer.alloc(4),
  ]
  const bytes = Buffer.concat(parts)
  return Buffer.concat([bytes, createHash('sha256').update(bytes).digest()])
}

/** A kind that is forged in an export of some blocks. */
const onFile = (
  finds: Kind['finds'],
  change: (file: Buffer, below: (bound: number) => number) => Uint8Array,
): Kind => ({
  ...{ ...shared, finds },
  forge: ({ recorded, random }) => ({
    file: change(exported(recorded.blocks.slice(0, 2 + random.below(10))), (bound) => random.below(bound)),
  }),
})

/** Exports of blocks. */
export const fileKinds: Kinds = {
  'a byte of the name of the channel in an export': onFile('EXPORT_ALTERED', (file, below) =>
    flipped(file, front.length + 4 + below(5)),
  ),
  'a byte of the end mark of an export': onFile('EXPORT_ALTERED', (file, below) =>
    flipped(file, file.length - 1 - below(32)),
  ),
  'something behind the end of an export': onFile('EXPORT_ALTERED', (file) => Buffer.concat([file, Buffer.from('x')])),
  'an export cut off': onFile('EXPORT_INCOMPLETE', (file, below) => file.subarray(0, file.length - 1 - below(36))),
  'a file that is no export': onFile('EXPORT_UNREADABLE', (file, below) => flipped(file, below(front.length))),
  'the length of a block in an export': onFile('EXPORT_TOO_LARGE', (file) => {
    const altered = Buffer.from(file)
    altered.writeUInt32BE(0xffffffff, front.length + 4 + 5)
    return altered
  }),
}
