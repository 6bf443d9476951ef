import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { receiptsTold } from '../../support/receipts.ts'
import { atTill } from '../../support/till.ts'

describe('the home’s stamp', () => {
  it(
    'is needed where a kind needs it, and refused where it is not what it seems; nothing is written then',
    atTill(async (till) => {
      const { alice, bank, shop } = till
      const bare = till.instruct(alice, 'payment-code.request', {})
      expect(await till.sent(bare)).equal('stamp_missing')
      expect(await till.sent(till.instruct(shop, 'payment.claim', till.sale()))).equal('stamp_missing')
      expect(await till.sent(till.request(till.nextCode(), { by: bank }))).equal('bad_stamp')
      expect(await till.sent(till.request(till.nextCode(), { by: new Device('nobody', ['service']) }))).equal(
        'bad_stamp',
      )
      expect(await till.sent(till.request(till.nextCode(), { over: bare }))).equal('bad_stamp')
      const facts = { payment: till.nextCode(), codeExpiresAt: `${till.scene.now + 1n}`, keepsOlder: false }
      const transfer = till.instruct(alice, 'voucher.transfer', { voucher: 'CNY', to: 'noodle-bar', quantity: '1' })
      expect(await till.sent(till.stamped(transfer, facts))).equal('bad_stamp')
      expect(await till.sent(till.stamped(till.instruct(shop, 'payment.claim', till.sale()), facts))).equal('bad_stamp')
      for (const receivedAt of [till.scene.now - 30_001n, till.scene.now + 5_001n]) {
        expect(await till.sent(till.request(till.nextCode(), { receivedAt }))).equal('stamp_too_old')
      }
      const rows = till.scene.ledger.rows().filter(({ key }) => key.startsWith('payment~'))
      expect(rows).deep.equal([])
    }),
  )

  it(
    'tells the rule when the home received the instruction, whatever the time of the transaction',
    atTill(async (till) => {
      const receivedAt = till.scene.now - 20_000n
      const told = await receiptsTold('payment-code.request', async () => {
        expect(await till.sent(till.request(till.nextCode(), { receivedAt }))).equal('accepted')
      })
      expect([...new Set(told)]).deep.equal([receivedAt])
    }),
  )

  it(
    'tells a rule of no receipt where the kind needs no stamp',
    atTill(async (till) => {
      const told = await receiptsTold('voucher.transfer', async () => {
        const body = { voucher: 'CNY', to: 'noodle-bar', quantity: '1' }
        expect(await till.code(till.alice, 'voucher.transfer', body)).equal('accepted')
      })
      expect([...new Set(told)]).deep.equal([undefined])
    }),
  )

  it(
    'is no way around a frozen or revoked service device',
    atTill(async (till) => {
      const { BankMSP } = till.scene.registrars
      await till.done(BankMSP, 'participant.freeze', { participant: 'bank-service', caseNumber: 'CASE-1' })
      expect(await till.sent(till.request())).equal('bad_stamp')
      await till.done(BankMSP, 'participant.unfreeze', { participant: 'bank-service', caseNumber: 'CASE-1' })
      await till.done(BankMSP, 'device.revoke', { participant: 'bank-service', device: till.service.id })
      expect(await till.sent(till.request())).equal('bad_stamp')
    }),
  )
})
