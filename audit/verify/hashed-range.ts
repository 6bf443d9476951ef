import { createHash } from 'node:crypto'
import { ledger } from '@hyperledger/fabric-protos'
import type { HashedReads, ReadOfRow } from '../blocks/results.ts'

const hashOf = (...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

const leafOf = (reads: readonly ReadOfRow[]): Buffer => {
  const all = new ledger.rwset.kvrwset.QueryReads()
  for (const { key, version } of reads) {
    const read = all.addKvReads()
    const at = new ledger.rwset.kvrwset.Version()
    at.setBlockNum(Number(version?.block ?? 0n))
    at.setTxNum(version?.transaction ?? 0)
    read.setKey(key.toString())
    read.setVersion(at)
  }
  return hashOf(all.serializeBinary())
}

/** Hashes by level, the leaves first; one hash more than the degree makes one of the next level of all of them. */
class Tree {
  readonly #degree: number
  readonly #levels: Buffer[][] = [[]]

  constructor(degree: number) {
    this.#degree = degree
  }

  add(leaf: Buffer): void {
    this.#put(0, leaf)
  }

  #put(level: number, hash: Buffer): void {
    const hashes = this.#levels[level] ?? []
    hashes.push(hash)
    this.#levels[level] = hashes
    if (hashes.length <= this.#degree) return
    this.#levels[level] = []
    this.#put(level + 1, hashOf(...hashes))
  }

  /** The hashes of the highest level, once what is left of the lower ones is brought up to it. */
  finish(): { level: number; hashes: Buffer[] } {
    const top = this.#levels.length - 1
    for (const [level, hashes] of this.#levels.entries()) {
      if (level === top || hashes.length === 0) continue
      const [only] = hashes
      const up = hashes.length === 1 && only !== undefined ? only : hashOf(...hashes)
      this.#levels[level + 1]?.push(up)
    }
    const hashes = this.#levels[top] ?? []
    if (hashes.length <= this.#degree) return { level: top + 1, hashes }
    return { level: top + 2, hashes: [hashOf(...hashes)] }
  }
}

/** What peers keep of a range of more rows than `degree`, in the order of their keys: a tree of hashes, each over up to so many. */
export const summaryOf = (reads: readonly ReadOfRow[], degree: number): HashedReads => {
  const tree = new Tree(degree)
  for (let at = 0; at < reads.length; at += degree + 1) tree.add(leafOf(reads.slice(at, at + degree + 1)))
  return { degree, ...tree.finish() }
}

/** Whether these are the rows of which only hashes were kept. */
export const isSummaryOf = (kept: HashedReads, reads: readonly ReadOfRow[]): boolean => {
  // Peers know no smaller tree, and keep the rows themselves where they are no more than the degree.
  if (kept.degree < 2 || reads.length <= kept.degree) return false
  const { level, hashes } = summaryOf(reads, kept.degree)
  return (
    level === kept.level &&
    hashes.length === kept.hashes.length &&
    hashes.every((hash, index) => Buffer.compare(hash, kept.hashes[index] ?? new Uint8Array()) === 0)
  )
}
