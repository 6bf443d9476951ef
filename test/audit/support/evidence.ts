import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBlock } from '../../../audit/blocks/block.ts'
import { type CheckedEvidence, checkEvidence } from '../../../audit/evidence/check.ts'
import type { RowName } from '../../../audit/evidence/head.ts'
import { type BlockSource, makeEvidence, type Wanted } from '../../../audit/evidence/make.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import type { LedgerTransaction, RowWrite } from '../../../audit/ledger/transaction.ts'
import { outcomesIn } from '../../../audit/replay/told.ts'
import { readRoots } from '../../../audit/verify/roots.ts'

/** Blocks that can be read again and again, as of an export. */
export const sourceOf = (blocks: readonly Uint8Array[], channel = 'assay'): BlockSource => ({
  channel,
  blocks: async function* ({ from, to }) {
    for (const [number, block] of blocks.entries())
      if (BigInt(number) >= from && (to === undefined || BigInt(number) <= to)) yield block
  },
})

/** Gives work a folder, which is gone afterwards. */
export const withFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Evidence as bytes. */
export const evidenceOf = (blocks: readonly Uint8Array[], wanted: Wanted): Promise<Buffer> =>
  withFolder(async (folder) => {
    const to = join(folder, 'evidence')
    await makeEvidence(sourceOf(blocks), { wanted, to })
    return await readFile(to)
  })

/** What a check of these bytes comes to. */
export const checked = (
  bytes: Uint8Array,
  { roots, firstBlock }: { roots: Readonly<Record<string, string>>; firstBlock?: string },
): Promise<CheckedEvidence> =>
  withFolder(async (folder) => {
    const file = join(folder, 'evidence')
    await writeFile(file, bytes)
    return await checkEvidence(file, { roots: readRoots(roots), firstBlock })
  })

const markBytes = 32

/** The same bytes with the end mark that belongs to them, as whoever alters a file can make it. */
export const marked = (bytes: Uint8Array): Buffer => {
  const content = bytes.subarray(0, -markBytes)
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}

const lengthBytes = 4

/** Takes the parts of a file of evidence apart: its head as JSON, and its blocks. */
export const partsIn = (bytes: Buffer): { head: { [member: string]: unknown }; blocks: Buffer[] } => {
  let at = bytes.indexOf('\n') + 1
  const next = (): Buffer => {
    const length = bytes.readUInt32BE(at)
    at += lengthBytes + length
    return bytes.subarray(at - length, at)
  }
  const head = JSON.parse(next().toString())
  const blocks: Buffer[] = []
  for (let block = next(); block.length > 0; block = next()) blocks.push(block)
  return { head, blocks }
}

const withLength = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A file of evidence put together of any parts. */
export const joined = ({ head, blocks }: { head: unknown; blocks: readonly Uint8Array[] }): Buffer =>
  marked(
    Buffer.concat([
      Buffer.from('assay evidence 1\n'),
      withLength(Buffer.from(JSON.stringify(head))),
      ...blocks.map(withLength),
      withLength(Buffer.alloc(0)),
      Buffer.alloc(markBytes),
    ]),
  )

/** An outcome of a chain, and where it stands. */
export interface Recorded {
  id: string
  status: string
  code: string | undefined
  kind: string
  from: string
  block: string
  transaction: string
  isStamped: boolean
}

/** Every outcome that the valid batches of a chain record. */
export const outcomesOf = (blocks: readonly Uint8Array[]): Recorded[] =>
  blocks.flatMap((bytes) => {
    const { number, transactions } = readTransactions(readBlock(bytes))
    return transactions.flatMap(({ id: transaction, content }) => {
      if (content.what !== 'call' || content.name !== 'ledger:apply') return []
      const outcomes = (outcomesIn(content) ?? []) as unknown as { id: string; status: string; code?: string }[]
      return outcomes.map(({ id, status, code }, place) => {
        const envelope = JSON.parse(content.arguments[place] ?? '{}')
        const { kind = '', from = '' } = envelope.instruction ?? {}
        const about = { kind, from, isStamped: envelope.stamp !== undefined }
        return { id, status, code, block: number.toString(), transaction, ...about }
      })
    })
  })

/** Every write of the valid calls of a chain, in order. */
export const writesOf = (blocks: readonly Uint8Array[]): RowWrite[] =>
  blocks
    .flatMap((bytes) => readTransactions(readBlock(bytes)).transactions)
    .flatMap(({ content }) => (content.what === 'call' ? content.writes : []))

/** The transactions of a chain that its peers found invalid. */
export const invalidIn = (blocks: readonly Uint8Array[]): LedgerTransaction[] =>
  blocks
    .flatMap((bytes) => readTransactions(readBlock(bytes)).transactions)
    .filter(({ validation }) => validation !== 'VALID')

/** The account that is written most often in a chain. */
export const busiestAccount = (blocks: readonly Uint8Array[]): RowName => {
  const all = writesOf(blocks).filter(({ key }) => key.startsWith('account~'))
  const counts = new Map<string, number>()
  for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1)
  const [first] = all.toSorted((one, other) => (counts.get(other.key) ?? 0) - (counts.get(one.key) ?? 0))
  if (first === undefined) throw new Error('the chain has no account')
  return { chaincode: first.chaincode, key: first.key }
}
