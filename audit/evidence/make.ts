import { peer } from '@hyperledger/fabric-protos'
import { type Block, metadataOf, readBlock } from '../blocks/block.ts'
import { readAction, readEnvelope, resultsOf, transactionIdOf } from '../blocks/envelope.ts'
import type { PlaceResults } from '../blocks/results.ts'
import { fault } from '../findings.ts'
import { readClaimed, validationName } from '../ledger/read-block.ts'
import type { Call } from '../ledger/transaction.ts'
import { lifecycle } from '../verify/definitions.ts'
import { configurationData } from '../verify/verification.ts'
import { bareBlock, writeEvidence } from './evidence-file.ts'
import {
  type Claim,
  type EvidenceHead,
  type Ground,
  keyCharactersAtMost,
  type RowName,
  type TransactionPlace,
} from './head.ts'
import { envelopeAt, outcomeAt, placeIn, rowReadUnder, signersOf } from './instruction.ts'
import { type Asked, confirms, rowsWritten, writeOf } from './results.ts'

/** Where evidence is made from: all blocks of a channel, which can be read again and again. */
export interface BlockSource {
  channel: string
  blocks(range: { from: bigint; to?: bigint }): AsyncIterable<Uint8Array>
}

/** What evidence is wanted of: an instruction or a transaction by its id, or all that became of a row. */
export type Wanted = { id: string } | { row: RowName }

interface Told {
  /** Told of each block that is read, and to what end. */
  onBlock?: (what: string, number: bigint) => void
}

/** A transaction of a block as the makers of evidence look at it. */
interface Seen extends TransactionPlace {
  bytes: Uint8Array
  validation: string
}

const seenIn = (block: Block): Seen[] => {
  const flags = metadataOf(block, 2)
  return block.envelopes.map((bytes, transaction) => ({
    ...{ block: String(block.number), transaction, bytes },
    validation: validationName(flags[transaction] ?? peer.TxValidationCode.INVALID_OTHER_REASON),
  }))
}

const resultsIn = ({ bytes }: Seen): PlaceResults[] => {
  const envelope = readEnvelope(bytes)
  const effect = typeof envelope === 'string' ? undefined : readAction(envelope.data)?.effect
  return (effect && resultsOf(effect)) ?? []
}

const idOf = ({ bytes }: Seen): string => {
  const envelope = readEnvelope(bytes)
  return typeof envelope === 'string' ? '' : transactionIdOf(envelope)
}

const callIn = ({ bytes }: Seen): Call | undefined => {
  const content = readClaimed(bytes)
  return content.what === 'call' ? content : undefined
}

async function* read(
  source: BlockSource,
  { from, to, what }: { from: bigint; to?: bigint; what: string },
  { onBlock }: Told,
): AsyncGenerator<{ block: Block; bytes: Uint8Array }> {
  for await (const bytes of source.blocks({ from, ...(to !== undefined && { to }) })) {
    const block = readBlock(bytes)
    onBlock?.(what, block.number)
    yield { block, bytes }
  }
}

/** What was found of what is wanted: the claim, the transactions that are claimed, and of the last of them what it read and wrote. */
interface Found {
  claim: Claim
  places: TransactionPlace[]
  asked: Asked
  /** The rows whose state the claim stands on, with the version that the transaction read. */
  signers: (RowName & TransactionPlace)[]
  /** The rows whose own policies its writes are held against. */
  written: RowName[]
}

/** Policies of rows come from blocks of their own, of which a transaction that writes a thousand rows could need a thousand. */
const writtenAtMost = 100

// Of an invalid transaction nothing was written, and policies of rows show nothing of it.
const writtenBy = ({ validation }: Seen, results: readonly PlaceResults[]): RowName[] =>
  validation === 'VALID'
    ? rowsWritten(results)
        .filter(({ key }) => key.length <= keyCharactersAtMost)
        .slice(0, writtenAtMost)
    : []

const placeOf = ({ block, transaction }: Seen): TransactionPlace => ({ block, transaction })

const askedOf = (seen: Seen, results: readonly PlaceResults[]): Asked => ({
  ...{ ...placeOf(seen), isValid: seen.validation === 'VALID', rows: rowsWritten(results) },
})

const signerRows = (call: Call, place: number, results: readonly PlaceResults[]): Found['signers'] => {
  const envelope = envelopeAt(call, place)
  return (envelope === undefined ? [] : signersOf(envelope)).flatMap((key) => {
    const row = rowReadUnder(results, key)
    if (row?.version === undefined) return []
    const { block, transaction } = row.version
    return [{ chaincode: row.chaincode, key, block: String(block), transaction }]
  })
}

