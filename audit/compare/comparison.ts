import { common } from '@hyperledger/fabric-protos'
import { type Block, metadataOf, readBlock } from '../blocks/block.ts'
import { type Finding, FindingFault, fault, hexOf, shown } from '../findings.ts'
import { dataHashOf, headerHash } from '../verify/chain.ts'
import type { Configuration } from '../verify/configuration.ts'
import { checkOrderers } from '../verify/orderers.ts'
import type { Roots } from '../verify/roots.ts'
import type { State } from '../verify/state.ts'
import { Verification } from '../verify/verification.ts'

/** One of the peers or exports that are compared. */
export interface ComparedSource {
  name: string
  blocks: AsyncIterable<Uint8Array>
}

export interface ComparisonSetting {
  channel: string
  roots: Roots
  state: State
  /** Told of each block that was compared. */
  onBlock?: (number: bigint) => void
}

/** How far a source went, and why no further: it ended, it differs, or it could not be read on. */
export interface SourceEnd {
  name: string
  /** How many blocks were the same as those of the others that had them. */
  blocks: number
  ended: 'all read' | 'differs' | 'failed'
}

export interface Comparison {
  sources: SourceEnd[]
  /** How many blocks at least two sources had, and had alike. */
  common: number
  findings: Finding[]
}

/** A finding of one source, by its name. */
const ofSource = (name: string, { key, ...finding }: Finding): Finding => ({
  ...finding,
  key: key === undefined ? name : `${name}: ${key}`,
})

const parts = common.BlockMetadataIndex

type Compared = [code: Finding['code'], of: (block: Block) => Uint8Array]

/** What must be the same wherever a block is kept, in the order in which a difference is named. */
const compared: readonly Compared[] = [
  ['HEADERS_OF_SOURCES_DIFFER', headerHash],
  ['DATA_OF_SOURCES_DIFFER', ({ envelopes }) => dataHashOf(envelopes)],
  ['FLAGS_OF_SOURCES_DIFFER', (block) => metadataOf(block, parts.TRANSACTIONS_FILTER)],
  ['COMMIT_HASHES_OF_SOURCES_DIFFER', (block) => metadataOf(block, parts.COMMIT_HASH)],
  ['METADATA_OF_SOURCES_DIFFER', ({ metadata }) => Buffer.concat(metadata.slice(parts.SIGNATURES + 1))],
]

/** The first thing in which two blocks of one number differ, but for the orderers' signatures: each orderer adds its own. */
const differenceOf = (block: Block, other: Block): Omit<Finding, 'key'> | undefined => {
  for (const [code, of] of compared) {
    const [expected, found] = [of(block), of(other)]
    if (Buffer.compare(expected, found) !== 0)
      return { code, block: String(block.number), expected: shown(hexOf(expected)), found: shown(hexOf(found)) }
  }
  return undefined
}

/** A source that is read in step with the others. */
class Reader {
  readonly name: string
  blocks = 0
  ended: SourceEnd['ended'] | undefined
  readonly #iterator: AsyncIterator<Uint8Array>

  constructor({ name, blocks }: ComparedSource) {
    this.name = name
    this.#iterator = blocks[Symbol.asyncIterator]()
  }

  /** The next block; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const { value, done } = await this.#iterator.next()
    return done === true ? undefined : value
  }

  /** Reads no further. */
  async end(why: SourceEnd['ended']): Promise<void> {
    this.ended = why
    await this.#iterator.return?.()
  }
}

const findingOf = (error: unknown): Finding =>
  error instanceof FindingFault ? error.finding : { code: 'CHECK_FAILED', found: String(error) }

// A chain that is forged throughout would say the same of each block.
const findingsAtMost = 1_000

type Read = { reader: Reader; bytes: Uint8Array; block: Block }

/** Reads the block that must come next; throws a named finding at any other. */
const readNext = (bytes: Uint8Array, next: bigint): Block => {
  const block = readBlock(bytes)
  if (block.number === next) return block
  const where = { block: String(block.number), expected: String(next), found: String(block.number) }
  if (block.number < next) throw fault('BLOCK_REPEATED', where)
  throw fault(next === 0n ? 'CHAIN_STARTS_LATE' : 'BLOCK_MISSING', where)
}

