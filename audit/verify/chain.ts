import { createHash } from 'node:crypto'
import type { Block } from '../blocks/block.ts'
import { type Finding, hexOf } from '../findings.ts'
import { derOf, derOfNumber } from './der.ts'

/** The bytes of a header that are hashed and that orderers sign: number, previous hash and data hash as ASN.1 in DER. */
export const headerBytes = ({ number, previousHash, dataHash }: Pick<Block, 'number' | 'previousHash' | 'dataHash'>) =>
  derOf(0x30, Buffer.concat([derOfNumber(number), derOf(0x04, previousHash), derOf(0x04, dataHash)]))

/** The hash by which the next block names this one. */
export const headerHash = (block: Pick<Block, 'number' | 'previousHash' | 'dataHash'>): Buffer =>
  createHash('sha256').update(headerBytes(block)).digest()

/** The hash over all envelopes, one behind the other. */
export const dataHashOf = (envelopes: readonly Uint8Array[]): Buffer => {
  const digest = createHash('sha256')
  for (const envelope of envelopes) digest.update(envelope)
  return digest.digest()
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Where a chain goes on: the number of the next block, and the hash of the header before it. */
export interface ChainPosition {
  next: bigint
  previousHash: Uint8Array
}

/** Follows a chain block by block: numbers, and what hash each header has of the one before it and of its own data. */
export class Chain {
  #expected: bigint
  #previous: Uint8Array

  /** From the first block on, or from behind one whose hash is known. */
  constructor({ next, previousHash }: ChainPosition = { next: 0n, previousHash: new Uint8Array() }) {
    this.#expected = next
    this.#previous = previousHash
  }

  get position(): ChainPosition {
    return { next: this.#expected, previousHash: this.#previous }
  }

  /** What speaks against the next block. Behind a gap the chain goes on from the block that came, so that each is named once. */
  check(block: Block): Finding[] {
    const found = [...this.#checkPlace(block), ...checkData(block)]
    // What stands there again is not followed: the block that was first is the one that the next one names.
    if (block.number < this.#expected) return found
    this.#expected = block.number + 1n
    this.#previous = headerHash(block)
    return found
  }

  #checkPlace({ number, previousHash }: Block): Finding[] {
    const block = String(number)
    const expected = String(this.#expected)
    if (number < this.#expected) return [{ code: 'BLOCK_REPEATED', block, expected, found: block }]
    if (number > this.#expected) {
      const code = this.#expected === 0n ? 'CHAIN_STARTS_LATE' : 'BLOCK_MISSING'
      return [{ code, block, expected, found: block }]
    }
    if (isSame(previousHash, this.#previous)) return []
    return [{ code: 'PREVIOUS_HASH_DIFFERS', block, expected: hexOf(this.#previous), found: hexOf(previousHash) }]
  }
}

/** What speaks against a block's data: that it is not what the header has the hash of. */
export const checkData = ({ number, dataHash, envelopes }: Block): Finding[] => {
  const expected = dataHashOf(envelopes)
  if (isSame(expected, dataHash)) return []
  return [{ code: 'DATA_HASH_DIFFERS', block: String(number), expected: hexOf(expected), found: hexOf(dataHash) }]
}
