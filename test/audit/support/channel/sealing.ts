import { common } from '@hyperledger/fabric-protos'
import type { Block } from '../../../../audit/blocks/block.ts'
import { readAction, readEnvelope, resultsOf } from '../../../../audit/blocks/envelope.ts'
import type { Place } from '../../../../audit/blocks/results.ts'
import { dataHashOf, headerBytes, headerHash } from '../../../../audit/verify/chain.ts'
import { CommitHashes } from '../../../../audit/verify/commit-hash.ts'
import type { StateRow } from '../../../../audit/verify/state.ts'
import { type PlaceUpdates, type RowsBefore, Updates } from '../../../../audit/verify/updates.ts'
import { type Identity, identityOf } from '../../../support/identities/identities.ts'

/** What a block holds before anybody seals it: its envelopes, and what the peer says of each. */
export interface OpenBlock {
  envelopes: readonly Uint8Array[]
  flags: Uint8Array
}

const isConfiguration = (bytes: Uint8Array | undefined): boolean => {
  const envelope = readEnvelope(bytes ?? new Uint8Array())
  return typeof envelope !== 'string' && envelope.type === common.HeaderType.CONFIG
}

const lastConfigurationOf = (index: number): common.LastConfig => {
  const last = new common.LastConfig()
  last.setIndex(index)
  return last
}

/** The same once more where older clients look for it, signed by nobody. */
const lastConfigurationBytes = (index: number): Uint8Array => {
  const metadata = new common.Metadata()
  metadata.setValue(lastConfigurationOf(index).serializeBinary())
  return metadata.serializeBinary()
}

/** What orderers say under a block: the number of the block of the newest configuration, signed with the header. */
export const ordererMetadata = (
  header: Pick<Block, 'number' | 'previousHash' | 'dataHash'>,
  { lastConfiguration, signers }: { lastConfiguration: number; signers: readonly Identity[] },
): Uint8Array => {
  const content = new common.OrdererBlockMetadata()
  content.setLastConfig(lastConfigurationOf(lastConfiguration))
  const metadata = new common.Metadata()
  metadata.setValue(content.serializeBinary())
  for (const signer of header.number === 0n ? [] : signers) {
    const named = new common.SignatureHeader()
    named.setCreator(signer.serialized)
    // Orderers draw it; here it is always the same, so that the same block always gets the same bytes.
    named.setNonce(headerHash(header).subarray(0, 24))
    const signature = metadata.addSignatures()
    signature.setSignatureHeader(named.serializeBinary())
    const data = [metadata.getValue_asU8(), named.serializeBinary(), headerBytes(header)]
    signature.setSignature(signer.sign(Buffer.concat(data)))
  }
  return metadata.serializeBinary()
}

/** Who makes anew what of the blocks. What is left out stays as it was in `blocks`. */
export interface Sealing {
  /** The members whose orderers sign every block. */
  orderers?: readonly string[]
  /** Whether the peer makes the hash of its state anew. */
  commitHashes?: boolean
}

const blockOf = ({ number, previousHash, dataHash, envelopes, metadata }: Block): Uint8Array => {
  const header = new common.BlockHeader()
  header.setNumber(Number(number))
  header.setPreviousHash(previousHash)
  header.setDataHash(dataHash)
  const data = new common.BlockData()
  data.setDataList([...envelopes])
  const beside = new common.BlockMetadata()
  beside.setMetadataList([...metadata])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(beside)
  return block.serializeBinary()
}

const claimedResults = (bytes: Uint8Array) => {
  const envelope = readEnvelope(bytes)
  const effect = typeof envelope === 'string' ? undefined : readAction(envelope.data)?.effect
  return (effect && resultsOf(effect)) ?? []
}

/** What each block did to the rows, from the first on. */
export type Past = readonly (readonly PlaceUpdates[])[]

/** The rows that blocks left, by what each of them did: few are asked for, so that none are put together. */
class PastRows implements RowsBefore {
  readonly past: (readonly PlaceUpdates[])[]

  constructor(past: Past) {
    this.past = [...past]
  }

  row({ namespace, collection }: Place, key: Uint8Array): StateRow | undefined {
    const name = Buffer.from(key).toString('latin1')
    const at = this.past.findLast((places) => placeIn(places, { namespace, collection })?.rows.has(name))
    const update = at && placeIn(at, { namespace, collection })?.rows.get(name)
    return update?.value === undefined ? undefined : { ...update, value: update.value }
  }

