import { expect } from 'chai'
import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import type { Case } from './driver.ts'
import { homeOf, others, run, tooFew } from './steps.ts'

/** Who must endorse a change of a row. */
export const policies: readonly Case[] = [
  {
    title: 'wants the quorum of organisations for a key without a policy, counting each once',
    see: async (ledger) => {
      const few = tooFew(ledger.consortium)
      expect(await run(ledger, 'put', ['a=1'], few)).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, 'put', ['a=1'], [...few, ...few])).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, 'put', ['a=1'], [...others(ledger.consortium)].reverse())).equal('VALID')
    },
  },
  {
    title: 'wants the quorum also for a transaction that writes nothing',
    see: async (ledger) => {
      expect(await run(ledger, 'policy', ['a'], tooFew(ledger.consortium))).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, 'policy', ['a'])).equal('VALID')
    },
  },
  ...(
    [
      ['values', 'put', () => ['a=2']],
      ['deletions', 'remove', () => ['a']],
      ['the policy itself', 'protect', (consortium) => ['a', others(consortium).at(-1) as string]],
    ] satisfies [string, string, (consortium: Consortium) => string[]][]
  ).map(
    ([what, transaction, argumentsFor]): Case => ({
      title: `judges a key with a policy by that policy alone, for ${what}`,
      see: async (ledger) => {
        const foreign = others(ledger.consortium)
        const args = argumentsFor(ledger.consortium)
        await run(ledger, 'put', ['a=1'])
        expect(await run(ledger, 'protect', ['a', homeOf(ledger.consortium)], foreign)).equal('VALID')
        expect(await run(ledger, transaction, args, foreign)).equal('ENDORSEMENT_POLICY_FAILURE')
        expect(await run(ledger, transaction, args)).equal('VALID')
      },
    }),
  ),
  {
    title: 'lets a policy be weaker than the chaincode’s, unless a key without one is written beside it',
    see: async (ledger) => {
      const home = homeOf(ledger.consortium)
      await run(ledger, 'put', ['a=1'])
      await run(ledger, 'entrust', ['a', home])
      expect(await run(ledger, 'put', ['a=2'], [home])).equal('VALID')
      expect(await run(ledger, 'put', ['a=3', 'b=3'], [home])).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, 'put', ['a=3'], others(ledger.consortium))).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await ledger.text('a')).equal('2')
    },
  },
  {
    title: 'keeps a policy through writes and drops it with the row',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      await run(ledger, 'protect', ['a', homeOf(ledger.consortium)])
      await run(ledger, 'put', ['a=2'])
      expect((await ledger.endorse('policy', ['a'])).response).not.equal('')
      await run(ledger, 'remove', ['a'])
      await run(ledger, 'put', ['a=3'])
      expect((await ledger.endorse('policy', ['a'])).response).equal('')
    },
  },
  {
    title: 'ignores a policy for a row that does not exist',
    see: async (ledger) => {
      expect(await run(ledger, 'protect', ['a', homeOf(ledger.consortium)])).equal('VALID')
      await run(ledger, 'put', ['a=1'])
      expect((await ledger.endorse('policy', ['a'])).response).equal('')
    },
  },
  {
    title: 'does not let a policy for a row that does not exist make a read of its absence stale',
    see: async (ledger) => {
      const reader = await ledger.endorse('copy', ['a', 'b'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      expect(await ledger.commit(protector, reader)).deep.equal(['VALID', 'VALID'])
    },
  },
  {
    title: 'fails what writes a row behind a transaction of the same block that would set its policy if it were there',
    see: async (ledger) => {
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      const writer = await ledger.endorse('put', ['a=1'])
      expect(await ledger.commit(protector, writer)).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE'])
    },
  },
  {
    title: 'takes a policy for a change of the row, and reading it for a read',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const reader = await ledger.endorse('copy', ['a', 'b'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      expect(await ledger.commit(protector, reader)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
      const late = await ledger.endorse('copy', ['a', 'b'])
      const asked = await ledger.endorse('policy', ['a'])
      expect(asked.reads).deep.equal([{ key: 'a', isPresent: true }])
      await run(ledger, 'protect', ['a', homeOf(ledger.consortium)])
      expect(await ledger.commit(late, asked)).deep.equal(['MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT'])
    },
  },
  {
    title: 'fails what writes a key behind a transaction of the same block that sets its policy',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      const protector = await ledger.endorse('protect', ['a', homeOf(ledger.consortium)])
      const writer = await ledger.endorse('put', ['a=2'])
      expect(await ledger.commit(protector, writer)).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE'])
      expect(await run(ledger, 'put', ['a=2'])).equal('VALID')
    },
  },
]
