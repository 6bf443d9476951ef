import { expect } from 'chai'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { Device } from '../../../support/devices.ts'
import { cash, gold, onExchange } from '../../../support/exchange.ts'
import { codeOf } from '../../../support/scene.ts'

const hold = (quantity: bigint, change: Partial<Body<'holding.freeze'>> = {}): Body<'holding.freeze'> => ({
  participant: 'alice',
  voucher: gold,
  quantity: `${quantity}`,
  caseNumber: 'CASE-2026-7',
  ...change,
})

describe('freezing a holding', () => {
  it(
    'by the issuer moves available gold to frozen and back, total unchanged, under its case number',
    onExchange(async (exchange) => {
      const { treasury } = exchange
      expect(await exchange.done(treasury, 'holding.freeze', hold(40_000n))).deep.equal({
        participant: 'alice',
        voucher: gold,
        caseNumber: 'CASE-2026-7',
        available: '60000',
        frozen: '40000',
      })
      expect(exchange.buckets('alice')).deep.equal([60_000n, 0n, 0n, 40_000n])
      const freed = await exchange.done(treasury, 'holding.unfreeze', hold(15_000n))
      expect(freed).deep.include({ caseNumber: 'CASE-2026-7', available: '75000', frozen: '25000' })
    }),
  )

  it(
    'remembers how much each case froze: none frees what another froze, and the last of a case leaves no trace of it',
    onExchange(async (exchange) => {
      const { treasury, auditor, scene } = exchange
      const free = (quantity: bigint, caseNumber: string) =>
        exchange.code(treasury, 'holding.unfreeze', hold(quantity, { caseNumber }))
      await exchange.done(treasury, 'holding.freeze', hold(30_000n))
      await exchange.done(auditor, 'holding.freeze', hold(10_000n, { caseNumber: 'CASE-2026-8' }))
      expect(await free(10_001n, 'CASE-2026-8')).equal('frozen_under_another_case')
      expect(await free(1n, 'CASE-2026-9')).equal('frozen_under_another_case')
      expect(await free(10_000n, 'CASE-2026-8')).equal('accepted')
      expect(scene.account('alice').holdings[gold]?.cases).deep.equal({ 'CASE-2026-7': 30_000n })
      expect(await free(30_000n, 'CASE-2026-7')).equal('accepted')
      expect(scene.account('alice').holdings[gold]).not.have.property('cases')
    }),
  )

  it(
    'takes no seventeenth case of one holding',
    onExchange(async (exchange) => {
      const { treasury } = exchange
      for (let count = 1; count <= 16; count += 1)
        await exchange.done(treasury, 'holding.freeze', hold(1n, { caseNumber: `CASE-${count}` }))
      expect(await exchange.code(treasury, 'holding.freeze', hold(1n))).equal('too_many_cases')
      expect(await exchange.code(treasury, 'holding.freeze', hold(1n, { caseNumber: 'CASE-3' }))).equal('accepted')
    }),
  )

  it(
    'frees under any case what was frozen before cases were remembered, and no more than that',
    onExchange(async (exchange) => {
      const { treasury, scene } = exchange
      await exchange.done(treasury, 'holding.freeze', hold(10_000n))
      const row = scene.ledger.row('account~alice') as { holdings: { [voucher: string]: { cases?: object } } }
      delete row.holdings[gold]?.cases
      scene.ledger.leave('account~alice', row)
      await exchange.done(treasury, 'holding.freeze', hold(5_000n))
      const free = (quantity: bigint) =>
        exchange.code(treasury, 'holding.unfreeze', hold(quantity, { caseNumber: 'CASE-OLD' }))
      expect(await free(10_001n)).equal('frozen_under_another_case')
      expect(await free(10_000n)).equal('accepted')
      expect(await free(1n)).equal('frozen_under_another_case')
    }),
  )

  it(
    'is open to an auditor, whose administrator put its device on the ledger, and to whom nobody else can give the role',
    onExchange(async (exchange) => {
      const { auditor, alice, scene } = exchange
      expect(scene.account('auditor-desk')).deep.include({ home: 'AuditorMSP', status: 'active' })
      expect(scene.account('auditor-desk').devices[auditor.id]?.roles).deep.equal(['auditor'])
      await exchange.done(auditor, 'holding.freeze', hold(40_000n))
      await exchange.done(auditor, 'holding.freeze', hold(7n, { voucher: cash }))
      expect([exchange.buckets('alice')[3], exchange.buckets('alice', cash)[3]]).deep.equal([40_000n, 7n])
      await exchange.done(auditor, 'holding.unfreeze', hold(40_000n))
      const self = { participant: 'alice', device: new Device('alice', ['auditor']).entry }
      expect(await exchange.code(scene.registrars.BankMSP, 'device.add', self)).equal('role_not_grantable')
      expect(await exchange.code(alice, 'holding.freeze', hold(1n, { participant: 'bob' }))).equal('device_lacks_role')
    }),
  )

  it(
    'leaves an auditor nothing else to do: it registers nobody, issues nothing, moves nothing',
    onExchange(async (exchange) => {
      const { auditor } = exchange
      const person = { participant: 'dave', type: 'person', device: new Device('dave', ['customer']).entry } as const
      expect([
        codeOf(
          await exchange.apply(exchange.instruct(auditor, 'participant.register', person), { gateway: 'AuditorMSP' }),
        ),
        await exchange.code(auditor, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '1' }),
        await exchange.code(auditor, 'quote.publish', {
          voucher: gold,
          quote: 'Q',
          buy: '1',
          sell: '1',
          lifeSeconds: 1,
        }),
        await exchange.code(auditor, 'voucher.retire', { voucher: gold }),
      ]).deep.equal(Array(4).fill('device_lacks_role'))
    }),
  )

  it(
    'is not another issuer’s business',
    onExchange(async (exchange) => {
      expect(await exchange.code(exchange.bank, 'holding.freeze', hold(1n))).equal('not_the_issuer')
      expect(await exchange.code(exchange.bank, 'holding.unfreeze', hold(1n))).equal('not_the_issuer')
      expect(await exchange.code(exchange.treasury, 'holding.freeze', hold(1n, { voucher: cash }))).equal(
        'not_the_issuer',
      )
    }),
  )

  it(
    'takes from no other bucket: not what is reserved or pledged, and frees no more than is frozen',
    onExchange(async (exchange) => {
      const { treasury, alice } = exchange
      await exchange.locked(30_000n)
      await exchange.placed(alice, 'sell', 20_000n, 60_000n)
      expect(await exchange.code(treasury, 'holding.freeze', hold(50_001n))).equal('exceeds_available_quantity')
      await exchange.done(treasury, 'holding.freeze', hold(50_000n))
      expect(exchange.buckets('alice')).deep.equal([0n, 20_000n, 30_000n, 50_000n])
      expect(await exchange.code(treasury, 'holding.unfreeze', hold(50_001n))).equal('exceeds_frozen_quantity')
    }),
  )

  it(
    'leaves what is frozen to no use at all',
    onExchange(async (exchange) => {
      const { alice, treasury } = exchange
      await exchange.done(treasury, 'holding.freeze', hold(100_000n))
      expect([
        await exchange.code(alice, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '1' }),
        await exchange.code(alice, 'trade.sell', exchange.trade('sell', 1_000n)),
        await exchange.code(alice, 'pledge.propose', exchange.proposal(1n)),
        await exchange.code(alice, 'order.place', exchange.limit('sell', 1n, 1n)),
      ]).deep.equal(Array(4).fill('exceeds_available_quantity'))
    }),
  )

  it(
    'reaches the issuer’s own holding, and is refused for who or what nobody knows',
    onExchange(async (exchange) => {
      const { treasury } = exchange
      await exchange.done(treasury, 'holding.freeze', hold(5n, { participant: 'institution-treasury' }))
      expect(exchange.buckets('institution-treasury')).deep.equal([799_995n, 0n, 0n, 5n])
      expect(await exchange.code(treasury, 'holding.freeze', hold(1n, { participant: 'nobody' }))).equal(
        'unknown_participant',
      )
      expect(await exchange.code(treasury, 'holding.freeze', hold(1n, { voucher: 'XX-0000' }))).equal('unknown_voucher')
    }),
  )
})
