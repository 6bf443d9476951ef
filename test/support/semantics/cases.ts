import { expect } from 'chai'
import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import { failureOf } from '../failure.ts'
import type { Answer, Case, Driver } from './driver.ts'

const homeOf = ({ peerOrganisations }: Consortium): string => peerOrganisations[0] as string
const others = ({ peerOrganisations, quorum }: Consortium): readonly string[] => peerOrganisations.slice(-quorum)
const tooFew = ({ peerOrganisations, quorum }: Consortium): readonly string[] => peerOrganisations.slice(0, quorum - 1)

const run = async <Endorsed extends Answer>(
  ledger: Driver<Endorsed>,
  transaction: string,
  args: readonly string[],
  organisations?: readonly string[],
): Promise<string> => (await ledger.commit(await ledger.endorse(transaction, args, organisations)))[0] as string

const rowsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `b${first + index}=x`)

const reading: Case[] = [
  {
    title: 'never shows a transaction its own writes',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1'])
      expect((await ledger.endorse('putAndGet', ['a', '2'])).response).equal('1')
    },
  },
  {
    title: 'changes nothing before the commit',
    see: async (ledger) => {
      const endorsed = await ledger.endorse('put', ['a=1'])
      expect(await ledger.text('a')).equal(undefined)
      expect(await ledger.commit(endorsed)).deep.equal(['VALID'])
      expect(await ledger.text('a')).equal('1')
    },
  },
  {
    title: 'keeps only the last of several writes of a key, and only the last event',
    see: async (ledger) => {
      const endorsed = await ledger.endorse('put', ['b=1', 'a=2', 'b=3'])
      expect(endorsed.writes).deep.equal(['a=2', 'b=3'])
      expect(await ledger.commit(endorsed)).deep.equal(['VALID'])
      expect(await ledger.text('b')).equal('3')
      expect((await ledger.endorse('announce', ['one', 'two'])).event).deep.equal({ name: 'two', payload: 'two' })
    },
  },
  {
    title: 'shows a transaction the ledger before it, whatever it wrote and in whatever order',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1', 'b=1'])
      const steps = ['remove a', 'put c=3', 'copy a x', 'copy c y', 'scan   9 keys', 'put b=2', 'remove b', 'put a=2']
      const endorsed = await ledger.endorse('together', steps)
      expect(endorsed.response).equal(';;1;;a,b;;;')
      expect(endorsed.reads).deep.equal([
        { key: 'a', isPresent: true },
        { key: 'c', isPresent: false },
      ])
      expect(endorsed.writes).deep.equal(['a=2', 'b deleted', 'c=3', 'keys=a,b', 'x=1', 'y deleted'])
    },
  },
  {
    title: 'finds no rows in a range that ends where it begins, or before',
    see: async (ledger) => {
      await run(ledger, 'put', ['b=1'])
      for (const [start, end] of [
        ['b', 'b'],
        ['c', 'a'],
      ] as const) {
        expect((await ledger.endorse('scan', [start, end, '9', 'keys'])).response).equal('')
      }
    },
  },
  {
    title: 'remembers the values and deletions of valid transactions, newest first, and no policies',
    see: async (ledger) => {
      const home = homeOf(ledger.consortium)
      await run(ledger, 'put', ['a=1'])
      await run(ledger, 'put', ['a=lost'], tooFew(ledger.consortium))
      await run(ledger, 'protect', ['a', home])
      await run(ledger, 'remove', ['a'])
      await ledger.commit(await ledger.endorse('put', ['a=2']), await ledger.endorse('put', ['a=3']))
      expect((await ledger.endorse('history', ['a', '4'])).response).equal('3,2,deleted,1')
    },
  },
  {
    title: 'takes an empty value for a deletion',
    see: async (ledger) => {
      await run(ledger, 'put', ['a=1', 'b=1'])
      const endorsed = await ledger.endorse('put', ['a='])
      expect(endorsed.writes).deep.equal(['a deleted'])
      expect(await ledger.commit(endorsed)).deep.equal(['VALID'])
      expect((await ledger.endorse('scan', ['', '', '9', 'keys'])).response).equal('b')
    },
  },
  {
    title: 'gives a long scan whole, in key order by bytes',
    see: async (ledger) => {
      await run(ledger, 'put', rowsFrom(1000, 250).reverse())
      const scan = await ledger.endorse('scan', ['b', 'c', '999', 'keys'])
      expect(scan.response.split(',').length).equal(250)
      expect(scan.response.split(',')).deep.equal([...scan.response.split(',')].sort())
      expect(scan.scans).deep.equal([{ start: 'b', end: 'c', exhausted: true }])
    },
  },
  {
    title: 'sorts keys by their bytes, not by UTF-16 units',
    see: async (ledger) => {
      await run(ledger, 'put', ['b\u{1f600}=x', 'b\uff5e=x'])
      expect((await ledger.endorse('scan', ['b', 'c', '9', 'keys'])).response).equal('b\uff5e,b\u{1f600}')
    },
  },
  {
    title: 'keeps composite keys out of plain ranges',
    see: async (ledger) => {
      await run(ledger, 'putComposite', ['x'])
      await run(ledger, 'put', ['a=x'])
      expect((await ledger.endorse('scan', ['', '', '9', 'keys'])).response).equal('a')
      expect(await failureOf(ledger.endorse('scan', ['\u0000type', 'z', '9', 'keys']))).match(/null character/)
    },
  },
  {
    title: 'takes an empty key like any other, though no range begins so early',
    see: async (ledger) => {
      expect(await run(ledger, 'put', ['=x', 'a=x'])).equal('VALID')
      expect(await ledger.text('')).equal('x')
      expect((await ledger.endorse('scan', ['', '', '9', 'keys'])).response).equal('a')
      expect(await run(ledger, 'protect', ['', homeOf(ledger.consortium)])).equal('VALID')
      expect((await ledger.endorse('policy', [''])).response).not.equal('')
      expect(await run(ledger, 'remove', [''])).equal('VALID')
      expect(await ledger.text('')).equal(undefined)
    },
  },
  {
    title: 'answers nothing for a private collection that is not defined',
    see: async (ledger) => {
      expect(await failureOf(ledger.endorse('reveal', ['secrets', 'a']))).match(/could not be found/)
    },
  },
  {
    title: 'knows no transaction that the contract has not',
    see: async (ledger) => {
      expect(await failureOf(ledger.endorse('nothing', []))).match(/does not exist/)
    },
  },
]

