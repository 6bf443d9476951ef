import type { ledger } from '@hyperledger/fabric-protos'
import type { Call } from '../../../../audit/ledger/transaction.ts'
import { accounts } from '../../../../chaincode/domains/registry/tables.ts'
import { chains } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import { consortium } from '../../../support/members.ts'
import type { OpenTransaction } from '../../support/channel/open-transaction.ts'
import type { Base, Place } from '../base.ts'
import { changeOutcome, changeWrite, isAccepted, isOf, type Made, rowOf } from '../calls.ts'
import { allPeers, identityOfPeer, withCall, withTransaction } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'collections, hashes and purges', by: 'a quorum of endorsers' } as const

/** What a forgery of the pair's is made in: a call that accepts an instruction of a kind, and ends as is said. */
interface Asked {
  kind: string
  ending?: string
}

const isAsked = ({ arguments: texts, response }: Call, { kind, ending = '' }: Asked): boolean =>
  // A proposal names the kind of its act as well.
  texts.some((text) => text.includes(`"kind":"${kind}"`) && !text.includes('"kind":"approval.propose"')) &&
  response.includes('"accepted"') &&
  response.includes(ending)

/** A kind that is forged in one transaction of the pair's, where the two and their gateway are of one mind. */
const onPair = (
  { finds, also = [], key }: Pick<Kind, 'finds' | 'also'> & { key?: (call: Call) => string },
  asked: Asked,
  forge: (base: Base, place: Place) => Uint8Array[],
): Kind => ({
  ...{ ...shared, finds, also },
  forge: ({ pair, random }) => {
    const place = random.any(pair?.calls.filter(({ call }) => isAsked(call, asked)) ?? [])
    if (pair === undefined || place === undefined) return undefined
    return { base: pair, blocks: forge(pair, place), at: place, key: key?.(place.call) }
  },
})

/** The same, of what the call says in public. */
const onPublic = (told: Parameters<typeof onPair>[0], asked: Asked, change: (call: Call) => void): Kind =>
  onPair(told, asked, (base, place) => withCall(base, place, change))

type Hashed = ledger.rwset.kvrwset.HashedRWSet

/** The same, of what it does to private rows. */
const onPrivate = (told: Parameters<typeof onPair>[0], asked: Asked, change: (rows: Hashed) => void): Kind =>
  onPair(told, asked, (base, place) =>
    withTransaction(base, place, (open: OpenTransaction) => {
      open.endorsers = allPeers()
      for (const { collections } of open.places) for (const { rows } of collections) change(rows)
    }),
  )

const isCredit = ({ key }: { key: string }): boolean => key.startsWith('credit~')

const settled = { kind: 'chain.settle', ending: '"settled"' }

const withEffects = (change: (effects: Made) => Made) => (call: Call) =>
  changeOutcome(call, isAccepted, (one) => ({ ...one, effects: change(one['effects'] as Made) }))

/** What few may know, by who has the blocks alone: all that it changes in public, and which private rows. */
export const confidentialKinds: Kinds = {
  'the step of a chain': onPublic(
    { finds: 'ROW_DIFFERS', key: (call) => call.writes.find(isOf(chains))?.key ?? '' },
    settled,
    (call) =>
      changeWrite(call, isOf(chains), (write) => [
        { ...write, value: Buffer.from(canonical({ ...rowOf(write), status: 'refused' })) },
      ]),
  ),
  'the end of a chain as it is told': onPublic(
    { finds: 'EFFECTS_DIFFER' },
    { kind: 'chain.settle', ending: '"status":"refused"' },
    withEffects((effects) => ({ ...effects, status: 'settled' })),
  ),
  'a leg of which less arrives than left': onPublic(
    { finds: 'AMOUNT_DIFFERS', also: ['SUPPLY_DIFFERS'] },
    settled,
    (call) =>
      changeWrite(call, isCredit, (write) => [
        { ...write, value: Buffer.from(canonical({ ...rowOf(write), quantity: '1' })) },
      ]),
  ),
  'a stranger’s account in a trade of two': onPublic(
    { finds: 'WRITE_UNFOUNDED', also: ['ROW_UNREADABLE'], key: () => accounts.key('mallory') },
    { kind: 'chain.send' },
    (call) => {
      const chaincode = consortium.accountsOf('BankMSP')
      call.writes.push({ chaincode, key: accounts.key('mallory'), value: Buffer.from('{}') })
    },
  ),
  'the hash of a key in a pair’s collection': onPrivate(
    { finds: 'COLLECTION_WRITTEN', also: ['PRIVATE_WRITE_MISSING'] },
    { kind: 'grade.set' },
    (rows) => {
      for (const write of rows.getHashedWritesList()) write.setKeyHash(Buffer.alloc(32, 5))
    },
  ),
  'a private row of a pair’s, not written': onPrivate(
    { finds: 'PRIVATE_WRITE_MISSING' },
    { kind: 'chain.answer' },
    (rows) => rows.setHashedWritesList([]),
  ),
  'a private row of a pair’s, purged': onPrivate(
    { finds: 'PRIVATE_ROW_DELETED', also: ['PRIVATE_WRITE_MISSING'] },
    { kind: 'chain.answer' },
    (rows) => {
      for (const write of rows.getHashedWritesList()) {
        write.setIsDelete(true)
        write.setIsPurge(true)
        write.setValueHash('')
      }
    },
  ),
  'a purge that is told and not done': onPrivate({ finds: 'PRIVATE_WRITE_MISSING' }, { kind: 'chain.purge' }, (rows) =>
    rows.setHashedWritesList([]),
  ),
  'a purge that only deletes, after which each peer still has the texts': onPrivate(
    { finds: 'PRIVATE_ROW_DELETED', also: ['PRIVATE_WRITE_MISSING'] },
    { kind: 'chain.purge' },
    (rows) => {
      for (const write of rows.getHashedWritesList()) {
        write.setIsPurge(false)
        write.setIsDelete(true)
      }
    },
  ),
  'a purge of another row than is told': onPrivate(
    { finds: 'PRIVATE_ROW_DELETED', also: ['PRIVATE_WRITE_MISSING'] },
    { kind: 'chain.purge' },
    (rows) => {
      for (const write of rows.getHashedWritesList()) write.setKeyHash(Buffer.alloc(32, 6))
    },
  ),
  'the public mark of a purge, left out': onPublic(
    { finds: 'ROW_DIFFERS', key: (call) => call.writes.find(isOf(chains))?.key ?? '' },
    { kind: 'chain.purge' },
    (call) =>
      changeWrite(call, isOf(chains), (write) => {
        const { purgedAt: _purgedAt, ...row } = rowOf(write)
        return [{ ...write, value: Buffer.from(canonical(row)) }]
      }),
  ),
  'a private row that one of the pair did not endorse': onPair(
    { finds: 'FLAG_DIFFERS' },
    { kind: 'grade.set' },
    (base, place) =>
      withTransaction(base, place, (open) => {
        open.endorsers = ['BankMSP', 'SupplierMSP'].map(identityOfPeer)
      }),
  ),
}
