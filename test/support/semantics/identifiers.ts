import { expect } from 'chai'
import { failureOf } from '../failure.ts'
import type { Case } from './driver.ts'
import { others, tooFew } from './steps.ts'

/** A transaction’s id, which counts once. */
export const identifiers: readonly Case[] = [
  {
    title: 'takes each transaction id once, in one block or another, whatever became of the first',
    see: async (ledger) => {
      const lonely = await ledger.endorse('put', ['a=1'], tooFew(ledger.consortium))
      const again = await ledger.endorseAgain(lonely, others(ledger.consortium))
      expect(await ledger.commit(lonely)).deep.equal(['ENDORSEMENT_POLICY_FAILURE'])
      expect(await ledger.commit(again)).deep.equal(['DUPLICATE_TXID'])
      expect(await ledger.text('a')).equal(undefined)
      const twice = await ledger.endorse('put', ['b=1'])
      expect(await ledger.commit(twice, twice)).deep.equal(['VALID', 'DUPLICATE_TXID'])
    },
  },
  {
    title: 'judges endorsements before it looks for the same id earlier in the block',
    see: async (ledger) => {
      const lonely = await ledger.endorse('put', ['a=1'], tooFew(ledger.consortium))
      const again = await ledger.endorseAgain(lonely, others(ledger.consortium))
      expect(await ledger.commit(lonely, again, lonely, again)).deep.equal([
        'ENDORSEMENT_POLICY_FAILURE',
        'VALID',
        'ENDORSEMENT_POLICY_FAILURE',
        'DUPLICATE_TXID',
      ])
      expect(await ledger.text('a')).equal('1')
    },
  },
  {
    title: 'endorses no transaction again that stands in a block, valid or not',
    see: async (ledger) => {
      const lonely = await ledger.endorse('put', ['a=1'], tooFew(ledger.consortium))
      await ledger.commit(lonely)
      const failure = await failureOf(ledger.endorseAgain(lonely, others(ledger.consortium)))
      expect(failure).match(/duplicate transaction found/)
    },
  },
]
