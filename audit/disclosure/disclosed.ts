import { createHash } from 'node:crypto'
import { parseKey } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Difference } from '../findings.ts'
import type { DisclosureFile } from './disclosure-file.ts'

/** A private row by the hashes under which a block names it, in hex. */
interface HashedRow {
  keyHash: string
  valueHash: string
}

/** A private row as it was disclosed. */
export interface DisclosedRow {
  key: string
  /** The record with its salt; undefined for bytes that are no record of the key's table. */
  row: { readonly [member: string]: Json } | undefined
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const addressOf = ({ keyHash, valueHash }: HashedRow): string => `${keyHash} ${valueHash}`

const recordIn = (key: string, value: string): DisclosedRow['row'] => {
  try {
    const row: unknown = JSON.parse(value)
    const table = parseKey(key)?.table
    if (table?.place !== 'pair' || table.keyOf(table.codec.decode(row as never) as never) !== key) return undefined
    // A chaincode writes nothing else, and what is nested without end cannot be written anew.
    if (canonical(row as Json) !== value) return undefined
    return row as { [member: string]: Json }
  } catch {
    // Anybody's bytes; who finds their hash in a block names them.
    return undefined
  }
}

const listedAtMost = 50

/**
 * What members disclosed to an auditor: confidential texts by instruction and digest, and private rows by the hashes that blocks have of
 * them. So nothing in it counts but what a device signed, or what both members of a pair endorsed. Keeps what was asked for, so that what
 * belongs to no block can be named in the end.
 */
export class Disclosed {
  readonly #collections: ReadonlySet<string>
  readonly #bodies = new Map<string, Map<string, string>>()
  readonly #rows = new Map<string, DisclosedRow>()
  readonly #unmetBodies = new Set<string>()
  readonly #unmetRows = new Map<string, string>()

  constructor(files: readonly DisclosureFile[]) {
    this.#collections = new Set(
      files.flatMap(({ collections }) => collections.map((one) => `${ledgerChaincode}/${one}`)),
    )
    for (const { bodies, rows } of files) {
      for (const { instruction, text } of bodies) {
        const texts = this.#bodies.get(instruction) ?? new Map<string, string>()
        this.#bodies.set(instruction, texts.set(digestOfConfidential(text), text))
        this.#unmetBodies.add(instruction)
      }
      for (const { key, value } of rows) {
        const address = addressOf({ keyHash: sha256(key), valueHash: sha256(value) })
        this.#rows.set(address, { key, row: recordIn(key, value) })
        this.#unmetRows.set(address, key)
      }
    }
  }

  /** Whether every row of a collection, named as `chaincode/collection`, is said to be here. */
  holdsAllOf(collection: string): boolean {
    return this.#collections.has(collection)
  }

  /** What was disclosed as the confidential text of an instruction: the text with this digest, `wrong` for others alone, undefined for none. */
  textOf(instruction: string, digest: string | undefined): { text: string } | 'wrong' | undefined {
    const texts = this.#bodies.get(instruction)
    if (texts === undefined) return undefined
    this.#unmetBodies.delete(instruction)
    const text = texts.get(digest ?? '')
    return text === undefined ? 'wrong' : { text }
  }

  /** The private row with these hashes, where it was disclosed. */
  rowOf(hashes: HashedRow): DisclosedRow | undefined {
    const address = addressOf(hashes)
    this.#unmetRows.delete(address)
    return this.#rows.get(address)
  }

  /** What was disclosed and belongs to no block that was looked at; so many are listed of each. */
  unmet(): Difference[] {
    const bodies = [...this.#unmetBodies].slice(0, listedAtMost)
    // A key says whose row it is, and of a foreign one nobody knows who wrote it: so it is named by its hash.
    const rows = [...this.#unmetRows.values()].slice(0, listedAtMost)
    return [
      ...bodies.map((instruction): Difference => ({ code: 'BODY_FOREIGN', instruction })),
      ...rows.map((key): Difference => ({ code: 'PRIVATE_ROW_FOREIGN', key: sha256(key) })),
    ]
  }
}
