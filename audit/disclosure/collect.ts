import { createHash } from 'node:crypto'
import { readItem } from '../../chaincode/batch/decide.ts'
import { declarations, segments } from '../../chaincode/domains/trade-chain/tables.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import { digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { readBlock } from '../blocks/block.ts'
import type { BlockWithRows, PrivateRow } from '../blocks/private-rows.ts'
import { readTransactions } from '../ledger/read-block.ts'
import type { Call, HiddenWrite } from '../ledger/transaction.ts'
import { type DisclosureFile, disclosureFormat } from './disclosure-file.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const addressOf = ({ collection, keyHash, valueHash }: Omit<HiddenWrite, 'what'>): string =>
  `${collection} ${keyHash} ${valueHash}`

const addressOfRow = ({ collection, key, value }: PrivateRow): string =>
  addressOf({ collection: `${ledgerChaincode}/${collection}`, keyHash: sha256(key), valueHash: sha256(value) })

const isText = (value: unknown): value is string => typeof value === 'string'

/** The members of a row that are confidential texts: of a chain those of its segments, of what a bank declares the one that it signed. */
const membersWithTexts = new Map<Table | undefined, readonly string[]>([
  [segments, ['second', 'third', 'settled', 'released']],
  [declarations, ['text']],
])

/** The confidential texts in a row, byte for byte. */
const textsIn = ({ key, value }: PrivateRow): string[] => {
  const members = membersWithTexts.get(parseKey(key)?.table)
  if (members === undefined) return []
  try {
    const row = JSON.parse(value) as { [member: string]: unknown }
    return members.map((member) => row[member]).filter(isText)
  } catch {
    // What no chaincode of ours wrote; the row itself is disclosed as it is.
    return []
  }
}

type Bodies = DisclosureFile['bodies']

/** Which instructions of a batch have their confidential text in rows that it wrote. */
const bodiesIn = ({ arguments: texts }: Call, rows: readonly PrivateRow[]): Bodies => {
  const byDigest = new Map(rows.flatMap(textsIn).map((text) => [digestOfConfidential(text), text]))
  if (byDigest.size === 0) return []
  return texts.map(readItem).flatMap((item): Bodies => {
    const text =
      'instruction' in item
        ? byDigest.get((item.instruction.body as { confidential?: string }).confidential ?? '')
        : undefined
    return text === undefined ? [] : [{ instruction: item.id, text }]
  })
}

/**
 * Collects what a member can disclose of a channel: each private row that its peer hands out beside the blocks, where it has the hashes that the
 * block has, and the confidential texts that stand in these rows: all but those of what was refused, and of what purges its chain's row.
 */
export class Collecting {
  readonly #channel: string
  readonly #bodies: DisclosureFile['bodies'] = []
  readonly #rows: DisclosureFile['rows'] = []
  /** How many values of each collection were handed out, and how many were not. */
  readonly #counts = new Map<string, { seen: number; missing: number }>()

  constructor(channel: string) {
    this.#channel = channel
  }

  /** Takes in a block with what the peer handed out beside it. */
  take({ block, rows }: BlockWithRows): void {
    const byAddress = new Map(rows.map((row) => [addressOfRow(row), row]))
    for (const { content } of readTransactions(readBlock(block)).transactions) {
      if (content.what === 'call') this.#takeCall(content, byAddress)
    }
  }

  #takeCall(call: Call, byAddress: ReadonlyMap<string, PrivateRow>): void {
    const own: PrivateRow[] = []
    for (const write of call.hidden) {
      if (write.what !== 'written' || !write.collection.startsWith(`${ledgerChaincode}/`)) continue
      const collection = write.collection.slice(ledgerChaincode.length + 1)
      const row = byAddress.get(addressOf(write))
      const counts = this.#counts.get(collection) ?? { seen: 0, missing: 0 }
      this.#counts.set(collection, counts)
      counts[row === undefined ? 'missing' : 'seen'] += 1
      if (row !== undefined) own.push(row)
    }
    this.#rows.push(...own.map(({ key, value }) => ({ key, value })))
    this.#bodies.push(...bodiesIn(call, own))
  }

  /** How many rows of collections in which this member shares its peer did not hand out. */
  get missing(): number {
    return [...this.#counts.values()].reduce((sum, { seen, missing }) => sum + (seen > 0 ? missing : 0), 0)
  }

  /** What was collected; a collection is said to be whole where nothing of it is missing. */
  get file(): DisclosureFile {
    const whole = [...this.#counts].filter(([, { seen, missing }]) => seen > 0 && missing === 0)
    return {
      ...{ format: disclosureFormat, channel: this.#channel, collections: whole.map(([collection]) => collection) },
      ...{ bodies: this.#bodies, rows: this.#rows },
    }
  }
}