/**
 * Compares several sources of one channel in step, block by block. The first that has a block is verified; every other must have the
 * same, signed by orderers under the same configuration, or is read no further. That one ends earlier than others is no difference.
 */
class Comparer {
  readonly #setting: ComparisonSetting
  readonly #readers: readonly Reader[]
  readonly #findings: Finding[] = []
  #verification: Verification
  #common = 0

  constructor(sources: readonly ComparedSource[], setting: ComparisonSetting) {
    this.#setting = setting
    this.#verification = new Verification(setting)
    this.#readers = sources.map((source) => new Reader(source))
  }

  async run(): Promise<Comparison> {
    for (let next = 0n; this.#readers.some(({ ended }) => ended === undefined); next += 1n) {
      await this.#step(await this.#readAll(next))
      this.#setting.onBlock?.(next)
    }
    const sources = this.#readers.map(({ name, blocks, ended }) => ({ name, blocks, ended: ended ?? 'all read' }))
    return { sources, common: this.#common, findings: this.#findings }
  }

  async #drop({ reader, finding }: { reader: Reader; finding: Finding }, why: SourceEnd['ended']): Promise<void> {
    this.#findings.push(ofSource(reader.name, finding))
    await reader.end(why)
  }

  /** The next block of each source that goes on. */
  async #readAll(next: bigint): Promise<Read[]> {
    const read: Read[] = []
    for (const reader of this.#readers.filter(({ ended }) => ended === undefined)) {
      try {
        const bytes = await reader.next()
        if (bytes === undefined) await reader.end('all read')
        else read.push({ reader, bytes, block: readNext(bytes, next) })
      } catch (error) {
        await this.#drop({ reader, finding: findingOf(error) }, 'failed')
      }
    }
    return read
  }

  /** Verifies the block of the first source that has one, and holds those of the others against it. */
  async #step([first, ...others]: readonly Read[]): Promise<void> {
    if (first === undefined) return
    const before = this.#verification.configuration
    if (!(await this.#isVerified(first))) return await this.#step(others)
    first.reader.blocks += 1
    const configuration = before ?? this.#verification.configuration
    let isCommon = false
    for (const other of others) isCommon = (await this.#holdAgainst(first, other, configuration)) || isCommon
    if (isCommon) this.#common += 1
  }

  /** Verifies a block; false where it cannot be looked at, and then its source is read no further. */
  async #isVerified({ reader, bytes, block }: Read): Promise<boolean> {
    try {
      const found = this.#verification.check(bytes).map((finding) => ofSource(reader.name, finding))
      this.#findings.push(...found.slice(0, Math.max(0, findingsAtMost - this.#findings.length)))
      return true
    } catch (error) {
      await this.#drop({ reader, finding: findingOf(error) }, 'failed')
      // Nothing of a first block was kept that no channel could begin with.
      if (block.number === 0n) this.#verification = new Verification(this.#setting)
      return false
    }
  }

  /** Holds a block against that of the first source; answers whether it is the same. */
  async #holdAgainst(
    first: Read,
    { reader, bytes, block }: Read,
    configuration: Configuration | undefined,
  ): Promise<boolean> {
    if (Buffer.compare(first.bytes, bytes) !== 0) {
      const difference = differenceOf(first.block, block)
      const { lastConfiguration } = this.#verification.position
      const signed = configuration === undefined ? [] : checkOrderers(block, configuration, lastConfiguration)
      const [finding] = [...(difference === undefined ? [] : [difference]), ...signed]
      if (finding !== undefined) {
        const key = `held against ${first.reader.name}`
        await this.#drop({ reader, finding: { ...finding, key } }, 'differs')
        return false
      }
    }
    reader.blocks += 1
    return true
  }
}

/** Compares sources of one channel, as `Comparer` says. */
export const compare = (sources: readonly ComparedSource[], setting: ComparisonSetting): Promise<Comparison> =>
  new Comparer(sources, setting).run()
