import { readEnvelope } from '../../../../chaincode/envelope.ts'
import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { makeInstruction } from '../../../../terminal/sdk/make-instruction.ts'
import { memoryNumbers } from '../../../../terminal/sdk/stores.ts'
import { openDatabase } from '../../../../terminal/web/platform/database.ts'
import { makeDeviceKey, signerOf } from '../../../../terminal/web/platform/device-key.ts'
import { databaseJournal, databaseLedgers, databaseNumbers } from '../../../../terminal/web/platform/stores.ts'
import { Device } from '../../../support/devices.ts'
import { failureOf } from '../../../support/failure.ts'

let count = 0
const freshName = (): string => `assay-test-${++count}`

// The browser's own locks are not there in Node; the transaction alone must do.
const noLock = <T>(_name: string, work: () => Promise<T>): Promise<T> => work()

const envelopeFor = async (account: string, last: bigint) => {
  const signer = signerOf(await makeDeviceKey(account))
  const trigger = {
    ...{ ledger: 'assay', kind: 'voucher.transfer' as const, from: account, validForSeconds: 60 },
    body: { voucher: 'AU-9999', to: 'bob', quantity: '1' },
  }
  return makeInstruction(trigger, { signer, numbers: memoryNumbers(last) })
}

describe('the numbers of a device in a browser', () => {
  it('are given out once each, though many tabs ask at once', async () => {
    const name = freshName()
    const tabs = await Promise.all([openDatabase(name), openDatabase(name), openDatabase(name)])
    const counters = tabs.map((tab) => databaseNumbers(tab, 'device', noLock))
    const asked = Array.from({ length: 60 }, (_, index) => counters[index % 3]?.next())
    const numbers = await Promise.all(asked)
    expect(new Set(numbers).size).equal(60)
    expect(numbers.map(Number).sort((one, other) => one - other)).deep.equal(
      Array.from({ length: 60 }, (_, i) => i + 1),
    )
    for (const tab of tabs) tab.close()
  })

  it('go on after a reload, and are another device’s own', async () => {
    const name = freshName()
    const before = await openDatabase(name)
    await databaseNumbers(before, 'one', noLock).next()
    await databaseNumbers(before, 'one', noLock).next()
    before.close()
    const after = await openDatabase(name)
    expect(await databaseNumbers(after, 'one', noLock).next()).equal('3')
    expect(await databaseNumbers(after, 'other', noLock).next()).equal('1')
    after.close()
  })
})

describe('the journal of a device in a browser', () => {
  it('S0-012: keeps what was interrupted, byte for byte and in the order of the numbers, over a reload', async () => {
    const name = freshName()
    const [first, tenth] = [await envelopeFor('alice', 1n), await envelopeFor('alice', 9n)]
    const device = first.instruction.device
    const moved = { ...tenth, instruction: { ...tenth.instruction, device } }
    const before = await openDatabase(name)
    await databaseJournal(before, device).keep(moved)
    await databaseJournal(before, device).keep(first)
    before.close()
    const after = await openDatabase(name)
    const kept = await databaseJournal(after, device).unsettled()
    expect(kept.map(({ instruction }) => instruction.number)).deep.equal(['2', '10'])
    expect(kept[0]?.text).equal(first.text)
    expect(kept[0]?.id).equal(first.id)
    await databaseJournal(after, device).settle(first)
    expect((await databaseJournal(after, device).unsettled()).length).equal(1)
    after.close()
  })

  it('tells when something in it is no instruction any more', async () => {
    const database = await openDatabase(freshName())
    await database.put('journal', '{"instruction":1}', ['device', '1'.padStart(18, '0')])
    expect(await failureOf(databaseJournal(database, 'device').unsettled())).match(/no signed instruction any more/)
    database.close()
  })
})

describe('what a browser remembers of gateways', () => {
  const key = new Device('gateway', ['service']).publicKey
  const other = new Device('gateway', ['service']).publicKey
  const identity = { ledger: 'assay', mspId: 'BankMSP', resultKeys: { BankMSP: key } }

  it('is there after a reload, and gathers the keys of all organisations', async () => {
    const name = freshName()
    const before = await openDatabase(name)
    await databaseLedgers(before).remember('http://one', identity)
    await databaseLedgers(before).remember('http://two', { ...identity, resultKeys: { InstitutionMSP: other } })
    before.close()
    const after = await openDatabase(name)
    const known = await databaseLedgers(after).recall('http://one')
    expect(known?.resultKeys).deep.equal({ BankMSP: key, InstitutionMSP: other })
    expect(await databaseLedgers(after).recall('http://three')).equal(undefined)
    after.close()
  })

  it('refuses another key for an organisation that it knows', async () => {
    const database = await openDatabase(freshName())
    await databaseLedgers(database).remember('http://one', identity)
    const changed = { ...identity, resultKeys: { BankMSP: other } }
    expect(await failureOf(databaseLedgers(database).remember('http://one', changed))).match(/another key/)
    expect((await databaseLedgers(database).recall('http://one'))?.resultKeys).deep.equal({ BankMSP: key })
    database.close()
  })
})

describe('the device key of a browser', () => {
  it('S4-012 signs what the ledger takes, always with the low s, and cannot be read out', async () => {
    const profile = await makeDeviceKey('alice')
    expect(profile.privateKey.extractable).equal(false)
    expect(await failureOf(crypto.subtle.exportKey('jwk', profile.privateKey))).match(/not extractable/i)
    for (let round = 0n; round < 12n; round += 1n) {
      const { instruction, signature, text } = await envelopeFor('alice', round)
      expect(readEnvelope(`{"instruction":${text},"signature":"${signature}"}`).instruction).deep.equal(instruction)
    }
  })

  it('is another one for each account, and is kept as it is', async () => {
    const database = await openDatabase(freshName())
    const [alice, bob] = [await makeDeviceKey('alice'), await makeDeviceKey('bob')]
    expect(alice.device).not.equal(bob.device)
    await database.put('profiles', alice)
    const kept = await database.get('profiles', 'alice')
    expect(kept?.device).equal(alice.device)
    expect(kept?.privateKey.extractable).equal(false)
    database.close()
  })
})
