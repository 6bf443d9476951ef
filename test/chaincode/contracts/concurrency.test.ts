import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import type { Proposal } from '../../support/ledger.ts'
import { codeOf, only, Scene } from '../../support/scene.ts'

const commit = (scene: Scene, proposals: Proposal[]): string[] =>
  scene.ledger.commit(proposals).transactions.map(({ code }) => code)

const payers = (count: number): string[] => Array.from({ length: count }, (_, index) => `payer-${index}`)

describe('transactions endorsed against the same state', () => {
  it('all count when a hundred payers pay one payee in one block', async () => {
    const scene = await Scene.open()
    const devices = await scene.registerCustomers(payers(100), 'BankMSP')
    await scene.give(devices, 10n)
    const proposals = await Promise.all(devices.map((device) => scene.endorse(scene.transfer(device, 'bob', 3n))))
    expect(new Set(commit(scene, proposals))).deep.equal(new Set(['VALID']))
    expect(scene.balance('bob')).equal(300n)
    expect(scene.credits('bob').length).equal(100)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('let the payee spend out of its row meanwhile, and fold all hundred afterwards', async () => {
    const scene = await Scene.open()
    const devices = await scene.registerCustomers(payers(20), 'BankMSP')
    await scene.give([...devices, scene.bob], 10n)
    await scene.honoured(scene.transfer(scene.bob, 'alice', 1n))
    const payments = await Promise.all(devices.map((device) => scene.endorse(scene.transfer(device, 'bob', 3n))))
    const spending = await scene.endorse(scene.transfer(scene.bob, 'alice', 2n))
    expect(new Set(commit(scene, [...payments.slice(0, 10), spending, ...payments.slice(10)]))).deep.equal(
      new Set(['VALID']),
    )
    await scene.honoured(scene.transfer(scene.bob, 'alice', 67n))
    expect([scene.balance('bob'), scene.balance('alice')]).deep.equal([0n, 70n])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('let one of two spends of one balance win, and the other be refused cleanly once it is asked again', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    await scene.honoured(scene.transfer(scene.alice, 'bob', 1n))
    const [left, right] = [
      scene.transfer(scene.alice, 'bob', 6n),
      scene.transfer(scene.alice, 'institution-treasury', 6n),
    ]
    const proposals = await Promise.all([scene.endorse(left), scene.endorse(right)])
    expect(commit(scene, proposals)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    expect(codeOf(only(await scene.apply(right)))).equal('exceeds_available_quantity')
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([3n, 7n])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('do not let one credit be folded twice', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const tablet = new Device('alice', ['customer'])
    const body = { participant: 'alice', device: tablet.entry }
    await scene.honoured(scene.instruct(scene.registrars.BankMSP, 'device.add', body), { gateway: 'BankMSP' })
    const spends = [scene.transfer(scene.alice, 'bob', 10n), scene.transfer(tablet, 'bob', 10n)]
    const proposals = await Promise.all(spends.map((text) => scene.endorse(text)))
    expect(commit(scene, proposals)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    expect(scene.balance('bob')).equal(10n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('make a debit that folds ask again when a credit arrives meanwhile, and lose nothing', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const spending = scene.transfer(scene.alice, 'bob', 10n)
    const endorsed = await scene.endorse(spending)
    const payment = await scene.endorse(scene.transfer(scene.treasury, 'alice', 5n))
    expect(commit(scene, [payment, endorsed])).deep.equal(['VALID', 'PHANTOM_READ_CONFLICT'])
    await scene.honoured(spending)
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([5n, 10n])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('count once when a transaction is ordered twice', async () => {
    const scene = await Scene.open()
    const proposal = await scene.endorse(scene.transfer(scene.treasury, 'institution-registry', 5n))
    expect(commit(scene, [proposal])).deep.equal(['VALID'])
    expect(commit(scene, [proposal, proposal])).deep.equal(['DUPLICATE_TXID', 'DUPLICATE_TXID'])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('let one of two registrations of one participant in one block count, whoever sends them', async () => {
    const scene = await Scene.open()
    const body = (device: Device) => ({ participant: 'carol', type: 'person' as const, device: device.entry })
    const [one, two] = [new Device('carol', ['customer']), new Device('carol', ['customer'])]
    const fromBank = scene.instruct(scene.registrars.BankMSP, 'participant.register', body(one))
    const fromSupplier = scene.instruct(scene.registrars.SupplierMSP, 'participant.register', body(two))
    const proposals = [
      await scene.endorse(fromBank, { gateway: 'BankMSP' }),
      await scene.endorse(fromSupplier, { gateway: 'SupplierMSP' }),
    ]
    // Fabric judges endorsements before reads, and fails whatever writes a key whose policy changed in the same block.
    expect(commit(scene, proposals)).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE'])
    expect(codeOf(only(await scene.apply(fromSupplier, { gateway: 'SupplierMSP' })))).equal('participant_exists')
    expect(Object.keys(scene.account('carol').devices)).deep.equal([one.id])
  })

  it('let one of two registrations in two blocks count, too', async () => {
    const scene = await Scene.open()
    const body = { participant: 'carol', type: 'person' as const, device: new Device('carol', ['customer']).entry }
    const proposals = [
      await scene.endorse(scene.instruct(scene.registrars.BankMSP, 'participant.register', body), {
        gateway: 'BankMSP',
      }),
      await scene.endorse(scene.instruct(scene.registrars.SupplierMSP, 'participant.register', body), {
        gateway: 'SupplierMSP',
      }),
    ]
    expect(proposals.flatMap((proposal) => commit(scene, [proposal]))).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
  })

  it('fail behind a freeze of their sender that was ordered before them', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const spending = await scene.endorse(scene.transfer(scene.alice, 'bob', 10n))
    const freeze = scene.instruct(scene.registrars.BankMSP, 'participant.freeze', {
      participant: 'alice',
      caseNumber: 'CASE-1',
    })
    const freezing = await scene.endorse(freeze, { gateway: 'BankMSP' })
    expect(commit(scene, [freezing, spending])).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    expect(scene.balance('bob')).equal(0n)
  })
})
