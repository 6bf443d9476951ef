import { expect } from 'chai'
import { failureOf } from '../failure.ts'
import type { Case } from './driver.ts'
import { homeOf, rowsFrom, run, tooFew } from './steps.ts'

/** What a transaction sees, and what it leaves. */
export const reading: readonly Case[] = [
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
