import { spawnSync } from 'node:child_process'
import peer from '@hyperledger/fabric-protos/lib/peer/chaincode_shim_pb.js'
import { expect } from 'chai'
import type { ChaincodeStub } from 'fabric-shim'
import fc from 'fast-check'
import { accounts, credits, type Participant, participants } from '../../../chaincode/domains/registry/tables.ts'
import { supplies } from '../../../chaincode/domains/vouchers/tables.ts'
import { openAccount } from '../../../chaincode/rules/account.ts'
import { type Gift, write } from '../../../chaincode/rules/rule.ts'
import {
  decodeRows,
  encodeReads,
  encodeWrites,
  recordsMaximum,
  requireShimSupport,
} from '../../../chaincode/state/batch-messages.ts'
import { Places } from '../../../chaincode/state/places.ts'
import {
  BatchRowAccess,
  chooseRowAccess,
  type RowAccess,
  type RowChange,
  SingleRowAccess,
} from '../../../chaincode/state/row-access.ts'
import { foldMaximum, UnitOfWork } from '../../../chaincode/state/unit-of-work.ts'
import { failureOf } from '../../support/failure.ts'
import { FakePeer } from '../../support/fake-peer.ts'
import { consortium } from '../../support/members.ts'

const types = peer.ChaincodeMessage.Type
const bytes = (text: string): Buffer => Buffer.from(text)
const text = (content: Uint8Array): string => Buffer.from(content).toString()
const hex = (content: Uint8Array): string => Buffer.from(content).toString('hex')
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const digits = (index: number): string => String(index).padStart(5, '0')

const typesOf = (fake: FakePeer): number[] => fake.messages.map((message) => message.getType())
const put = (key: string, value: string, policy?: string): RowChange => ({
  key,
  value: bytes(value),
  policy: policy === undefined ? undefined : bytes(policy),
})

describe('the payloads of batch messages', () => {
  it('ask for keys as Fabric’s message definitions lay them out, without a collection', () => {
    expect(hex(encodeReads(['a', 'bc']))).equal('0a01610a026263')
    const message = peer.GetStateMultiple.deserializeBinary(encodeReads(['account~é', 'b']))
    expect(message.toObject()).deep.equal({ keysList: ['account~é', 'b'], collection: '' })
  })

  it('carry puts, deletions and key-level policies as types 9, 10 and 21, in the order given', () => {
    const payload = encodeWrites([
      { type: 'put', key: 'a', value: bytes('x') },
      { type: 'delete', key: 'b' },
      { type: 'policy', key: 'c', policy: bytes('p') },
    ])
    const policy = `0a0163${'2219'}0a14${hex(bytes('VALIDATION_PARAMETER'))}120170${'2815'}`
    expect(hex(payload)).equal(`0a08${'0a01611201782809'}0a05${'0a0162280a'}0a20${policy}`)
    const records = peer.WriteBatchState.deserializeBinary(payload).getRecList()
    expect(records.map((record) => record.getType())).deep.equal([9, 10, 21])
    expect(records.map((record) => record.getCollection())).deep.equal(['', '', ''])
    expect(records[2]?.getMetadata()?.getMetakey()).equal('VALIDATION_PARAMETER')
  })

  it('are read as rows in the order of the keys, an absent row as no bytes', () => {
    const rows = decodeRows(Buffer.from('0a027b7d0a000a0178', 'hex'), 3)
    expect(rows.map(text)).deep.equal(['{}', '', 'x'])
  })

  it('are refused when the peer answers another number of rows', () => {
    expect(() => decodeRows(Buffer.from('0a0178', 'hex'), 2)).throw('the peer answered 1 rows to 2 keys')
  })
})

