import { expect } from 'chai'
import { ledgerFaults } from '../../../support/invariants.ts'
import { codeOf, only, Scene } from '../../../support/scene.ts'

const sumOf = (scene: Scene): bigint =>
  ['institution-treasury', 'alice', 'bob'].reduce((sum, name) => sum + scene.balance(name), 0n)

describe('a transfer', () => {
  it('S0-023 moves a quantity to the receiver and keeps the sum over all accounts', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 1000n)
    const before = sumOf(scene)
    const outcome = only(await scene.apply(scene.transfer(scene.alice, 'bob', 400n)))
    expect(outcome).deep.include({
      status: 'accepted',
      effects: { voucher: 'AU-9999', to: 'bob', quantity: '400', available: '600' },
    })
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([600n, 400n])
    expect(sumOf(scene)).equal(before)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('S0-023 is refused for an unknown, frozen, closed, unwilling or same-account receiver, and moves nothing', async () => {
    const scene = await Scene.open()
    await scene.registerCustomers(['carol', 'dave'], 'SupplierMSP')
    const registrar = scene.registrars.SupplierMSP
    await scene.honoured(
      [
        scene.instruct(registrar, 'participant.freeze', { participant: 'carol', caseNumber: 'CASE-1' }),
        scene.instruct(registrar, 'participant.close', { participant: 'dave' }),
        scene.instruct(scene.bob, 'participant.accept', { accepts: 'none' }),
      ],
      { gateway: 'SupplierMSP' },
    )
    const receivers = ['nobody', 'carol', 'dave', 'bob', 'institution-treasury']
    const { outcomes } = await scene.apply(receivers.map((to) => scene.transfer(scene.treasury, to, 1n)))
    expect(outcomes.map(codeOf)).deep.equal([
      'unknown_participant',
      'receiver_not_active',
      'receiver_not_active',
      'receiver_does_not_accept',
      'sender_is_receiver',
    ])
    expect(scene.balance('institution-treasury')).equal(1_000_000n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('S0-010 that a rule refuses is answered with its code and its values, and leaves all quantities as they were', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const { code, outcomes } = await scene.apply(scene.transfer(scene.alice, 'bob', 11n))
    expect(code).equal('VALID')
    expect(only({ outcomes })).deep.include({
      status: 'refused',
      code: 'exceeds_available_quantity',
      values: { participant: 'alice', voucher: 'AU-9999', available: '10', quantity: '11' },
    })
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([10n, 0n])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('of all that the sender has leaves no holding behind', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    await scene.honoured(scene.transfer(scene.alice, 'bob', 10n))
    expect(scene.account('alice').holdings).deep.equal({})
  })

  it('of a voucher that nobody issued is refused', async () => {
    const scene = await Scene.open()
    const body = { voucher: 'XX-0000', to: 'bob', quantity: '1' }
    const text = scene.instruct(scene.alice, 'voucher.transfer', body)
    expect(codeOf(only(await scene.apply(text, { gateway: 'BankMSP' })))).equal('unknown_voucher')
  })

  it('needs a customer’s device', async () => {
    const scene = await Scene.open()
    const { BankMSP: registrar } = scene.registrars
    expect(codeOf(only(await scene.apply(scene.transfer(registrar, 'bob', 1n))))).equal('device_lacks_role')
  })

  it('may carry a reference, which changes its id and nothing else', async () => {
    const scene = await Scene.open()
    const body = { voucher: 'AU-9999', to: 'bob', quantity: '1', reference: 'Order 7' }
    expect(only(await scene.apply(scene.instruct(scene.treasury, 'voucher.transfer', body))).status).equal('accepted')
    expect(scene.balance('bob')).equal(1n)
  })

  it('writes the receiver’s credit without reading the receiver’s account', async () => {
    const scene = await Scene.open()
    const { readWriteSet } = await scene.endorse(scene.transfer(scene.treasury, 'bob', 1n))
    expect(readWriteSet.reads.map(({ key }) => key)).deep.equal([
      'participant~bob',
      'participant~institution-treasury',
      'voucher~AU-9999',
      'account~institution-treasury',
    ])
    expect(readWriteSet.ranges).deep.equal([])
  })
})
