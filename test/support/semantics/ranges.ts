import { expect } from 'chai'
import type { Answer, Case, Driver } from './driver.ts'
import { homeOf, rowsFrom, run } from './steps.ts'

/** Whether a scan of the first three of 150 rows stands when another row appears in the range. */
const judgePartialScan = async <Endorsed extends Answer>(ledger: Driver<Endorsed>, key: string): Promise<string> => {
  const scan = await ledger.endorse('scan', ['b', 'c', '3', 'keys'])
  expect(scan.scans).deep.equal([{ start: 'b', end: 'b1100', exhausted: false }])
  const codes = await ledger.commit(await ledger.endorse('put', [`${key}=new`]), scan)
  await run(ledger, 'remove', [key])
  return codes[1] as string
}

/** Which rows must not have come or gone in a range since it was scanned. */
export const ranges: readonly Case[] = [
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
