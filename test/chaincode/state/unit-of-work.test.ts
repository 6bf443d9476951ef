import { expect } from 'chai'
import {
  type Account,
  accounts,
  credits,
  marks,
  participants,
  reputations,
} from '../../../chaincode/domains/registry/tables.ts'
import { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { supplies } from '../../../chaincode/domains/vouchers/tables.ts'
import { openAccount } from '../../../chaincode/rules/account.ts'
import { write } from '../../../chaincode/rules/rule.ts'
import type { UnitOfWork } from '../../../chaincode/state/unit-of-work.ts'
import { workOf } from '../../../chaincode/state/work.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { failureOf } from '../../support/failure.ts'
import { consortium } from '../../support/members.ts'

type Stub = Parameters<typeof workOf>[0]
type Rows = { [key: string]: Json }

const homes: { [name: string]: string } = {
  ...{ alice: 'BankMSP', bob: 'BankMSP', carol: 'SupplierMSP', dora: 'AuditorMSP' },
}
const openedFor = (name: string): Account => openAccount(name, homes[name] as string)
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(openedFor) as [Account, Account, Account]

/** What the ledger's own rows say of everybody's home. */
const people: Rows = Object.fromEntries(
  Object.entries(homes).map(([name, home]) => [participants.key(name), { participant: name, home }]),
)

/** The rows of everybody's homes and of these accounts, by the chaincode in which they stand. */
const rowsFor = (...names: string[]): { [chaincode: string]: Rows } => {
  const rows: { [chaincode: string]: Rows } = { ledger: { ...people } }
  for (const name of names) {
    const chaincode = consortium.accountsOf(homes[name] as string)
    rows[chaincode] = { ...rows[chaincode], [accounts.key(name)]: accounts.codec.encode(openedFor(name)) }
  }
  return rows
}

const pairsOf = (texts: string[]): [key: string, text: string][] =>
  Array.from({ length: texts.length / 2 }, (_, index) => texts.slice(2 * index, 2 * index + 2) as [string, string])

/** A stub over the rows of several chaincodes. It keeps what it is asked, as `[chaincode, what, ...keys]`, and what is written. */
const stubWith = (rows: { [chaincode: string]: Rows } = { ledger: people }) => {
  const asked: string[][] = []
  const written: { [place: string]: string } = {}
  const write = (chaincode: string, texts: string[]): number => {
    for (const [key, text] of pairsOf(texts)) written[`${chaincode} ${key}`] = text
    return texts.length / 2
  }
  const answer = (chaincode: string, [name, ...texts]: string[]): Json => {
    const own = rows[chaincode] ?? {}
    if (name === 'read') return texts.map((key) => own[key] ?? null)
    const [start = '', end = ''] = texts
    if (name === 'range') {
      return Object.entries(own).flatMap(([key, row]) => (key >= start && key < end ? [{ key, row }] : []))
    }
    if (name === 'write') return write(chaincode, texts)
    const rest = 1 + 2 * Number(texts[0])
    const stand = pairsOf(texts.slice(1, rest)).every(([key, text]) => canonical(own[key] ?? null) === text)
    return stand && write(chaincode, texts.slice(rest)) >= 0
  }
  return {
    asked,
    written,
    getState: async (key: string) => {
      asked.push(['ledger', 'read', key])
      const row = rows['ledger']?.[key]
      return Buffer.from(row === undefined ? '' : canonical(row))
    },
    putState: async (key: string, value: Uint8Array) => {
      asked.push(['ledger', 'write', key])
      written[`ledger ${key}`] = Buffer.from(value).toString()
    },
    setStateValidationParameter: async (key: string) => void asked.push(['ledger', 'policy', key]),
    invokeChaincode: async (chaincode: string, texts: string[]) => {
      asked.push([chaincode, ...texts.filter((text) => text !== '' && !text.startsWith('{'))])
      return { status: 200, message: '', payload: Buffer.from(canonical(answer(chaincode, texts))) }
    },
    getTxID: () => 'f00d',
  }
}

const workOn = (stub: ReturnType<typeof stubWith>): UnitOfWork => workOf(stub as unknown as Stub, consortium)
const presuming = (stub: ReturnType<typeof stubWith>, ...presumed: Account[]): UnitOfWork =>
  workOf(stub as unknown as Stub, consortium, {
    presumed: new Map(
      presumed.map((account) => [accounts.key(account.participant), canonical(accounts.codec.encode(account))]),
    ),
  })
const creditRow = (payee: string): Json => ({ payee, voucher: 'AU-9999', quantity: '7' })

describe('a unit of work', () => {
  it('reads each row once, however often it is named', async () => {
    const stub = stubWith(rowsFor('alice'))
    const work = workOn(stub)
    await work.load([accounts.key('alice'), accounts.key('alice')])
    await work.load([accounts.key('alice')])
    expect(stub.asked).deep.equal([
      ['ledger', 'read', participants.key('alice')],
      ['accounts-bank', 'read', accounts.key('alice')],
    ])
    expect([work.roundTrips, work.view.find(accounts, 'alice')]).deep.equal([2, alice])
  })

  it('finds the accounts of a batch of one home by one look-up and one call', async () => {
    const stub = stubWith(rowsFor('alice', 'bob'))
    const work = workOn(stub)
    await work.load(['bob', 'alice'].map(accounts.key))
    expect(stub.asked).deep.equal([
      ['ledger', 'read', participants.key('bob')],
      ['accounts-bank', 'read', accounts.key('bob'), accounts.key('alice')],
    ])
    expect([work.view.find(accounts, 'alice'), work.view.find(accounts, 'bob')]).deep.equal([alice, bob])
  })

  it('looks up by participant what does not stand where the others do, and what nobody knows stands nowhere', async () => {
    const names = ['alice', 'bob', 'carol', 'dora']
    for (const order of [names, [...names].reverse(), ['nobody', ...names]]) {
      const work = workOn(stubWith(rowsFor(...names)))
      await work.load([...order, 'nobody'].map(accounts.key))
      expect(names.map((name) => work.view.find(accounts, name))).deep.equal(names.map(openedFor))
      expect(work.view.find(accounts, 'nobody')).equal(undefined)
    }
  })

  it('finds no private row of two members that share nothing, and asks nobody for it', async () => {
    const stub = stubWith()
    const work = workOn(stub)
    await work.load([grades.key('BankMSP', 'BankMSP', 'alice')])
    expect([work.view.find(grades, 'BankMSP', 'BankMSP', 'alice'), stub.asked]).deep.equal([undefined, []])
  })

  it('does not guess where a home was read before', async () => {
    const stub = stubWith(rowsFor('alice', 'carol'))
    await workOn(stub).load(['alice', 'carol'].flatMap((name) => [participants.key(name), accounts.key(name)]))
    expect(stub.asked.slice(2)).deep.equal([
      ['accounts-bank', 'read', accounts.key('alice')],
      ['accounts-supplier', 'read', accounts.key('carol')],
    ])
  })

  it('takes presumed accounts of one home as they are, has them confirmed before it writes, and reads all others', async () => {
    const stub = stubWith(rowsFor('alice', 'bob', 'carol'))
    const work = presuming(stub, alice, carol)
    await work.load(['alice', 'bob', 'carol'].map(accounts.key))
    expect(stub.asked).deep.equal([
      ['ledger', 'read', participants.key('bob')],
      ['accounts-bank', 'read', accounts.key('bob'), accounts.key('carol')],
      ['ledger', 'read', participants.key('carol')],
      ['accounts-supplier', 'read', accounts.key('carol')],
    ])
    expect(work.view.find(accounts, 'alice')).deep.equal(alice)
    work.apply({ writes: [write(accounts, carol), write(accounts, bob)] })
    work.apply({ writes: [write(supplies, { voucher: 'AU', home: 'BankMSP', supply: 2n })] })
    stub.asked.length = 0
    expect(await work.flush()).equal(true)
    expect(stub.asked).deep.equal([
      ['accounts-bank', 'replace', '1', accounts.key('alice'), accounts.key('bob')],
      ['ledger', 'write', 'supply~AU'],
      ['ledger', 'policy', 'supply~AU'],
      ['accounts-supplier', 'write', accounts.key('carol')],
    ])
  })

  it('presumes accounts alone: any other row at a home is read, whatever was sent for it', async () => {
    const rows = rowsFor('alice')
    const reputation = { participant: 'alice', home: 'BankMSP', interactions: '3' }
    rows['accounts-bank'] = { ...rows['accounts-bank'], [reputations.key('alice')]: reputation }
    const sent = new Map([[reputations.key('alice'), canonical({ ...reputation, interactions: '9' })]])
    const work = workOf(stubWith(rows) as unknown as Stub, consortium, { presumed: sent })
    await work.load([reputations.key('alice')])
    expect(work.view.find(reputations, 'alice')?.interactions).equal(3n)
  })

  it('writes nothing anywhere where a presumed account does not stand, even one that nothing changes', async () => {
    const stub = stubWith(rowsFor('alice', 'carol'))
    const work = presuming(stub, { ...alice, status: 'frozen' })
    await work.load(['alice', 'carol'].map(accounts.key))
    work.apply({ writes: [write(accounts, carol), write(supplies, { voucher: 'AU', home: 'BankMSP', supply: 2n })] })
    expect([await work.flush(), stub.written]).deep.equal([false, {}])
  })

  it('shows its own writes to later reads, which Fabric never does', async () => {
    const work = workOn(stubWith(rowsFor('alice')))
    await work.load([accounts.key('alice')])
    work.apply({ writes: [write(accounts, { ...alice, status: 'frozen' })] })
    expect(work.view.find(accounts, 'alice')?.status).equal('frozen')
  })

  it('writes each row once, sorted by key, by one call for each home, and a row that did not change not at all', async () => {
    const stub = stubWith(rowsFor('alice', 'bob', 'carol'))
    const work = workOn(stub)
    await work.load(['carol', 'bob', 'alice'].map(accounts.key))
    const gift = { payee: 'bob', payeeHome: 'BankMSP', voucher: 'AU-9999', quantity: 3n }
    for (const account of [carol, bob, carol]) work.apply({ writes: [write(accounts, account)], gifts: [gift] })
    stub.asked.length = 0
    await work.flush()
    expect(stub.asked).deep.equal([
      ['accounts-bank', 'write', accounts.key('bob'), credits.key('bob', 'AU-9999', 'f00d')],
      ['accounts-supplier', 'write', accounts.key('carol')],
    ])
  })

  it('gives a new row of the ledger’s own its policy with its first write, an old row none, and an account never', async () => {
    const stub = stubWith({ ...rowsFor('alice'), ledger: { ...people, 'supply~AU': { supply: '1' } } })
    const work = workOn(stub)
    await work.load([accounts.key('alice'), accounts.key('bob'), 'supply~AU', 'supply~AG'])
    work.apply({ writes: [alice, bob].map((account) => write(accounts, account)) })
    for (const voucher of ['AU', 'AG']) {
      work.apply({ writes: [write(supplies, { voucher, home: 'BankMSP', supply: 2n })] })
    }
    await work.flush()
    expect(stub.asked.filter(([, what]) => what === 'policy')).deep.equal([['ledger', 'policy', 'supply~AG']])
  })

  it('adds up what one payee is given into one credit, at the payee’s home', async () => {
    const stub = stubWith()
    const work = workOn(stub)
    const gift = { payee: 'carol', payeeHome: 'SupplierMSP', voucher: 'AU-9999' }
    work.apply({ gifts: [3n, 4n].map((quantity) => ({ ...gift, quantity })) })
    await work.flush()
    expect(stub.written).deep.equal({
      [`accounts-supplier ${credits.key('carol', 'AU-9999', 'f00d')}`]: canonical(creditRow('carol')),
    })
  })

  it('refuses to show what nobody named before, so that no rule reads behind its declared reads', () => {
    expect(() => workOn(stubWith()).view.find(accounts, 'alice')).throw(/did not name/)
  })

  it('refuses to read what is no record: a credit, a mark, or a key of another table', async () => {
    for (const key of [credits.key('bob', 'AU-9999', 'f00d'), marks.key('bob', 'f00d'), 'toString~bob', '']) {
      expect(await failureOf(workOn(stubWith()).load([key])), key).match(/no record/)
    }
  })

  it('refuses to fold for whom there is no account, rather than losing a credit', async () => {
    expect(await failureOf(workOn(stubWith()).fold({ participant: 'bob' }))).match(/no account/)
    const key = credits.key('bob', 'AU-9999', 'f00d')
    const rows = { ...rowsFor('alice'), 'accounts-bank': { [key]: creditRow('alice') } }
    expect(await failureOf(workOn(stubWith(rows)).foldRows('bob', [key]))).match(/no account|did not name/)
  })

  it('folds a credit where the payee’s home is, and scans a range once', async () => {
    const key = credits.key('carol', 'AU-9999', 'f00d')
    const rows = rowsFor('carol')
    rows['accounts-supplier'] = { ...rows['accounts-supplier'], [key]: creditRow('carol') }
    const stub = stubWith(rows)
    const work = workOn(stub)
    expect(await work.fold({ participant: 'carol', voucher: 'AU-9999' })).equal(true)
    expect(await work.fold({ participant: 'carol', voucher: 'AU-9999' })).equal(false)
    expect(stub.asked.filter(([, what]) => what === 'range').length).equal(1)
    expect(work.view.find(accounts, 'carol')?.holdings['AU-9999']?.available).equal(7n)
    await work.flush()
    expect(stub.written[`accounts-supplier ${key}`], 'deleted').equal('')
  })

  it('folds what this very transaction gave, instead of writing it as a credit', async () => {
    const stub = stubWith(rowsFor('bob'))
    const work = workOn(stub)
    work.apply({ gifts: [{ payee: 'bob', payeeHome: 'BankMSP', voucher: 'AU-9999', quantity: 3n }] })
    expect(await work.fold({ participant: 'bob', voucher: 'CNY' })).equal(true)
    expect(work.view.find(accounts, 'bob')?.holdings).deep.equal({})
    expect(await work.fold({ participant: 'bob' })).equal(true)
    await work.flush()
    expect(Object.keys(stub.written)).deep.equal([`accounts-bank ${accounts.key('bob')}`])
  })

  it('counts every message that it sends', async () => {
    const stub = stubWith(rowsFor('alice'))
    const work = workOn(stub)
    await work.load([accounts.key('alice'), accounts.key('carol'), 'supply~AG'])
    work.apply({
      writes: [write(supplies, { voucher: 'AG', home: 'BankMSP', supply: 2n }), write(accounts, alice)],
      gifts: [{ payee: 'carol', payeeHome: 'SupplierMSP', voucher: 'AU-9999', quantity: 3n }],
    })
    await work.flush()
    expect(work.roundTrips).equal(stub.asked.length)
  })

  it('says which chaincode refused what, and why', async () => {
    const stub = { ...stubWith(), invokeChaincode: async () => ({ status: 500, message: 'out of order' }) }
    const failure = await failureOf(workOn(stub as never).load([accounts.key('alice')]))
    expect(failure).equal('accounts-bank refused read: out of order')
  })

  it('folds a credit once, however often its key is named', async () => {
    const rows = rowsFor('alice')
    const key = credits.key('alice', 'AU-9999', 't1')
    rows['accounts-bank'] = { ...rows['accounts-bank'], [key]: creditRow('alice') }
    const work = workOn(stubWith(rows))
    await work.foldRows('alice', [key])
    await work.foldRows('alice', [key])
    expect(work.view.find(accounts, 'alice')?.holdings['AU-9999']?.available).equal(7n)
  })

  it('folds nothing for who has no account, whether they are asked for or a credit names them', async () => {
    const rows = rowsFor('alice')
    const key = credits.key('alice', 'AU-9999', 't1')
    rows['accounts-bank'] = { ...rows['accounts-bank'], [key]: creditRow('nobody') }
    const work = workOn(stubWith(rows))
    expect(await failureOf(work.foldRows('nobody', []))).contain('nobody has no account to fold into')
    expect(await failureOf(work.foldRows('alice', [key]))).contain(`the credit ${key} has no account`)
  })
})
