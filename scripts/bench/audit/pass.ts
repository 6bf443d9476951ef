// One pass over the blocks of a kept chain in a process of its own, so that neither its memory nor its time is anybody else's:
// pass.ts WHAT FOLDER LIMIT. Answers one line of JSON.
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { audit } from '../../../audit/audit.ts'
import { type Block, metadataOf, readBlock } from '../../../audit/blocks/block.ts'
import { readAction, readEnvelope } from '../../../audit/blocks/envelope.ts'
import { blocksOfExport, channelOfExport } from '../../../audit/blocks/export-file.ts'
import { consortiumFrom, rootsFrom } from '../../../audit/command/setting.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import type { LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { keepMemoryFlat } from '../../../audit/memory.ts'
import { isBatch } from '../../../audit/replay/replay.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readItem } from '../../../chaincode/batch/decide.ts'
import { filesOf } from './chain.ts'

/** What a pass took, for all the instructions in the blocks that it read. */
export interface Pass {
  blocks: number
  instructions: number
  processorMilliseconds: number
  /** The most memory that the process held at a time. */
  residentBytes: number
}

/** How many signatures stand in blocks, by whose they are, and what the check of one takes on this machine. */
export interface Signatures {
  devices: number
  creators: number
  endorsers: number
  orderers: number
  microseconds: number
}

const batchesIn = ({ transactions }: LedgerBlock): string[][] =>
  transactions.flatMap(({ content }) => (content.what === 'call' && isBatch(content) ? [content.arguments] : []))

const instructionsIn = (block: LedgerBlock): number => batchesIn(block).flat().length

const taken = (before: NodeJS.CpuUsage): Pick<Pass, 'processorMilliseconds' | 'residentBytes'> => {
  const { user, system } = process.cpuUsage(before)
  return { processorMilliseconds: (user + system) / 1000, residentBytes: process.resourceUsage().maxRSS * 1024 }
}

/** Reads blocks up to the one that holds the last of so many instructions, and checks nothing. */
const read = async (folder: string, instructionsWanted: number): Promise<Pass> => {
  const before = process.cpuUsage()
  let [blocks, instructions] = [0, 0]
  for await (const bytes of blocksOfExport(filesOf(folder).blocks)) {
    instructions += instructionsIn(readTransactions(readBlock(bytes)))
    blocks += 1
    if (instructions >= instructionsWanted) break
  }
  return { blocks, instructions, ...taken(before) }
}

async function* firstBlocks(folder: string, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const bytes of blocksOfExport(filesOf(folder).blocks)) {
    if (left === 0) return
    left -= 1
    yield bytes
  }
}

/** Verifies and decides again so many blocks, over a file as long audits do. Throws where anything speaks against them. */
const check = async (folder: string, blocks: number): Promise<Pass> => {
  const files = filesOf(folder)
  const work = mkdtempSync(join(tmpdir(), 'assay-bench-audit-'))
  const before = process.cpuUsage()
  const store = new AuditStore(join(work, 'audit.sqlite'))
  try {
    const trust = { roots: rootsFrom(files, { peers: {} }), consortium: consortiumFrom(files, { peers: {} }) }
    const channel = await channelOfExport(files.blocks)
    const ending = await audit(firstBlocks(folder, blocks), { channel, ...trust, store })
    const [first] = [...ending, ...store.findings]
    if (first !== undefined) throw new Error(`the audit found ${JSON.stringify(first)}`)
    const { instructions } = store.summary
    return { blocks: store.summary.blocks, instructions: instructions.proven, ...taken(before) }
  } finally {
    store.close()
    rmSync(work, { recursive: true })
  }
}

const signersOf = (block: Block): { creators: number; endorsers: number; orderers: number } => {
  const endorsers = block.envelopes.reduce((sum, bytes) => {
    const envelope = readEnvelope(bytes)
    return sum + (typeof envelope === 'string' ? 0 : (readAction(envelope.data)?.endorsements.length ?? 0))
  }, 0)
  const bytes = metadataOf(block, common.BlockMetadataIndex.SIGNATURES)
  const orderers = common.Metadata.deserializeBinary(bytes).getSignaturesList().length
  return { creators: block.envelopes.length, endorsers, orderers }
}

const devicesIn = (block: LedgerBlock): number =>
  batchesIn(block)
    .flat()
    .map(readItem)
    .reduce((sum, item) => sum + ('stamp' in item && item.stamp !== undefined ? 2 : 1), 0)

const timesChecked = 3_000

const microsecondsOfOne = (): number => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const data = Buffer.alloc(400)
  const signature = sign('sha256', data, privateKey)
  const before = process.cpuUsage()
  for (let count = 0; count < timesChecked; count += 1) verify('sha256', data, publicKey, signature)
  return (taken(before).processorMilliseconds * 1000) / timesChecked
}

const countSignatures = async (folder: string, blocks: number): Promise<Signatures> => {
  const counts = { devices: 0, creators: 0, endorsers: 0, orderers: 0 }
  for await (const bytes of firstBlocks(folder, blocks)) {
    const block = readBlock(bytes)
    const { creators, endorsers, orderers } = signersOf(block)
    counts.devices += devicesIn(readTransactions(block))
    counts.creators += creators
    counts.endorsers += endorsers
    counts.orderers += orderers
  }
  return { ...counts, microseconds: microsecondsOfOne() }
}

const passes = { read, check, signatures: countSignatures } as const

export type What = keyof typeof passes

keepMemoryFlat()

const [, , what = '', folder = '', limit = ''] = process.argv
const pass = passes[what as What]
if (pass === undefined) throw new Error('usage: pass.ts read|check|signatures FOLDER LIMIT')
console.log(JSON.stringify(await pass(folder, Number(limit))))
