import { expect } from 'chai'
import type { Case } from './driver.ts'
import { homeOf, others, run, tooFew } from './steps.ts'

/** What a transaction does to the policies of its row, and of those behind it in its block. */

/** What policies come to among the transactions of one block. */
export const policiesInBlocks: readonly Case[] = [
  {
    title:
      'judges the first write of a row by the chaincode’s policy, and from then on by the one that it gave the row',
    see: async (ledger) => {
      const foreign = others(ledger.consortium)
      const steps = ['put a=1', `protect a ${homeOf(ledger.consortium)}`]
      expect(await run(ledger, 'together', steps, foreign)).equal('VALID')
      expect(await run(ledger, 'put', ['a=2'], foreign)).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, 'together', ['remove a', ...steps.slice(1)])).equal('VALID')
      expect((await ledger.endorse('policy', ['a'])).response).equal('')
      expect(await run(ledger, 'put', ['a=2'], foreign)).equal('VALID')
    },
  },
  {
    title: 'judges endorsements by the policies before the block: a deletion in it frees nobody',
    see: async (ledger) => {
      await run(ledger, 'together', ['put a=1', `protect a ${homeOf(ledger.consortium)}`])
      const remover = await ledger.endorse('remove', ['a'])
      const foreign = await ledger.endorse('put', ['a=2'], others(ledger.consortium))
      const own = await ledger.endorse('put', ['a=3'])
      const codes = await ledger.commit(remover, foreign, own)
      expect(codes).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE', 'VALID'])
      expect(await ledger.text('a')).equal('3')
      expect((await ledger.endorse('policy', ['a'])).response).equal('')
    },
  },
  {
    title: 'gives a policy to a row that an earlier transaction of the block made',
    see: async (ledger) => {
      const maker = await ledger.endorse('put', ['a=1'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      expect(await ledger.commit(maker, protector)).deep.equal(['VALID', 'VALID'])
      expect((await ledger.endorse('policy', ['a'])).response).not.equal('')
      expect(await ledger.text('a')).equal('1')
    },
  },
  {
    // Without the patch policy-of-deleted-row this block ends every peer, and again at each start.
    title: 'passes over a policy alone for a row that an earlier transaction of the block deleted',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const remover = await ledger.endorse('remove', ['a'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      expect(await ledger.commit(remover, protector)).deep.equal(['VALID', 'VALID'])
      expect(await ledger.text('a')).equal(undefined)
      await run(ledger, 'put', ['a=2'])
      expect((await ledger.endorse('policy', ['a'])).response).equal('')
    },
  },
  {
    title: 'gives a row that an earlier transaction of the block deleted a new value and policy together',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const remover = await ledger.endorse('remove', ['a'])
      const steps = ['put a=2', `protect a ${homeOf(ledger.consortium)}`]
      const maker = await ledger.endorse('together', steps)
      expect(await ledger.commit(remover, maker)).deep.equal(['VALID', 'VALID'])
      expect(await ledger.text('a')).equal('2')
      expect((await ledger.endorse('policy', ['a'])).response).not.equal('')
    },
  },
  {
    title: 'lets one transaction of a block set the policy of a row, and none behind it, not even the same one again',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      const second = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      const codes = await ledger.commit(protector, second, protector)
      expect(codes).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE', 'ENDORSEMENT_POLICY_FAILURE'])
    },
  },
  {
    title: 'fails what writes a key behind a transaction that sets its policy also when that one’s reads are stale',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1', 'b=1'])
      const steps = ['copy b c', `protect a ${homeOf(ledger.consortium)}`]
      const stale = await ledger.endorse('together', steps)
      await run(ledger, 'put', ['b=2'])
      const writer = await ledger.endorse('put', ['a=2'])
      expect(await ledger.commit(stale, writer)).deep.equal(['MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'])
    },
  },
  {
    title: 'lets a transaction that is not endorsed enough change no policy for those behind it',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const lonely = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)], tooFew(ledger.consortium))
      const writer = await ledger.endorse('put', ['a=2'])
      expect(await ledger.commit(lonely, writer)).deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
    },
  },
]