const foundTransaction = (seen: Seen, id: string): Found => {
  const results = resultsIn(seen)
  const claim: Claim = { what: 'transaction', id, ...placeOf(seen), validation: seen.validation }
  const written = writtenBy(seen, results)
  return { claim, places: [placeOf(seen)], asked: askedOf(seen, results), signers: [], written }
}

const foundInstruction = (seen: Seen, call: Call, { id, place }: { id: string; place: number }): Found => {
  const results = resultsIn(seen)
  const { status = 'none', code } = outcomeAt(call, place) ?? {}
  const claim: Claim = {
    ...{ what: 'instruction', instruction: id, ...placeOf(seen), validation: seen.validation, place, status },
    ...(code !== undefined && { code }),
  }
  const written = writtenBy(seen, results)
  return {
    ...{ claim, places: [placeOf(seen)], asked: askedOf(seen, results), written },
    signers: signerRows(call, place, results),
  }
}

const isRecord = ({ claim }: Found): boolean =>
  claim.what === 'transaction' ||
  (claim.what === 'instruction' &&
    claim.validation === 'VALID' &&
    (claim.status === 'accepted' || claim.status === 'refused'))

const findIn = (block: Block, id: string): Found[] =>
  seenIn(block).flatMap((seen): Found[] => {
    // Reading what a transaction asked costs more than looking for the text of an id in it.
    const text = Buffer.from(seen.bytes)
    if (idOf(seen) === id) return [foundTransaction(seen, id)]
    if (!text.includes(id)) return []
    const call = callIn(seen)
    const place = call && placeIn(call, id)
    return call === undefined || place === undefined ? [] : [foundInstruction(seen, call, { id, place })]
  })

/** Looks for what bears an id. Where an instruction stands in several transactions, the one that recorded it counts, else the first. */
const findById = async (source: BlockSource, id: string, told: Told): Promise<Found> => {
  let first: Found | undefined
  for await (const { block } of read(source, { from: 0n, what: 'looking for it' }, told)) {
    const found = findIn(block, id)
    const record = found.find(isRecord)
    if (record !== undefined) return record
    first ??= found[0]
  }
  if (first === undefined) throw fault('EVIDENCE_NOT_FOUND', { found: id })
  return first
}

const stepsAtMost = 2_000

const findHistory = async (source: BlockSource, row: RowName, told: Told): Promise<Found> => {
  const places: TransactionPlace[] = []
  let asked: Asked | undefined
  for await (const { block } of read(source, { from: 0n, what: 'looking for its steps' }, told)) {
    for (const seen of seenIn(block).filter(({ validation }) => validation === 'VALID')) {
      const results = resultsIn(seen)
      if (writeOf(results, row) === undefined) continue
      if (places.length === stepsAtMost) throw fault('EVIDENCE_TOO_LARGE', { expected: `at most ${stepsAtMost} steps` })
      places.push(placeOf(seen))
      asked = askedOf(seen, results)
    }
  }
  if (asked === undefined) throw fault('EVIDENCE_NOT_FOUND', { key: `${row.chaincode} ${row.key}` })
  return { claim: { what: 'history', row, steps: places }, places, asked, signers: [], written: [row] }
}

/** The first transaction behind the claimed one whose endorsers show what became of it; undefined where there is none yet. */
const findConfirmation = async (
  source: BlockSource,
  asked: Asked,
  told: Told,
): Promise<TransactionPlace | undefined> => {
  for await (const { block } of read(
    source,
    { from: BigInt(asked.block), what: 'looking for what confirms it' },
    told,
  )) {
    if (block.number === BigInt(asked.block)) continue
    // Whatever became of a later one, its endorsers signed what they read; but only of a valid one is it known who they are.
    const later = seenIn(block).find((seen) => seen.validation === 'VALID' && confirms(resultsIn(seen), asked))
    if (later !== undefined) return placeOf(later)
  }
  return undefined
}

const isDefinition = (results: readonly PlaceResults[]): boolean =>
  results.some(({ namespace, collection, writes }) => namespace === lifecycle && collection === '' && writes.length > 0)

const setsPolicyOf = (results: readonly PlaceResults[], rows: readonly RowName[]): RowName[] =>
  rows.filter(({ chaincode, key }) =>
    results.some(
      ({ namespace, collection, metadataWrites }) =>
        namespace === chaincode && collection === '' && metadataWrites.some((one) => one.key.toString() === key),
    ),
  )

