import { createHash } from 'node:crypto'
import { common } from '@hyperledger/fabric-protos'
import { type Block, metadataOf } from '../blocks/block.ts'
import { readOrNothing } from '../blocks/envelope.ts'
import type { Version } from '../blocks/results.ts'
import { type Finding, hexOf } from '../findings.ts'
import type { PlaceUpdates, Update } from './updates.ts'

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))]

/** A field of bytes in protobuf's form; nothing for no bytes. */
const field = (number: number, content: Uint8Array): Buffer =>
  content.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(content.length)]), content])

/** A number as peers order versions by its bytes: their count, then they themselves, without zeros before them. */
const orderedNumber = (value: bigint): Buffer => {
  const hex = value === 0n ? '' : value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

const versionBytes = ({ block, transaction }: Version): Buffer =>
  Buffer.concat([orderedNumber(block), orderedNumber(BigInt(transaction))])

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** One change of a row. The place is named in the first entry of each only. */
const entry = ({ key, value, version }: Update, { namespace, collection }: { namespace: string; collection: string }) =>
  field(
    1,
    Buffer.concat([
      ...[field(1, Buffer.from(namespace)), field(2, Buffer.from(collection)), field(3, key)],
      value === undefined ? Buffer.from([0x20, 1]) : Buffer.alloc(0),
      ...[field(5, value ?? new Uint8Array()), field(6, versionBytes(version))],
    ]),
  )

/** The bytes of a block's changes that peers agree on. The channel's own configuration (no namespace) is not among them. */
export const updateBytes = (places: readonly PlaceUpdates[]): Buffer => {
  const ordered = places
    .filter(({ namespace }) => namespace !== '')
    .toSorted((one, other) => byBytes(one.namespace, other.namespace) || byBytes(one.collection, other.collection))
  let lastNamespace = ''
  const entries = ordered.flatMap(({ namespace, collection, rows }) => {
    const updates = [...rows.values()].toSorted((one, other) => Buffer.compare(one.key, other.key))
    return updates.map((update, index) => {
      const isNew = namespace !== lastNamespace
      lastNamespace = namespace
      return entry(update, { namespace: isNew ? namespace : '', collection: index === 0 ? collection : '' })
    })
  })
  return Buffer.concat(entries)
}

/** The hash that a block carries; undefined where there is none. Throws at metadata that is none. */
const carriedHash = (block: Block): Uint8Array | undefined => {
  const bytes = metadataOf(block, common.BlockMetadataIndex.COMMIT_HASH)
  if (bytes.length === 0) return undefined
  const metadata = common.Metadata.deserializeBinary(bytes)
  const isWhole = Buffer.compare(metadata.serializeBinary(), bytes) === 0 && metadata.getSignaturesList().length === 0
  return isWhole ? metadata.getValue_asU8() : undefined
}

/**
 * Follows the hash that a peer makes of its state, block by block: over the validity flags, all changes of the rows, and the hash
 * of the block before. Policies of rows, the channel's configuration, and what a collection lets expire are not in it.
 */
export class CommitHashes {
  #previous: Uint8Array

  /** From the first block on, or from behind one whose commit hash is known. */
  constructor(previous: Uint8Array = new Uint8Array()) {
    this.#previous = previous
  }

  /** The hash that the next one is made over. */
  get previous(): Uint8Array {
    return this.#previous
  }

  /** What speaks against the next block's hash, when its valid transactions make these changes. */
  check(block: Block, places: readonly PlaceUpdates[]): Finding[] {
    const where = { block: String(block.number) }
    const found = readOrNothing(() => carriedHash(block))
    if (block.number === 0n) {
      const isBare = metadataOf(block, common.BlockMetadataIndex.COMMIT_HASH).length === 0
      return isBare ? [] : [{ code: 'COMMIT_HASH_MISSING', ...where, expected: 'none' }]
    }
    const flags = metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER)
    const expected = createHash('sha256')
      .update(Buffer.from(varint(flags.length)))
      .update(flags)
      .update(updateBytes(places))
      .update(this.#previous)
      .digest()
    if (found === undefined) {
      this.#previous = expected
      return [{ code: 'COMMIT_HASH_MISSING', ...where, expected: hexOf(expected) }]
    }
    // What comes after is held against the hash that the peer went on from, so that one difference is named once.
    this.#previous = found
    if (Buffer.compare(found, expected) === 0) return []
    return [{ code: 'COMMIT_HASH_DIFFERS', ...where, expected: hexOf(expected), found: hexOf(found) }]
  }
}
