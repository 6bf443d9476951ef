import { expect } from 'chai'
import type { Case } from './driver.ts'
import { run, tooFew } from './steps.ts'

/** Which rows must not have changed since they were read. */
export const versions: readonly Case[] = [
  {
    title: 'lets blind writes of one key all count, the last in block order winning',
    see: async (ledger) => {
      const endorsed = [await ledger.endorse('put', ['a=1']), await ledger.endorse('put', ['a=2'])]
      expect(await ledger.commit(...endorsed)).deep.equal(['VALID', 'VALID'])
      expect(await ledger.text('a')).equal('2')
    },
  },
  {
    title: 'finds a read stale when an earlier block, or an earlier transaction of the block, wrote the key',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const reader = await ledger.endorse('copy', ['a', 'b'])
      const second = await ledger.endorse('copy', ['a', 'c'])
      const writer = await ledger.endorse('put', ['a=1'])
      expect(await ledger.commit(reader, writer, second)).deep.equal(['VALID', 'VALID', 'MVCC_READ_CONFLICT'])
      const late = await ledger.endorse('copy', ['a', 'd'])
      await run(ledger, 'put', ['a=1'])
      expect(await ledger.commit(late)).deep.equal(['MVCC_READ_CONFLICT'])
    },
  },
  {
    title: 'does not let an invalid transaction make anybody’s read stale',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const reader = await ledger.endorse('copy', ['a', 'b'])
      const lonely = await ledger.endorse('put', ['a=2'], tooFew(ledger.consortium))
      expect(await ledger.commit(lonely, reader)).deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
    },
  },
  {
    title: 'records the absence of a key as a read: creating it makes that stale',
    see: async (ledger) => {
      const reader = await ledger.endorse('copy', ['a', 'b'])
      expect(reader.reads).deep.equal([{ key: 'a', isPresent: false }])
      const writer = await ledger.endorse('put', ['a=1'])
      expect(await ledger.commit(writer, reader)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    },
  },
  {
    title: 'finds a row that was deleted and written again changed',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const reader = await ledger.endorse('copy', ['a', 'b'])
      await run(ledger, 'remove', ['a'])
      await run(ledger, 'put', ['a=1'])
      expect(await ledger.commit(reader)).deep.equal(['MVCC_READ_CONFLICT'])
    },
  },
  {
    title:
      'finds the absence of a row unchanged after it was written and deleted, though not in the block that deletes it',
    see: async (ledger) => {
      const early = await ledger.endorse('copy', ['a', 'b'])
      await run(ledger, 'put', ['a=1'])
      await run(ledger, 'remove', ['a'])
      expect(await ledger.commit(early)).deep.equal(['VALID'])
      const reader = await ledger.endorse('copy', ['a', 'b'])
      const remover = await ledger.endorse('remove', ['a'])
      expect(await ledger.commit(remover, reader)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    },
  },
]
