import { expect } from 'chai'
import sinon from 'sinon'
import { openAccount } from '../../../chaincode/rules/account.ts'
import { write } from '../../../chaincode/rules/rule.ts'
import { UnitOfWork } from '../../../chaincode/state/unit-of-work.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { accountKey, creditKey } from '../../../chaincode/wire/keys.ts'
import { codecs } from '../../../chaincode/wire/records.ts'
import { failureOf } from '../../support/failure.ts'

type Stub = ConstructorParameters<typeof UnitOfWork>[0]

const bytes = (text: string): Buffer => Buffer.from(text)
const row = (participant: string): Buffer =>
  bytes(canonical(codecs.account.encode(openAccount(participant, 'BankMSP'))))

/** A stub with these rows, that counts what it is asked. */
const stubWith = (rows: Record<string, Buffer> = {}, credits: { key: string; value: Buffer }[] = []) => {
  const iterator = {
    next: async () => {
      const value = credits.shift()
      return value === undefined ? { done: true } : { done: false, value }
    },
    close: sinon.spy(async () => {}),
  }
  return {
    getState: sinon.spy(async (key: string) => rows[key] ?? Buffer.alloc(0)),
    putState: sinon.spy(async (_key: string, _value: Uint8Array) => {}),
    deleteState: sinon.spy(async (_key: string) => {}),
    setStateValidationParameter: sinon.spy(async (_key: string, _policy: Uint8Array) => {}),
    getStateByRange: sinon.spy(async () => iterator),
    getTxID: () => 'f00d',
    iterator,
  }
}

const workOn = (stub: ReturnType<typeof stubWith>): UnitOfWork => new UnitOfWork(stub as unknown as Stub)
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => openAccount(name, 'BankMSP'))

describe('a unit of work', () => {
  it('reads each row once, however often it is named', async () => {
    const stub = stubWith({ [accountKey('alice')]: row('alice') })
    const work = workOn(stub)
    await work.load([accountKey('alice'), accountKey('alice')])
    await work.load([accountKey('alice')])
    expect([stub.getState.callCount, work.roundTrips]).deep.equal([1, 1])
    expect(work.view.account('alice')).deep.equal(alice)
  })

  it('shows its own writes to later reads, which Fabric never does', async () => {
    const work = workOn(stubWith({ [accountKey('alice')]: row('alice') }))
    await work.load([accountKey('alice')])
    work.apply({ writes: [write('account', { ...(alice as never as object), status: 'frozen' } as never)] })
    expect(work.view.account('alice')?.status).equal('frozen')
  })

  it('writes each row once, sorted by key, and a row that did not change not at all', async () => {
    const stub = stubWith({ [accountKey('alice')]: row('alice'), [accountKey('bob')]: row('bob') })
    const work = workOn(stub)
    await work.load([accountKey('carol'), accountKey('bob'), accountKey('alice')])
    for (const account of [carol, bob, carol]) work.apply({ writes: [write('account', account as never)] })
    await work.flush()
    expect(stub.putState.args.map(([key]) => key)).deep.equal([accountKey('bob'), accountKey('carol')])
  })

  it('gives a new row its policy with its first write, and an old row none', async () => {
    const stub = stubWith({ [accountKey('bob')]: row('bob') })
    const work = workOn(stub)
    await work.load([accountKey('carol'), accountKey('bob')])
    for (const account of [bob, carol]) work.apply({ writes: [write('account', account as never)] })
    await work.flush()
    expect(stub.setStateValidationParameter.args.map(([key]) => key)).deep.equal([accountKey('carol')])
  })

  it('adds up what one payee is given into one credit', async () => {
    const stub = stubWith()
    const work = workOn(stub)
    const gift = { payee: 'bob', payeeHome: 'BankMSP', voucher: 'AU-9999' }
    work.apply({
      gifts: [
        { ...gift, quantity: 3n },
        { ...gift, quantity: 4n },
      ],
    })
    await work.flush()
    const [key, value] = stub.putState.args[0] ?? []
    expect(key).equal(creditKey('bob', 'AU-9999', 'f00d'))
    expect(Buffer.from(value as Uint8Array).toString()).equal('{"payee":"bob","quantity":"7","voucher":"AU-9999"}')
  })

  it('refuses to show what nobody named before, so that no rule reads behind its declared reads', () => {
    expect(() => workOn(stubWith()).view.account('alice')).throw(/did not name/)
  })

  it('refuses to read what is no record: a credit, or a key of another table', async () => {
    for (const key of [creditKey('bob', 'AU-9999', 'f00d'), 'toString~bob', '']) {
      expect(await failureOf(workOn(stubWith()).load([key])), key).match(/no record/)
    }
  })

  it('refuses a credit whose payee has no account, rather than losing it', async () => {
    const value = bytes('{"payee":"bob","quantity":"7","voucher":"AU-9999"}')
    const work = workOn(stubWith({}, [{ key: creditKey('bob', 'AU-9999', 'f00d'), value }]))
    expect(await failureOf(work.fold({ participant: 'bob' }))).match(/no account/)
  })

  it('closes the iterator of a fold, and scans a range once', async () => {
    const value = bytes('{"payee":"bob","quantity":"7","voucher":"AU-9999"}')
    const stub = stubWith({ [accountKey('bob')]: row('bob') }, [{ key: creditKey('bob', 'AU-9999', 'f00d'), value }])
    const work = workOn(stub)
    expect(await work.fold({ participant: 'bob', voucher: 'AU-9999' })).equal(true)
    expect(await work.fold({ participant: 'bob', voucher: 'AU-9999' })).equal(false)
    expect([stub.getStateByRange.callCount, stub.iterator.close.callCount]).deep.equal([1, 1])
    expect(work.view.account('bob')?.holdings['AU-9999']?.available).equal(7n)
    await work.flush()
    expect(stub.deleteState.args).deep.equal([[creditKey('bob', 'AU-9999', 'f00d')]])
  })

  it('folds what this very transaction gave, instead of writing it as a credit', async () => {
    const stub = stubWith({ [accountKey('bob')]: row('bob') })
    const work = workOn(stub)
    work.apply({ gifts: [{ payee: 'bob', payeeHome: 'BankMSP', voucher: 'AU-9999', quantity: 3n }] })
    expect(await work.fold({ participant: 'bob', voucher: 'CNY' })).equal(true)
    expect(work.view.account('bob')?.holdings).deep.equal({})
    expect(await work.fold({ participant: 'bob' })).equal(true)
    await work.flush()
    expect(stub.putState.args.map(([key]) => key)).deep.equal([accountKey('bob')])
  })

  it('counts every message that it sends', async () => {
    const stub = stubWith({ [accountKey('alice')]: row('alice') })
    const work = workOn(stub)
    await work.load([accountKey('alice'), accountKey('carol')])
    work.apply({
      writes: [write('account', alice as never), write('account', carol as never)],
      gifts: [{ payee: 'bob', payeeHome: 'BankMSP', voucher: 'AU-9999', quantity: 3n }],
    })
    await work.flush()
    const sent = [stub.getState, stub.putState, stub.setStateValidationParameter].map(({ callCount }) => callCount)
    expect(sent).deep.equal([2, 3, 2])
    expect(work.roundTrips).equal(7)
  })
})