  // What a block did is kept as a whole.
  put(): void {}
  remove(): void {}
}

const placeIn = (places: readonly PlaceUpdates[], { namespace, collection }: Place): PlaceUpdates | undefined =>
  places.find((place) => place.namespace === namespace && place.collection === collection)

/** Takes in what the next block does to the rows. */
const follow = (rows: PastRows, block: Block): readonly PlaceUpdates[] => {
  const updates = new Updates(rows)
  for (const [transaction, bytes] of block.envelopes.entries()) {
    if (block.metadata[2]?.[transaction] === 0)
      updates.apply(claimedResults(bytes), { block: block.number, transaction })
  }
  rows.past.push(updates.places)
  return updates.places
}

/** What each of these blocks does to the rows. */
export const pastOf = (blocks: readonly Block[]): Past => {
  const rows = new PastRows([])
  for (const block of blocks) follow(rows, block)
  return rows.past
}

const hashIn = ({ metadata }: Block): Uint8Array =>
  common.Metadata.deserializeBinary(metadata[4] ?? new Uint8Array()).getValue_asU8()

/** Makes up the hash that a peer makes of its state, block by block, from what the blocks say. */
class CommitHashing {
  readonly #rows: PastRows
  readonly #hashes: CommitHashes

  constructor(past: Past, previous: Block | undefined) {
    this.#rows = new PastRows(past)
    this.#hashes = new CommitHashes(previous && hashIn(previous))
  }

  next(block: Block): Uint8Array {
    const places = follow(this.#rows, block)
    // Without one that the block carries, the finding says what it should be.
    const [missing] = this.#hashes.check({ ...block, metadata: block.metadata.slice(0, 4) }, places)
    if (missing?.expected === undefined) return new Uint8Array()
    const metadata = new common.Metadata()
    metadata.setValue(Buffer.from(missing.expected, 'hex'))
    return metadata.serializeBinary()
  }
}

/** Seals blocks as an honest network would: numbers, hashes, the orderers' signatures, and the hashes of the peer's state. */
export const sealed = (blocks: readonly OpenBlock[], sealing: Sealing = {}): Uint8Array[] =>
  resealed(
    blocks.map(({ envelopes, flags }, number) => ({
      ...{ number: BigInt(number), previousHash: new Uint8Array(), dataHash: new Uint8Array() },
      envelopes: [...envelopes],
      metadata: [new Uint8Array(), new Uint8Array(), flags, new Uint8Array(), new Uint8Array()],
    })),
    { orderers: ['BankMSP'], commitHashes: true, ...sealing },
  )

/** The number of the block of the newest configuration, as the orderers say under this one. */
export const lastConfigurationIn = ({ metadata }: Block): number =>
  common.OrdererBlockMetadata.deserializeBinary(
    common.Metadata.deserializeBinary(metadata[0] ?? new Uint8Array()).getValue_asU8(),
  )
    .getLastConfig()
    ?.getIndex() ?? 0

/** Whole blocks behind which others are sealed, and what they did to the rows. */
interface Behind {
  previous: Block | undefined
  past: Past
}

/** Makes all hashes of blocks right again, and what the sealing says besides; from the first block on, or behind others. */
export const resealed = (
  blocks: readonly Block[],
  { orderers, commitHashes = false }: Sealing,
  { previous, past }: Behind = { previous: undefined, past: [] },
): Uint8Array[] => {
  const hashing = commitHashes ? new CommitHashing(past, previous) : undefined
  let previousHash: Uint8Array = previous === undefined ? new Uint8Array() : headerHash(previous)
  let lastConfiguration = previous === undefined ? 0 : lastConfigurationIn(previous)
  return blocks.map((before) => {
    if (isConfiguration(before.envelopes[0])) lastConfiguration = Number(before.number)
    const block = { ...before, previousHash, dataHash: dataHashOf(before.envelopes), metadata: [...before.metadata] }
    previousHash = headerHash(block)
    if (orderers !== undefined) {
      const signers = orderers.map((mspId) => identityOf(mspId, 'orderer'))
      block.metadata[0] = ordererMetadata(block, { lastConfiguration, signers })
      block.metadata[1] = lastConfigurationBytes(lastConfiguration)
    }
    if (hashing !== undefined) block.metadata[4] = hashing.next(block)
    return blockOf(block)
  })
}
