import { expect } from 'chai'
import fc from 'fast-check'
import { z } from 'zod'
import {
  type Account,
  accounts,
  type Credit,
  credits,
  type Participant,
  participants,
} from '../../../chaincode/domains/registry/tables.ts'
import { type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { amount, asWritten, table } from '../../../chaincode/wire/table.ts'
import { Device } from '../../support/devices.ts'
import { runs } from '../../support/runs.ts'

const { entry, id } = new Device('alice', ['customer'])
const quantity = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n })
const holding = fc.record({
  available: quantity,
  reserved: quantity,
  pledged: quantity,
  frozen: quantity,
  cost: quantity,
  costed: quantity,
})
const anyAccount = fc
  .record({
    highest: fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
    used: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    holdings: fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9-]{1,6}[A-Z0-9]$/), holding, { noNullPrototype: true }),
  })
  .map(
    ({ highest, used, holdings }): Account => ({
      participant: 'alice',
      home: 'BankMSP',
      status: 'active',
      devices: { [id]: { ...entry, status: 'active', highest, used } },
      holdings,
    }),
  )

const reread = (json: Json): { [name: string]: Json } => JSON.parse(canonical(json)) as { [name: string]: Json }

describe('ledger rows', () => {
  it('of accounts come back from their bytes as they were, whatever the amounts', () => {
    const { encode, decode } = accounts.codec
    const property = fc.property(anyAccount, (account) => {
      expect(decode(reread(encode(account)))).deep.equal(account)
    })
    fc.assert(property, runs(100))
  })

  it('of credits, participants and vouchers come back from their bytes as they were', () => {
    const credit: Credit = { payee: 'bob', voucher: 'AU-9999', quantity: 2n ** 95n }
    const participant: Participant = {
      participant: 'bob',
      type: 'person',
      home: 'SupplierMSP',
      status: 'frozen',
      accepts: 'known',
      known: ['alice'],
    }
    const voucher: Voucher = {
      voucher: 'CNY',
      issuer: 'bank',
      home: 'BankMSP',
      status: 'issued',
      name: '人民币',
      product: { type: 'currency', currency: 'CNY' },
      unit: { base: '1 fen', shownAs: 'CNY', basePerShown: '100' },
      functions: ['transfer'],
      fields: ['name', 'unit'],
      version: 3n,
    }
    expect(credits.codec.decode(reread(credits.codec.encode(credit)))).deep.equal(credit)
    expect(participants.codec.decode(reread(participants.codec.encode(participant)))).deep.equal(participant)
    expect(vouchers.codec.decode(reread(vouchers.codec.encode(voucher)))).deep.equal(voucher)
  })

  it('hold amounts as decimal strings, never as JSON numbers', () => {
    const row = canonical(credits.codec.encode({ payee: 'bob', voucher: 'AU-9999', quantity: 9007199254740993n }))
    expect(row).equal('{"payee":"bob","quantity":"9007199254740993","voucher":"AU-9999"}')
  })

  it('keep what needs no change in a shape of any depth, and say how each stands there', () => {
    const shape = z.object({
      name: z.string(),
      notes: z.record(z.string(), z.string()),
      sums: z.record(z.string(), amount),
      last: amount.optional(),
      inner: z.object({ count: amount, text: z.string() }),
    })
    const made = table('made', { shape, key: ['name'], homes: [] })
    const record = { name: 'a', notes: { b: 'c' }, sums: { d: 5n }, last: 6n, inner: { count: 7n, text: '8' } }
    const written = { name: 'a', notes: { b: 'c' }, sums: { d: '5' }, last: '6', inner: { count: '7', text: '8' } }
    expect(made.codec.encode(record)).deep.equal(written)
    expect(made.codec.decode(written)).deep.equal(record)
    expect(asWritten(shape).parse(written)).deep.equal(written)
    const { last, ...without } = written
    expect([last, asWritten(shape).safeParse(without).success]).deep.equal(['6', true])
    expect(asWritten(shape).safeParse(record).success).equal(false)
  })

  it('of a table in which nothing counts stand as they are, and are copies', () => {
    const plain = table('plain', { shape: z.object({ name: z.string() }), key: ['name'], homes: [] })
    const record = { name: 'a' }
    expect(plain.codec.encode(record)).deep.equal(record)
    expect(plain.codec.encode(record)).not.equal(record)
    expect(plain.codec.decode(record)).equal(record)
  })
})
