import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { common } from '@hyperledger/fabric-protos'
import { readBlock } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'

/** Real blocks of a small network: each as its length in four bytes, and then its bytes. */
const readRecorded = (): common.Block[] => {
  const bytes = gunzipSync(readFileSync(join(import.meta.dirname, '..', 'fabric', 'fixtures', 'blocks.gz')))
  const blocks: common.Block[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at)
    blocks.push(common.Block.deserializeBinary(bytes.subarray(at + 4, end)))
    at = end
  }
  return blocks
}

/** Numbers that are the same for the same seed (mulberry32). */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = (below: number) => number

const flip = (bytes: Buffer, random: Random): Buffer => {
  const changed = Buffer.from(bytes)
  for (let count = 1 + random(8); count > 0; count -= 1) changed[random(changed.length)] = random(256)
  return changed
}

const cut = (bytes: Buffer, random: Random): Buffer => {
  const from = random(bytes.length)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random(64))])
}

const insert = (bytes: Buffer, random: Random): Buffer => {
  const at = random(bytes.length)
  const from = random(bytes.length)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + random(64)), bytes.subarray(at)])
}

// Texts of the same length in other words, so that the bytes around them still fit and reading goes deep.
const exchanges: [from: string, to: string][] = [
  ['"accepted"', '"acce\u0000ted"'],
  ['"status"', '"stat__"'],
  ['"holdings"', '"holdingz"'],
  ['"quantity"', '"quantify"'],
  ['"instruction"', '"instrucXion"'],
  ['ledger:apply', 'ledger:fold\u0000'],
  ['credit~', 'accout~'],
  ['"payee"', '"paye_"'],
]

const exchange = (bytes: Buffer, random: Random): Buffer => {
  const [from, to] = exchanges[random(exchanges.length)] as [string, string]
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

// A value of JSON in the place of another: `:"` begins many, in responses, envelopes and rows.
const disturb = (bytes: Buffer, random: Random): Buffer => {
  const places: number[] = []
  for (let at = bytes.indexOf(':"'); at !== -1; at = bytes.indexOf(':"', at + 1)) places.push(at)
  const at = places[random(places.length)]
  if (at === undefined) return flip(bytes, random)
  const changed = Buffer.from(bytes)
  changed[at + 1] = '0[{-n'.charCodeAt(random(5))
  return changed
}

const mutations = [flip, cut, insert, exchange, disturb]

/** A block with one of its transactions changed, dropped or repeated, and with validation codes that may lie. */
const mutate = (block: common.Block, number: bigint, random: Random): common.Block => {
  const changed = common.Block.deserializeBinary(block.serializeBinary())
  changed.getHeader()?.setNumber(Number(number))
  const data = (changed.getData()?.getDataList_asU8() ?? []).map((bytes): Buffer => Buffer.from(bytes))
  const at = random(data.length)
  const mutation = mutations[random(mutations.length)] as (typeof mutations)[number]
  data[at] = mutation(data[at] as Buffer, random)
  if (random(8) === 0) data.push(data[random(data.length)] as Buffer)
  if (random(8) === 0) data.splice(random(data.length), 1)
  changed.getData()?.setDataList(data)
  const metadata = changed.getMetadata()?.getMetadataList_asU8() ?? []
  // Most are said to be valid, since only then is anything made of them.
  metadata[2] = Uint8Array.from(data, () => (random(4) === 0 ? random(256) : 0))
  if (random(50) === 0) metadata[2] = new Uint8Array()
  changed.getMetadata()?.setMetadataList(metadata)
  return changed
}

/**
 * Gives a projection so many changed copies of real blocks, one after the other; answers how many raised an alarm. Throws, with the
 * seed and the count that lead there again, where one of them cannot be taken or does not move the checkpoint.
 */
export const fuzzReader = (
  count: number,
  seed: number,
  progress: (done: number) => void = () => {},
): { alarms: number } => {
  const random = randomFrom(seed)
  const blocks = readRecorded()
  const projection = new Projection(':memory:', consortium)
  let alarms = 0
  projection.onAlarm(() => {
    alarms += 1
  })
  try {
    for (let done = 0; done < count; done += 1) {
      const block = mutate(blocks[random(blocks.length)] as common.Block, projection.height, random)
      const before = projection.height
      projection.apply(readBlock(block, consortium.chaincodes))
      if (projection.height !== before + 1n) throw new Error('the checkpoint did not move')
      if (done % 1_000 === 0) progress(done)
    }
  } catch (error) {
    const { height } = projection
    throw new Error(`seed ${seed}, block ${height} of ${count}: ${(error as Error).message}`, { cause: error })
  } finally {
    projection.close()
  }
  return { alarms }
}
