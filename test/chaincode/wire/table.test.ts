import { expect } from 'chai'
import fc from 'fast-check'
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
import { Device } from '../../support/devices.ts'
import { runs } from '../../support/runs.ts'

const { entry, id } = new Device('alice', ['customer'])
const amount = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n })
const holding = fc.record({
  available: amount,
  reserved: amount,
  pledged: amount,
  frozen: amount,
  cost: amount,
  costed: amount,
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
})
