import { common } from '@hyperledger/fabric-protos'
import { type Block, readBlock } from '../../../../audit/blocks/block.ts'
import { readAction, readEnvelope, resultsOf } from '../../../../audit/blocks/envelope.ts'
import { dataHashOf, headerBytes, headerHash } from '../../../../audit/verify/chain.ts'
import { CommitHashes } from '../../../../audit/verify/commit-hash.ts'
import { State } from '../../../../audit/verify/state.ts'
import { Updates } from '../../../../audit/verify/updates.ts'
import { identityOf } from '../../../support/identities/identities.ts'

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
  { lastConfiguration, orderers }: { lastConfiguration: number; orderers: readonly string[] },
): Uint8Array => {
  const content = new common.OrdererBlockMetadata()
  content.setLastConfig(lastConfigurationOf(lastConfiguration))
  const metadata = new common.Metadata()
  metadata.setValue(content.serializeBinary())
  for (const mspId of header.number === 0n ? [] : orderers) {
    const orderer = identityOf(mspId, 'orderer')
    const named = new common.SignatureHeader()
    named.setCreator(orderer.serialized)
    // Orderers draw it; here it is always the same, so that the same block always gets the same bytes.
    named.setNonce(headerHash(header).subarray(0, 24))
    const signature = metadata.addSignatures()
    signature.setSignatureHeader(named.serializeBinary())
    const data = [metadata.getValue_asU8(), named.serializeBinary(), headerBytes(header)]
    signature.setSignature(orderer.sign(Buffer.concat(data)))
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

/** Makes up the hash that a peer makes of its state, block by block, from what the blocks say. */
class CommitHashing {
  readonly #state = new State()
  readonly #hashes = new CommitHashes()

  next(block: Block): Uint8Array {
    const updates = new Updates(this.#state)
    for (const [transaction, bytes] of block.envelopes.entries()) {
      if (block.metadata[2]?.[transaction] === 0)
        updates.apply(claimedResults(bytes), { block: block.number, transaction })
    }
    this.#state.together(() => updates.store())
    // Without one that the block carries, the finding says what it should be.
    const bare = { ...block, metadata: block.metadata.slice(0, 4) }
    const [missing] = this.#hashes.check(bare, updates.places)
    if (missing?.expected === undefined) return new Uint8Array()
    const metadata = new common.Metadata()
    metadata.setValue(Buffer.from(missing.expected, 'hex'))
    return metadata.serializeBinary()
  }

  close(): void {
    this.#state.close()
  }
}

const claimedResults = (bytes: Uint8Array) => {
  const envelope = readEnvelope(bytes)
  const effect = typeof envelope === 'string' ? undefined : readAction(envelope.data)?.effect
  return (effect && resultsOf(effect)) ?? []
}

/** Seals blocks as an honest network would: numbers, hashes, the orderers' signatures, and the hashes of the peer's state. */
export const sealed = (blocks: readonly OpenBlock[], sealing: Sealing = {}): Uint8Array[] =>
  resealed(
    blocks.map(({ envelopes, flags }, number) => ({
      ...{
        number: BigInt(number),
        previousHash: new Uint8Array(),
        dataHash: new Uint8Array(),
        envelopes: [...envelopes],
      },
      metadata: [new Uint8Array(), new Uint8Array(), flags, new Uint8Array(), new Uint8Array()],
    })),
    { orderers: ['BankMSP'], commitHashes: true, ...sealing },
  )

/** Makes all hashes of the chain right again, and what the sealing says besides. */
export const resealed = (blocks: readonly Block[], { orderers, commitHashes = false }: Sealing): Uint8Array[] => {
  const hashing = commitHashes ? new CommitHashing() : undefined
  let [previousHash, lastConfiguration]: [Uint8Array, number] = [new Uint8Array(), 0]
  const all = blocks.map((before) => {
    if (isConfiguration(before.envelopes[0])) lastConfiguration = Number(before.number)
    const block = { ...before, previousHash, dataHash: dataHashOf(before.envelopes), metadata: [...before.metadata] }
    previousHash = headerHash(block)
    if (orderers !== undefined) {
      block.metadata[0] = ordererMetadata(block, { lastConfiguration, orderers })
      block.metadata[1] = lastConfigurationBytes(lastConfiguration)
    }
    if (hashing !== undefined) block.metadata[4] = hashing.next(block)
    return blockOf(block)
  })
  hashing?.close()
  return all
}

/** Changes some of the blocks, and has them sealed anew by who takes part. */
export const reforged = (
  blocks: readonly Uint8Array[],
  change: (blocks: Block[]) => readonly Block[] | undefined,
  sealing: Sealing,
): Uint8Array[] => {
  const open = blocks.map(readBlock)
  return resealed(change(open) ?? open, sealing)
}
