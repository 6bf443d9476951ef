import { expect } from 'chai'
import fc from 'fast-check'
import type { Account, Holding } from '../../../chaincode/domains/registry/tables.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import {
  credited,
  debited,
  emptyHolding,
  holdingOf,
  openAccount,
  totalOf,
  withHolding,
} from '../../../chaincode/rules/account.ts'
import { runs } from '../../support/runs.ts'

const empty = openAccount('alice', 'BankMSP')
const holding = (change: Partial<Holding>): Account => withHolding(empty, 'AU-9999', { ...emptyHolding, ...change })
const goldOf = (account: Account): Holding => holdingOf(account, 'AU-9999')

describe('an account', () => {
  it('opens active, without devices and holdings', () => {
    expect(empty).deep.equal({ participant: 'alice', home: 'BankMSP', status: 'active', devices: {}, holdings: {} })
  })

  it('counts every bucket into the total', () => {
    expect(totalOf({ available: 1n, reserved: 20n, pledged: 300n, frozen: 4000n, cost: 50_000n, costed: 0n })).equal(
      4321n,
    )
  })

  it('keeps the holdings of other vouchers when one changes', () => {
    const account = credited(holding({ available: 5n }), 'CNY', 7n)
    expect(goldOf(account).available).equal(5n)
    expect(holdingOf(account, 'CNY').available).equal(7n)
  })

  it('never changes the account that it was given', () => {
    const account = holding({ available: 5n })
    credited(account, 'AU-9999', 1n)
    debited(account, 'AU-9999', 1n)
    expect(goldOf(account).available).equal(5n)
  })

  it('drops a holding that became empty, so that an account without holdings can be closed', () => {
    expect(debited(holding({ available: 5n }), 'AU-9999', 5n).holdings).deep.equal({})
    expect(Object.keys(debited(holding({ available: 5n, pledged: 1n }), 'AU-9999', 5n).holdings)).deep.equal([
      'AU-9999',
    ])
  })

  it('pays out of what is available only, not out of the total', () => {
    const account = holding({ available: 5n, reserved: 10n, pledged: 10n, frozen: 10n })
    expect(goldOf(debited(account, 'AU-9999', 5n)).available).equal(0n)
    try {
      debited(account, 'AU-9999', 6n)
      expect.fail('a refusal was expected')
    } catch (error) {
      expect(error).instanceOf(Refusal)
      expect((error as Refusal).code).equal('exceeds_available_quantity')
      expect((error as Refusal).values).deep.equal({
        participant: 'alice',
        voucher: 'AU-9999',
        available: '5',
        quantity: '6',
      })
    }
  })

  it('refuses a payment of a voucher that it never had', () => {
    expect(() => debited(empty, 'AU-9999', 1n)).throw(Refusal, 'exceeds_available_quantity')
  })

  it('lets the cost leave in proportion, rounded down', () => {
    const account = debited(holding({ available: 3n, cost: 100n }), 'AU-9999', 1n)
    expect(goldOf(account)).deep.equal({ ...emptyHolding, available: 2n, cost: 67n })
  })

  it('gives all the cost that is left to the last unit, and never makes it negative', () => {
    const amounts = fc.bigInt({ min: 1n, max: 1_000_000n })
    const costs = fc.bigInt({ min: 0n, max: 2n ** 95n })
    const property = fc.property(fc.array(amounts, { minLength: 1 }), costs, (parts, cost) => {
      const have = parts.reduce((sum, part) => sum + part, 0n)
      const end = parts.reduce(
        (account, part) => {
          const after = debited(account, 'AU-9999', part)
          expect(goldOf(after).cost).satisfies((left: bigint) => left >= 0n && left <= goldOf(account).cost)
          return after
        },
        holding({ available: have, cost }),
      )
      expect(end).deep.equal(empty)
    })
    fc.assert(property, runs(100))
  })
})