const rowText = ({ chaincode, key }: RowName): string => `${chaincode} ${key}`
const placeText = ({ block, transaction }: TransactionPlace): string => `${block}/${transaction}`

/** What every claim stands on: the blocks with configurations, and by which transactions chaincodes and rows got their policies. */
class Gathered {
  readonly configurations: string[] = []
  readonly definitions: TransactionPlace[] = []
  readonly #policies = new Map<string, TransactionPlace>()
  readonly #found: Found

  constructor(found: Found) {
    this.#found = found
  }

  get policies(): TransactionPlace[] {
    return [...this.#policies.values()]
  }

  take(block: Block): void {
    if (configurationData(block) !== undefined) this.configurations.push(String(block.number))
    for (const seen of seenIn(block)) if (seen.validation === 'VALID') this.#takeTransaction(seen)
  }

  #takeTransaction(seen: Seen): void {
    const results = resultsIn(seen)
    if (isDefinition(results)) this.definitions.push(placeOf(seen))
    const { asked, written } = this.#found
    if (BigInt(seen.block) >= BigInt(asked.block)) return
    for (const row of setsPolicyOf(results, written)) this.#policies.set(rowText(row), placeOf(seen))
  }
}

const gather = async (
  source: BlockSource,
  { found, last }: { found: Found; last: bigint },
  told: Told,
): Promise<Gathered> => {
  const gathered = new Gathered(found)
  const range = { from: 0n, to: last, what: 'gathering what it stands on' }
  for await (const { block } of read(source, range, told)) gathered.take(block)
  return gathered
}

const ranks = { claim: 0, confirmation: 1, row: 2, definition: 3 } as const satisfies Record<Ground['as'], number>

/** Each transaction once, for its weightiest purpose, in the order of the blocks. */
const groundsOf = (all: readonly Ground[]): Ground[] => {
  const byPlace = new Map<string, Ground>()
  for (const ground of all.toSorted((one, other) => ranks[other.as] - ranks[one.as]))
    byPlace.set(placeText(ground), ground)
  return [...byPlace.values()].toSorted(
    (one, other) => Number(BigInt(one.block) - BigInt(other.block)) || one.transaction - other.transaction,
  )
}

const uniqueRows = (rows: readonly RowName[]): RowName[] => [
  ...new Map(rows.map(({ chaincode, key }) => [rowText({ chaincode, key }), { chaincode, key }])).values(),
]

const bytesAtMost = 1024 * 1024 * 1024

async function* chosenBlocks(
  source: BlockSource,
  { numbers, last }: { numbers: ReadonlySet<string>; last: bigint },
  told: Told,
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const { block, bytes } of read(source, { from: 0n, to: last, what: 'writing it' }, told)) {
    if (!numbers.has(String(block.number))) continue
    size += bytes.length
    if (size > bytesAtMost) throw fault('EVIDENCE_TOO_LARGE', { expected: `at most ${bytesAtMost} bytes` })
    yield bareBlock(bytes)
  }
}

export interface MadeEvidence {
  head: EvidenceHead
  blocks: number
}

/**
 * Makes a file of evidence out of the blocks of a channel: the claim, and the few blocks on which it stands, each as the orderers
 * signed it. Checks nothing; refuses, as a named finding, what the blocks do not hold.
 */
export const makeEvidence = async (
  source: BlockSource,
  { wanted, to }: { wanted: Wanted; to: string },
  told: Told = {},
): Promise<MadeEvidence> => {
  const found = 'id' in wanted ? await findById(source, wanted.id, told) : await findHistory(source, wanted.row, told)
  const confirmation = await findConfirmation(source, found.asked, told)
  const last = BigInt(confirmation?.block ?? found.asked.block)
  const { configurations, definitions, policies } = await gather(source, { found, last }, told)
  const as = (purpose: Ground['as'], places: readonly TransactionPlace[]): Ground[] =>
    places.map(({ block, transaction }) => ({ block, transaction, as: purpose }))
  const grounds = groundsOf([
    ...as('definition', definitions),
    ...as('row', [...policies, ...found.signers]),
    ...as('claim', found.places),
    ...as('confirmation', confirmation === undefined ? [] : [confirmation]),
  ])
  const rows = uniqueRows([...found.signers, ...found.written])
  const head: EvidenceHead = { channel: source.channel, claim: found.claim, grounds, rows }
  const numbers = new Set([
    ...(last > 0n ? ['0', '1'] : ['0']),
    ...configurations,
    ...grounds.map(({ block }) => block),
  ])
  return { head, blocks: await writeEvidence(to, { head, blocks: chosenBlocks(source, { numbers, last }, told) }) }
}
