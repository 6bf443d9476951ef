import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { blocksOfExport } from '../../../../audit/blocks/export-file.ts'
import { recordedExport, recordedRoots, withFile } from '../recorded.ts'
import { fileOf, type Vector, type VectorBase } from './vector.ts'

/** Where the vectors stand, and the blocks that they are made of. */
export const vectorFolder = join(import.meta.dirname, '..', '..', 'vectors')
const vectorFile = join(vectorFolder, 'vectors.jsonl')

// Their certificates stand in them again and again, further apart than gzip looks back.
const fileOfBase = (name: string): string => join(vectorFolder, `${name}.blocks.br`)
const rootsOfBase = (name: string): string => join(vectorFolder, `${name}.roots.json`)

/** The base that a real network made; all others are signed by the tests' own members. */
export const recordedName = 'recorded'

const readBlocks = (bytes: Buffer): Promise<Uint8Array[]> =>
  withFile(bytes, async (file) => {
    const blocks: Uint8Array[] = []
    for await (const block of blocksOfExport(file)) blocks.push(Uint8Array.from(block))
    return blocks
  })

/** The bases by their names: the recorded channel, and those that stand beside the vectors. */
export const readBases = async (names: readonly string[]): Promise<Map<string, VectorBase>> => {
  const bases = new Map<string, VectorBase>()
  bases.set(recordedName, {
    ...{ name: recordedName, roots: recordedRoots() },
    blocks: await readBlocks(recordedExport()),
  })
  for (const name of names.filter((one) => existsSync(fileOfBase(one)))) {
    const blocks = await readBlocks(brotliDecompressSync(readFileSync(fileOfBase(name))))
    bases.set(name, { name, blocks, roots: JSON.parse(readFileSync(rootsOfBase(name), 'utf8')) })
  }
  return bases
}

/** Keeps a base beside the vectors. */
export const keepBase = (base: VectorBase): void => {
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS }
  writeFileSync(fileOfBase(base.name), brotliCompressSync(fileOf({ edits: [] }, base), { params }))
  writeFileSync(rootsOfBase(base.name), `${JSON.stringify(base.roots, null, 2)}\n`)
}

/** All vectors that are kept. */
export const readVectors = (): Vector[] =>
  readFileSync(vectorFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Vector)

/** Keeps these vectors in place of those that were. */
export const keepVectors = (vectors: readonly Vector[]): void => {
  writeFileSync(vectorFile, vectors.map((vector) => `${JSON.stringify(vector)}\n`).join(''))
}