describe('rows by batch messages', () => {
  it('go through the shim’s own stream, under the channel and the transaction of the stub', async () => {
    const fake = new FakePeer()
    const access = new BatchRowAccess(fake.stub('tx7'))
    await access.read(['a'])
    await access.write([put('a', '1')])
    expect(typesOf(fake)).deep.equal([25, 24])
    for (const message of fake.messages)
      expect([message.getChannelId(), message.getTxid()]).deep.equal(['assay', 'tx7'])
  })

  it('are of the class that the shim’s stream takes, in a process that loaded the shim first as a chaincode does', () => {
    const script = `
      import { createRequire } from 'node:module'
      const require = createRequire(${JSON.stringify(import.meta.url)})
      const shimRequire = createRequire(require.resolve('fabric-shim'))
      const { register } = shimRequire('@hyperledger/fabric-protos').peer.ChaincodeSupportClient.service
      const { readRows, writeRecords } = await import(${JSON.stringify(import.meta.resolve('../../../chaincode/state/batch-messages.ts'))})
      const _askPeerAndListen = async (message) => {
        console.log(register.requestSerialize(message).toString('hex'))
        return Buffer.from('0a00', 'hex')
      }
      const stub = { handler: { _askPeerAndListen }, getChannelID: () => 'assay', getTxID: () => 'tx1' }
      await readRows(stub, ['a'])
      await writeRecords(stub, [{ type: 'policy', key: 'a', policy: Buffer.from('p') }])`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    const sent = stdout.trim().split('\n')
    const messages = sent.map((line) => peer.ChaincodeMessage.deserializeBinary(Buffer.from(line, 'hex')))
    expect(
      messages.map((message) => [message.getType(), message.getChannelId(), message.getTxid()]),
      stderr,
    ).deep.equal([
      [25, 'assay', 'tx1'],
      [24, 'assay', 'tx1'],
    ])
    const payloads = [encodeReads(['a']), encodeWrites([{ type: 'policy', key: 'a', policy: bytes('p') }])]
    expect(messages.map((message) => hex(message.getPayload_asU8()))).deep.equal(payloads.map(hex))
  })

  it('need one message for all reads and one for all writes with their policies', async () => {
    const fake = new FakePeer()
    for (const index of range(500)) fake.rows.set(`key${index}`, `value${index}`)
    const access = new BatchRowAccess(fake.stub())
    const rows = await access.read(['key3', 'absent', 'key499', 'key0'])
    expect(rows.map(text)).deep.equal(['value3', '', 'value499', 'value0'])
    await access.write([put('a', '1', 'policy'), { key: 'b', value: undefined }, put('c', '3')])
    expect(fake.writes.map(([operation, key]) => `${operation} ${key}`)).deep.equal([
      'put a',
      'policy a',
      'delete b',
      'put c',
    ])
    expect([access.roundTrips, fake.messages.length]).deep.equal([2, 2])
  })

  it('are parted into messages of at most a thousand records, still in order', async () => {
    const fake = new FakePeer()
    const keys = range(2 * recordsMaximum + 1).map(digits)
    for (const key of keys) fake.rows.set(key, `value of ${key}`)
    const access = new BatchRowAccess(fake.stub())
    expect((await access.read(keys)).map(text)).deep.equal(keys.map((key) => `value of ${key}`))
    expect(access.roundTrips).equal(3)
    // Each of these is two records, so the thousand is counted in records and not in rows.
    await access.write(keys.slice(0, 501).map((key) => put(key, 'new', 'policy')))
    expect([access.roundTrips, typesOf(fake)]).deep.equal([5, [25, 25, 25, 24, 24]])
    const sizes = fake.messages.slice(3).map((message) => {
      return peer.WriteBatchState.deserializeBinary(message.getPayload_asU8()).getRecList().length
    })
    expect(sizes).deep.equal([1000, 2])
    expect(fake.writes.map(([, key]) => key)).deep.equal(keys.slice(0, 501).flatMap((key) => [key, key]))
  })

  it('send nothing when there is nothing to read or to write', async () => {
    const fake = new FakePeer()
    const access = new BatchRowAccess(fake.stub())
    expect(await access.read([])).deep.equal([])
    await access.write([])
    expect([access.roundTrips, fake.messages.length]).deep.equal([0, 0])
  })

  it('turn an error of the peer into an error, and send no further message after it', async () => {
    const fake = new FakePeer()
    fake.answers.set(types.GET_STATE_MULTIPLE, new Error('ledger is closed'))
    fake.answers.set(types.WRITE_BATCH_STATE, new Error('no key-level policies here'))
    const access = new BatchRowAccess(fake.stub())
    expect(await failureOf(access.read(['a']))).match(/ledger is closed/)
    expect(await failureOf(access.write(range(1001).map((index) => put(digits(index), 'x'))))).match(/no key-level/)
    expect(typesOf(fake)).deep.equal([25, 24])
  })

  it('refuse an answer that lacks a row', async () => {
    const fake = new FakePeer()
    fake.answers.set(types.GET_STATE_MULTIPLE, new peer.GetStateMultipleResult().serializeBinary())
    expect(await failureOf(new BatchRowAccess(fake.stub()).read(['a']))).match(/0 rows to 1 keys/)
  })
})

