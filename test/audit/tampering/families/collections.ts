import { ledger } from '@hyperledger/fabric-protos'
import { readBlock } from '../../../../audit/blocks/block.ts'
import { type OpenPlace, type OpenTransaction, opened } from '../../support/channel/open-transaction.ts'
import type { Base, Place } from '../base.ts'
import { allPeers, flagOf, flipped, withFlags, withMetadata, withTransaction } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'collections, hashes and purges' } as const

type Hashed = ledger.rwset.kvrwset.HashedRWSet

const collectionsIn = ({ places }: { places: readonly OpenPlace[] }): Hashed[] =>
  places
    .filter(({ namespace }) => namespace === 'probe')
    .flatMap(({ collections }) => collections.map(({ rows }) => rows))

const openAt = (base: Base, { block, transaction }: Place): OpenTransaction =>
  opened(base.opened[block]?.envelopes[transaction] ?? new Uint8Array())

/** A kind that is forged in a transaction of the recorded channel that does something to collections. */
const onCollection = (
  { by, finds, also = [] }: Pick<Kind, 'by' | 'finds' | 'also'>,
  fits: (rows: Hashed) => boolean,
  forge: (base: Base, place: Place) => Uint8Array[],
  isOfTransaction = true,
): Kind => ({
  ...{ ...shared, by, finds, also },
  forge: ({ recorded, random }) => {
    const valid = recorded.calls.filter((place) => place.call.chaincode === 'probe')
    const place = random.any(valid.filter((one) => collectionsIn(openAt(recorded, one)).some(fits)))
    if (place === undefined) return undefined
    const at = isOfTransaction ? place : { block: place.block }
    return { base: recorded, blocks: forge(recorded, place), at }
  },
})

const writes = (rows: Hashed): boolean => rows.getHashedWritesList().some((write) => !write.getIsDelete())
const deletes = (rows: Hashed): boolean => rows.getHashedWritesList().some((write) => write.getIsDelete())
const reads = (rows: Hashed): boolean => rows.getHashedReadsList().length > 0

const rowsIn = (open: OpenTransaction, fits: (rows: Hashed) => boolean): Hashed =>
  collectionsIn(open).find(fits) as Hashed

const staleSignatures = { putting: { signs: () => false } }

const changeValue = (open: OpenTransaction): void => {
  const write = rowsIn(open, writes)
    .getHashedWritesList()
    .find((one) => !one.getIsDelete())
  write?.setValueHash(flipped(write.getValueHash_asU8(), 3))
}

/** What collections hold, of which a block has hashes alone. */
export const collectionKinds: Kinds = {
  'the hash of a private value, in the blocks': onCollection(
    { by: 'the orderers', finds: 'FLAG_DIFFERS' },
    writes,
    (base, place) => withTransaction(base, place, changeValue, staleSignatures),
  ),
  'the hash of a private value, in a peer’s state alone': onCollection(
    { by: 'a peer', finds: 'COMMIT_HASH_DIFFERS' },
    writes,
    (base, { block, transaction }) => {
      // The hash that the peer makes when it holds another value than the transaction says.
      const other = withTransaction(base, { block, transaction }, changeValue)
      const hash = ofBlock(other[block])
      return withMetadata(base, { block, part: 4 }, () => hash)
    },
    false,
  ),
  'a purge that was not done': onCollection(
    { by: 'a peer', finds: 'COMMIT_HASH_DIFFERS' },
    deletes,
    (base, { block, transaction }) => {
      const other = withTransaction(base, { block, transaction }, (open) => {
        for (const rows of collectionsIn(open)) rows.setHashedWritesList([])
      })
      const hash = ofBlock(other[block])
      return withMetadata(base, { block, part: 4 }, () => hash)
    },
    false,
  ),
  'a deletion turned into a value': onCollection(
    { by: 'the orderers', finds: 'FLAG_DIFFERS' },
    deletes,
    (base, place) =>
      withTransaction(
        base,
        place,
        (open) => {
          for (const write of rowsIn(open, deletes).getHashedWritesList()) {
            write.setIsDelete(false)
            write.setValueHash(Buffer.alloc(32, 7))
          }
        },
        staleSignatures,
      ),
  ),
  'a private row read as it no longer was': onCollection(
    { by: 'a quorum of endorsers', finds: 'FLAG_DIFFERS' },
    reads,
    (base, place) =>
      withTransaction(base, place, (open) => {
        for (const read of rowsIn(open, reads).getHashedReadsList()) {
          const version = new ledger.rwset.kvrwset.Version()
          version.setBlockNum(1)
          read.setVersion(version)
        }
      }),
  ),
  'a collection that nobody defined': onCollection(
    { by: 'a quorum of endorsers', finds: 'FLAG_DIFFERS' },
    writes,
    (base, place) =>
      withTransaction(base, place, (open) => {
        open.endorsers = allPeers()
        for (const { collections } of open.places) for (const one of collections) one.name = 'no-such-collection'
      }),
  ),
  'a row of a collection that its guard did not endorse, called valid': {
    ...{ ...shared, by: 'a peer', finds: 'FLAG_DIFFERS' },
    forge: ({ recorded, random }) => {
      const flag = flagOf('ENDORSEMENT_POLICY_FAILURE')
      const places = recorded.opened.flatMap(({ metadata, envelopes }, block) =>
        [...(metadata[2] ?? [])].flatMap((one, transaction) => {
          const isPrivate =
            one === flag && collectionsIn(opened(envelopes[transaction] ?? new Uint8Array())).some(writes)
          return isPrivate ? [{ block, transaction }] : []
        }),
      )
      const place = random.one(places)
      const blocks = withFlags(recorded, place.block, (flags) => flags.with(place.transaction, 0))
      return { base: recorded, blocks, at: place }
    },
  },
  'a private collection of the ledger’s': {
    ...{ ...shared, by: 'a quorum of endorsers', finds: 'COLLECTION_WRITTEN' },
    forge: ({ market, random }) => {
      const place = random.one(market.calls.filter(({ call }) => call.chaincode === 'ledger'))
      const blocks = withTransaction(market, place, (open) => {
        open.endorsers = allPeers()
        const own = open.places.find(({ namespace }) => namespace === 'ledger')
        own?.collections.push({ name: '_implicit_org_BankMSP', rows: hiddenRow() })
      })
      return { base: market, blocks, at: place, key: 'ledger/_implicit_org_BankMSP' }
    },
  },
}

const hiddenRow = (): Hashed => {
  const rows = new ledger.rwset.kvrwset.HashedRWSet()
  const write = rows.addHashedWrites()
  write.setKeyHash(Buffer.alloc(32, 1))
  write.setValueHash(Buffer.alloc(32, 2))
  return rows
}

/** The hash of a peer's state that a block carries, as it stands there. */
const ofBlock = (bytes: Uint8Array | undefined): Uint8Array =>
  readBlock(bytes ?? new Uint8Array()).metadata[4] ?? new Uint8Array()
