import { expect } from 'chai'
import fc from 'fast-check'
import {
  accountKey,
  creditKey,
  creditRange,
  parseKey,
  participantKey,
  voucherKey,
} from '../../../chaincode/wire/keys.ts'
import { runs } from '../../support/runs.ts'

const participants = fc.stringMatching(/^[a-z][a-z0-9-]{1,6}[a-z0-9]$/)
const vouchers = fc.stringMatching(/^[A-Z][A-Z0-9-]{1,6}[A-Z0-9]$/)
const isInside = ({ start, end }: { start: string; end: string }, key: string): boolean => key >= start && key < end

describe('ledger keys', () => {
  it('are read back into their table and members', () => {
    expect(parseKey(participantKey('bob'))).deep.equal({ table: 'participant', members: ['bob'] })
    expect(parseKey(accountKey('bob'))).deep.equal({ table: 'account', members: ['bob'] })
    expect(parseKey(voucherKey('AU-9999'))).deep.equal({ table: 'voucher', members: ['AU-9999'] })
    const credit = parseKey(creditKey('bob', 'AU-9999', 'f00d'))
    expect(credit).deep.equal({ table: 'credit', members: ['bob', 'AU-9999', 'f00d'] })
  })

  it('of other tables are none of ours', () => {
    for (const key of ['', 'bob', 'toString~bob', '\u0000credit\u0000bob', 'Account~bob']) {
      expect(parseKey(key), key).equal(undefined)
    }
  })

  it('keep the credits of one payee and one voucher in one range that no other payee or voucher enters', () => {
    const property = fc.property(participants, participants, vouchers, vouchers, (payee, other, voucher, second) => {
      const key = creditKey(other, second, 'f00d')
      expect(isInside(creditRange(payee, voucher), key)).equal(payee === other && voucher === second)
      expect(isInside(creditRange(payee), key)).equal(payee === other)
    })
    fc.assert(property, runs(500))
  })

  it('do so for names that begin alike', () => {
    const range = creditRange('bob', 'AU')
    expect(isInside(range, creditKey('bob', 'AU', 'f00d'))).equal(true)
    expect(isInside(range, creditKey('bob', 'AU-1', 'f00d'))).equal(false)
    expect(isInside(range, creditKey('bob', 'AU1', 'f00d'))).equal(false)
    expect(isInside(creditRange('bob'), creditKey('bob-1', 'AU', 'f00d'))).equal(false)
    expect(isInside(creditRange('bob'), creditKey('bob1', 'AU', 'f00d'))).equal(false)
  })
})