describe('the way to the rows', () => {
  it('is single messages unless batch messages are asked for by a 1', () => {
    const stub = new FakePeer().stub()
    for (const environment of [{}, { ASSAY_BATCH_MESSAGES: '' }, { ASSAY_BATCH_MESSAGES: '0' }]) {
      expect(chooseRowAccess(environment)(stub)).instanceOf(SingleRowAccess)
    }
    expect(chooseRowAccess({ ASSAY_BATCH_MESSAGES: '1' })(stub)).instanceOf(BatchRowAccess)
  })

  it('is refused at start when the shim’s handler cannot send batch messages', () => {
    expect(() => requireShimSupport({ prototype: {} })).throw(/fabric-shim 2\.5\.8 has no method _askPeerAndListen/)
    expect(() => requireShimSupport()).not.throw()
  })

  it('makes no difference to what is read and written, only to how many messages it takes', async () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    const change = fc.record({
      value: fc.option(fc.string({ minLength: 1 })),
      policy: fc.option(fc.string({ minLength: 1 })),
    })
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, change, { maxKeys: 20 }), fc.array(key), async (changes, absent) => {
        const rowChanges = Object.entries(changes).map(([name, { value, policy }]): RowChange => {
          return value === null ? { key: name, value: undefined } : put(name, value, policy ?? undefined)
        })
        const outcomes = [SingleRowAccess, BatchRowAccess].map(async (Access) => {
          const fake = new FakePeer()
          const access = new Access(fake.stub())
          await access.write(rowChanges)
          fake.commit()
          const rows = await access.read([...Object.keys(changes), ...absent])
          expect(access.roundTrips).equal(fake.messages.length)
          return { writes: fake.writes, rows: rows.map(text) }
        })
        const [single, batch] = await Promise.all(outcomes)
        expect(batch).deep.equal(single)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a unit of work', () => {
  const gift = (payee: string, quantity: bigint): Gift => ({ payee, payeeHome: 'AuditorMSP', voucher: 'AU', quantity })

  const participant = (name: string): Participant => ({
    ...{ participant: name, type: 'organisation', home: 'AuditorMSP', status: 'active', accepts: 'all', known: [] },
  })

  /**
   * Opens accounts and a supply, gives, and folds more credits than one debit may, over three transactions of one ledger.
   * The accounts are the auditor's, which stand among the ledger's own rows: the others are behind calls.
   */
  const run = async (accessOf: (stub: ChaincodeStub) => RowAccess | undefined) => {
    const fake = new FakePeer()
    const roundTrips: number[] = []
    const transact = async (txId: string, work: (unit: UnitOfWork) => Promise<unknown>) => {
      const stub = fake.stub(txId)
      const [unit, before] = [
        new UnitOfWork({ consortium, places: new Places(stub, consortium, accessOf(stub)), transaction: txId }),
        fake.messages.length,
      ]
      await work(unit)
      await unit.flush()
      fake.commit()
      expect(unit.roundTrips).equal(fake.messages.length - before)
      roundTrips.push(unit.roundTrips)
    }
    await transact('tx1', async (unit) => {
      await unit.load(['bob', 'alice', 'bob'].flatMap((name) => [accounts.key(name), participants.key(name)]))
      for (const name of ['bob', 'alice']) {
        unit.apply({
          writes: [write(accounts, openAccount(name, 'AuditorMSP')), write(participants, participant(name))],
        })
      }
      unit.apply({ writes: [write(supplies, { voucher: 'AU', home: 'BankMSP', supply: 1n })] })
    })
    for (const index of range(foldMaximum + 5)) {
      fake.rows.set(credits.key('alice', 'AU', digits(index)), '{"payee":"alice","quantity":"2","voucher":"AU"}')
    }
    await transact('tx2', async (unit) => {
      unit.apply({ gifts: [gift('bob', 7n), gift('alice', 3n), gift('bob', 1n)] })
      await unit.fold({ participant: 'alice', voucher: 'AU' })
    })
    await transact('tx3', (unit) => unit.fold({ participant: 'bob' }))
    return { rows: fake.rows, policies: fake.policies, writes: fake.writes, roundTrips, types: new Set(typesOf(fake)) }
  }

  it('leaves the same ledger by the same writes whichever way its messages go', async () => {
    const single = await run((stub) => new SingleRowAccess(stub))
    const batch = await run((stub) => new BatchRowAccess(stub))
    expect(batch.rows).deep.equal(single.rows)
    expect(batch.policies).deep.equal(single.policies)
    expect(batch.writes).deep.equal(single.writes)
    expect(JSON.parse(batch.rows.get(accounts.key('alice')) ?? '').holdings.AU.available).equal('403')
    // Four rows, a supply and its policy; a participant and its account, a scan in three messages, as it looks whether more are left, its end
    // and 202 writes; the same with a scan in one message and two writes.
    expect(single.roundTrips).deep.equal([4 + 6, 2 + 4 + 202, 2 + 2 + 2])
    expect(batch.roundTrips).deep.equal([2 + 1, 2 + 4 + 1, 2 + 2 + 1])
  })

  it('writes in the order of the keys, each new row followed by its policy', async () => {
    const { writes } = await run((stub) => new BatchRowAccess(stub))
    expect(writes.slice(0, 6).map(([operation, key]) => `${operation} ${key}`)).deep.equal([
      'put account~alice',
      'put account~bob',
      'put participant~alice',
      'put participant~bob',
      'put supply~AU',
      'policy supply~AU',
    ])
    const keys = writes.slice(6, 6 + 202).map(([, key]) => key)
    expect(keys).deep.equal([...keys].sort())
  })

  it('sends single messages by default, which every peer understands', async () => {
    const { types: sent } = await run(() => undefined)
    expect([sent.has(types.GET_STATE_MULTIPLE), sent.has(types.WRITE_BATCH_STATE)]).deep.equal([false, false])
    expect([sent.has(types.GET_STATE), sent.has(types.PUT_STATE)]).deep.equal([true, true])
  })
})