const versions: Case[] = [
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

/** Whether a scan of the first three of 150 rows stands when another row appears in the range. */
const judgePartialScan = async <Endorsed extends Answer>(ledger: Driver<Endorsed>, key: string): Promise<string> => {
  const scan = await ledger.endorse('scan', ['b', 'c', '3', 'keys'])
  expect(scan.scans).deep.equal([{ start: 'b', end: 'b1100', exhausted: false }])
  const codes = await ledger.commit(await ledger.endorse('put', [`${key}=new`]), scan)
  await run(ledger, 'remove', [key])
  return codes[1] as string
}

const ranges: Case[] = [
  ...(
    [
      ['appears', 'put', 'b2=x'],
      ['disappears', 'remove', 'b1'],
      ['changes', 'put', 'b1=y'],
    ] as const
  ).map(
    ([what, transaction, argument]): Case => ({
      title: `finds a phantom when a row of a scanned range ${what}`,
      see: async (ledger) => {
        await run(ledger, 'put', ['b1=x', 'b3=x'])
        const scan = await ledger.endorse('scan', ['b', 'c', '9', 'keys'])
        const late = await ledger.endorse('scan', ['b', 'c', '9', 'later'])
        const change = await ledger.endorse(transaction, [argument])
        expect(scan.response).equal('b1,b3')
        expect(await ledger.commit(change, scan)).deep.equal(['VALID', 'PHANTOM_READ_CONFLICT'])
        expect(await ledger.commit(late)).deep.equal(['PHANTOM_READ_CONFLICT'])
      },
    }),
  ),
  {
    title: 'finds a phantom when a row of a scanned range gets a policy',
    see: async (ledger) => {
      await run(ledger, 'put', ['b1=x', 'b3=x'])
      const scan = await ledger.endorse('scan', ['b', 'c', '9', 'keys'])
      const change = await ledger.endorse('protect', ['b1', homeOf(ledger.consortium)])
      expect(await ledger.commit(change, scan)).deep.equal(['VALID', 'PHANTOM_READ_CONFLICT'])
    },
  },
  {
    title: 'leaves a scan alone when rows change outside its range, its end among them',
    see: async (ledger) => {
      await run(ledger, 'put', ['b1=x'])
      const scan = await ledger.endorse('scan', ['b', 'c', '9', 'keys'])
      const change = await ledger.endorse('put', ['a=x', 'c=x'])
      expect(await ledger.commit(change, scan)).deep.equal(['VALID', 'VALID'])
    },
  },
  {
    title: 'protects a scan that stopped early only as far as the peer read: a message of 100 rows and one',
    see: async (ledger) => {
      await run(ledger, 'put', rowsFrom(1000, 150))
      expect(await judgePartialScan(ledger, 'b1002-new')).equal('PHANTOM_READ_CONFLICT')
      expect(await judgePartialScan(ledger, 'b1099-new')).equal('PHANTOM_READ_CONFLICT')
      expect(await judgePartialScan(ledger, 'b1100-new')).equal('VALID')
    },
  },
]

const policies: Case[] = [
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

/** What a transaction does to the policies of its row, and of those behind it in its block. */
const policiesInBlocks: Case[] = [
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

const identifiers: Case[] = [
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

/**
 * What Fabric does with single steps, as rules and gateways rely on it. Each case runs on the ledger in memory and on real peers
 * (`test/scenario/semantics.test.ts`), so that the one is known to behave as the other.
 */
export const cases: readonly Case[] = [
  ...reading,
  ...versions,
  ...ranges,
  ...policies,
  ...policiesInBlocks,
  ...identifiers,
]
