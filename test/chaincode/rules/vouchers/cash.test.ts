import { expect } from 'chai'
import { Device } from '../../../support/devices.ts'
import { cash, gold, onExchange } from '../../../support/exchange.ts'

const into = (to: string, quantity: bigint) => ({ voucher: cash, to, quantity: `${quantity}`, reference: 'SLIP 17/3' })
const outOf = (participant: string, quantity: bigint) => ({
  ...{ voucher: cash, participant, quantity: `${quantity}`, reference: 'SLIP 17/4' },
})
/** The series as the scene issued it and deposited onto it. */
const opening = 32_000_000n

describe('cash', () => {
  it(
    'grows by deposits and shrinks by withdrawals, in the series and in the customer’s account alike',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      expect(scene.supply(cash)).equal(opening)
      expect(await exchange.done(bank, 'cash.deposit', into('alice', 500n))).deep.equal({
        voucher: cash,
        to: 'alice',
        quantity: '500',
      })
      expect([scene.supply(cash), exchange.buckets('alice', cash)[0]]).deep.equal([opening + 500n, 10_000_500n])
      expect(await exchange.done(bank, 'cash.withdraw', outOf('alice', 10_000_400n))).deep.equal({
        voucher: cash,
        participant: 'alice',
        quantity: '10000400',
        available: '100',
      })
      expect([scene.supply(cash), exchange.buckets('alice', cash)[0]]).deep.equal([opening - 9_999_900n, 100n])
    }),
  )

  it(
    'is the business of a teller of the bank that issued it',
    onExchange(async (exchange) => {
      const { alice, treasury, scene } = exchange
      expect(await exchange.code(alice, 'cash.deposit', into('alice', 1n))).equal('device_lacks_role')
      expect(await exchange.code(treasury, 'cash.withdraw', outOf('alice', 1n))).equal('device_lacks_role')
      const rival = await scene.register(new Device('other-bank', ['teller']), 'BankMSP', 'organisation')
      expect(await exchange.code(rival, 'cash.deposit', into('alice', 1n))).equal('not_the_issuer')
      expect(await exchange.code(rival, 'cash.withdraw', outOf('alice', 1n))).equal('not_the_issuer')
    }),
  )

  it(
    'is money: no deposit or withdrawal of metal, and none of what nobody issued',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      const teller = new Device('institution-treasury', ['teller'])
      const entry = { participant: 'institution-treasury', device: teller.entry }
      await exchange.done(scene.registrars.InstitutionMSP, 'device.add', entry)
      expect(await exchange.code(teller, 'cash.deposit', { ...into('alice', 1n), voucher: gold })).equal(
        'not_a_currency',
      )
      expect(await exchange.code(teller, 'cash.withdraw', { ...outOf('alice', 1n), voucher: gold })).equal(
        'not_a_currency',
      )
      expect(await exchange.code(bank, 'cash.deposit', { ...into('alice', 1n), voucher: 'NO-SUCH' })).equal(
        'unknown_voucher',
      )
    }),
  )

  it(
    'is paid out only as far as it is available, credits included',
    onExchange(async (exchange) => {
      const { bank, alice } = exchange
      await exchange.placed(alice, 'buy', 10_000n, 56_000n)
      expect(exchange.buckets('alice', cash)).deep.equal([10_000_000n - 561_120n, 561_120n, 0n, 0n])
      expect(await exchange.code(bank, 'cash.withdraw', outOf('alice', 9_438_881n))).equal('exceeds_available_quantity')
      expect(await exchange.code(bank, 'cash.withdraw', outOf('alice', 9_438_880n))).equal('accepted')
      expect(await exchange.code(bank, 'cash.withdraw', outOf('nobody', 1n))).equal('unknown_participant')
    }),
  )

  it(
    'neither reaches nor leaves a frozen customer',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(await exchange.code(bank, 'cash.deposit', into('alice', 1n))).equal('receiver_not_active')
      expect(await exchange.code(bank, 'cash.withdraw', outOf('alice', 1n))).equal('participant_state_forbids')
    }),
  )

  it(
    'stops below 2^96, and cannot come in once its series has retired',
    onExchange(async (exchange) => {
      const { bank } = exchange
      const room = 2n ** 96n - 1n - opening
      expect(await exchange.code(bank, 'cash.deposit', into('alice', room + 1n))).oneOf([
        'supply_over_cap',
        'malformed_instruction',
      ])
      expect(await exchange.code(bank, 'cash.deposit', into('alice', room))).equal('accepted')
      expect(await exchange.code(bank, 'cash.deposit', into('alice', 1n))).equal('supply_over_cap')
    }),
  )

  it(
    'of the bank’s own can be deposited and withdrawn too',
    onExchange(async (exchange) => {
      const { bank } = exchange
      await exchange.done(bank, 'cash.deposit', into('city-bank', 5n))
      await exchange.done(bank, 'cash.withdraw', outOf('city-bank', 1_000_005n))
      expect(exchange.buckets('city-bank', cash)).deep.equal([0n, 0n, 0n, 0n])
    }),
  )

  it(
    'of many deposits in one batch stands in one credit for each customer',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      const before = scene.credits('alice').length
      const texts = [1n, 2n, 3n].map((quantity) => exchange.instruct(bank, 'cash.deposit', into('alice', quantity)))
      await scene.honoured(texts, { gateway: 'BankMSP' })
      expect(scene.credits('alice').length).equal(before + 1)
      expect(exchange.buckets('alice', cash)[0]).equal(10_000_006n)
    }),
  )
})
