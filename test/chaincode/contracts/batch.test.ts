import { expect } from 'chai'
import { batchMaximum } from '../../../chaincode/batch/decide.ts'
import { foldMaximum } from '../../../chaincode/state/unit-of-work.ts'
import { Device } from '../../support/devices.ts'
import { Exchange } from '../../support/exchange.ts'
import { failureOf } from '../../support/failure.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { codeOf, goldBody, only, Scene } from '../../support/scene.ts'

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Gives alice one unit in each of `count` transactions, so that she has as many credits. */
const giveInPieces = async (scene: Scene, count: number): Promise<void> => {
  for (const _ of range(count)) await scene.give([scene.alice], 1n)
}

describe('a batch', () => {
  it('answers every envelope in its place', async () => {
    const scene = await Scene.open()
    const texts = [1n, 2n, 3n].map((quantity) => scene.transfer(scene.treasury, 'bob', quantity))
    const { outcomes } = await scene.honoured(texts)
    expect(outcomes.map((outcome) => 'effects' in outcome && outcome.effects['quantity'])).deep.equal(['1', '2', '3'])
    expect(new Set(outcomes.map(({ id }) => id)).size).equal(3)
  })

  it('lets no refused or unreadable envelope spoil its neighbours', async () => {
    const scene = await Scene.open()
    const { code, outcomes } = await scene.apply([
      scene.transfer(scene.treasury, 'bob', 1n),
      'nonsense',
      scene.transfer(scene.alice, 'bob', 1n),
      scene.transfer(scene.treasury, 'nobody', 1n),
      scene.transfer(new Device('mallory', ['customer']), 'bob', 1n),
      scene.transfer(scene.treasury, 'bob', 2n),
    ])
    expect(code).equal('VALID')
    expect(outcomes.map(codeOf)).deep.equal([
      'accepted',
      'malformed_instruction',
      'exceeds_available_quantity',
      'unknown_participant',
      'unknown_device',
      'accepted',
    ])
    expect(scene.balance('bob')).equal(3n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('takes several instructions of one device, each on top of the one before', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const { outcomes } = await scene.apply([6n, 6n, 4n].map((quantity) => scene.transfer(scene.alice, 'bob', quantity)))
    expect(outcomes.map(codeOf)).deep.equal(['accepted', 'exceeds_available_quantity', 'accepted'])
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([0n, 10n])
  })

  it('honours an envelope that stands in it twice once', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const { outcomes } = await scene.apply([text, text, text])
    expect(outcomes.map(({ status }) => status)).deep.equal(['accepted', 'repeated', 'repeated'])
    expect(scene.balance('bob')).equal(1n)
  })

  it('lets a payer pay out of what an earlier envelope of it gave, and not out of what a later one gives', async () => {
    const scene = await Scene.open()
    const back = () => scene.transfer(scene.bob, 'alice', 7n)
    const { outcomes } = await scene.apply([back(), scene.transfer(scene.treasury, 'bob', 7n), back()])
    expect(outcomes.map(codeOf)).deep.equal(['exceeds_available_quantity', 'accepted', 'accepted'])
    expect([scene.balance('bob'), scene.balance('alice')]).deep.equal([0n, 7n])
    expect(scene.credits('bob')).deep.equal([])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('lets a quantity pass through many hands', async () => {
    const scene = await Scene.open()
    const carols = await scene.registerCustomers(
      range(20).map((index) => `carol-${index}`),
      'BankMSP',
    )
    const hands = [scene.treasury, ...carols]
    const chain = carols.map((carol, index) => scene.transfer(hands[index] as Device, carol.participant, 5n))
    await scene.honoured([...chain, scene.transfer(carols.at(-1) as Device, 'bob', 5n)])
    expect(scene.balance('bob')).equal(5n)
    expect(carols.map(({ participant }) => scene.balance(participant))).deep.equal(Array(20).fill(0n))
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('gives one payee one credit for all that it receives', async () => {
    const scene = await Scene.open()
    const { proposal } = await scene.honoured(
      [3n, 4n].map((quantity) => scene.transfer(scene.treasury, 'bob', quantity)),
    )
    expect(scene.credits('bob')).deep.equal([{ payee: 'bob', voucher: 'AU-9999', quantity: 7n }])
    expect(scene.ledger.row(`credit~bob~AU-9999~${proposal.txId}`)).not.equal(undefined)
  })

  it('of none writes nothing, and one over the maximum is not endorsed', async () => {
    const scene = await Scene.open()
    const { outcomes, proposal } = await scene.apply([])
    expect([outcomes, proposal.readWriteSet.writes, proposal.event]).deep.equal([[], [], undefined])
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    expect(await failureOf(scene.apply(Array(batchMaximum + 1).fill(text)))).match(/at most 500/)
    expect((await scene.apply(Array(batchMaximum).fill(text))).code).equal('VALID')
  })

  it('is sent by a gateway only', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    for (const caller of [{ role: 'auditor' as const }, {}, { admin: true }]) {
      const failure = await failureOf(scene.apply(text, { caller: { mspId: 'InstitutionMSP', ...caller } }))
      expect(failure).match(/gateway identities only/)
    }
  })

  it('is asked for by its one full name, and of the ledger first, so that whoever reads the block finds it', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    for (const asked of ['apply', 'ledger:apply ', 'ledger:Apply', ':apply', 'registry:apply']) {
      const failure = await failureOf(scene.apply(text, { asked }))
      expect(failure, asked).match(/answers to ledger:apply only|does not exist|not known/)
    }
    const through = await failureOf(scene.apply(text, { chaincode: 'somebody-elses' }))
    expect(through).match(/for the chaincode ledger to ask for/)
    expect((await scene.apply(text, { asked: 'ledger:apply' })).code).equal('VALID')
  })
})

describe('credits', () => {
  it('are left alone while the row is enough', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    await scene.honoured(scene.transfer(scene.alice, 'bob', 4n))
    await scene.give([scene.alice], 10n)
    const { proposal } = await scene.honoured(scene.transfer(scene.alice, 'bob', 6n))
    expect(proposal.readWriteSet.ranges).deep.equal([])
    expect(scene.credits('alice').map(({ quantity }) => quantity)).deep.equal([10n])
  })

  it('are folded by the debit that finds the row too small, once per batch, and are gone then', async () => {
    const scene = await Scene.open()
    await giveInPieces(scene, 3)
    expect(scene.credits('alice').length).equal(3)
    const { proposal } = await scene.honoured([
      scene.transfer(scene.alice, 'bob', 1n),
      scene.transfer(scene.alice, 'bob', 1n),
    ])
    expect(proposal.readWriteSet.ranges.length).equal(1)
    expect(scene.credits('alice')).deep.equal([])
    expect(scene.account('alice').holdings['AU-9999']?.available).equal(1n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('of another voucher stay where they are', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 2n)
    const silver = { voucher: 'AU-9999-B', to: 'alice', quantity: '5' }
    const issue = { ...goldBody, voucher: 'AU-9999-B' }
    await scene.honoured([
      scene.instruct(scene.treasury, 'voucher.issue', issue),
      scene.instruct(scene.treasury, 'voucher.transfer', silver),
    ])
    await scene.honoured(scene.transfer(scene.alice, 'bob', 1n))
    expect(scene.credits('alice')).deep.equal([{ payee: 'alice', voucher: 'AU-9999-B', quantity: 5n }])
  })

  it('are folded even when the debit is refused all the same', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 2n)
    const outcome = only(await scene.apply(scene.transfer(scene.alice, 'bob', 3n)))
    expect(outcome).deep.include({ code: 'exceeds_available_quantity' })
    expect(outcome).nested.include({ 'values.available': '2' })
    expect(scene.account('alice').holdings['AU-9999']?.available).equal(2n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('are folded a bounded number at a time, and the next debit folds the next', async () => {
    const scene = await Scene.open()
    const extra = 30
    await giveInPieces(scene, foldMaximum + extra)
    const all = BigInt(foldMaximum + extra)
    const first = only(await scene.apply(scene.transfer(scene.alice, 'bob', all)))
    expect(first).nested.include({ 'values.available': `${foldMaximum}` })
    expect(scene.credits('alice').length).equal(extra)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
    expect(only(await scene.apply(scene.transfer(scene.alice, 'bob', all))).status).equal('accepted')
    expect([scene.credits('alice'), scene.balance('bob')]).deep.equal([[], all])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('of somebody else are not touched by an instruction that its sender was never entitled to', async () => {
    const scene = await Scene.open()
    await scene.give([scene.bob], 5n)
    const close = scene.instruct(scene.alice, 'participant.close', { participant: 'bob' })
    const { outcomes, proposal } = await scene.apply(close, { gateway: 'BankMSP' })
    expect(outcomes.map(codeOf)).deep.equal(['device_lacks_role'])
    expect(proposal.readWriteSet.writes.map(({ key }) => key)).deep.equal(['account~alice'])
    const foreign = scene.instruct(scene.registrars.BankMSP, 'participant.close', { participant: 'bob' })
    const answer = await scene.apply(foreign, { gateway: 'BankMSP', organisations: ['BankMSP', 'InstitutionMSP'] })
    expect(answer.outcomes.map(codeOf)).deep.equal(['not_registrar_of_home'])
    expect(answer.code).equal('VALID')
  })
})

describe('an error that no rule means', () => {
  it('ends the endorsement and stands in no block: it is never a recorded refusal', async () => {
    const exchange = await Exchange.open()
    const order = await exchange.placed(exchange.alice, 'buy', 1_000n, 56_000n)
    const row = exchange.scene.ledger.row(`order~${order}`) as { reserved: string }
    exchange.scene.ledger.leave(`order~${order}`, { ...row, reserved: '99999999999' })
    const before = exchange.scene.ledger.rows()
    const text = exchange.instruct(exchange.alice, 'order.cancel', { order })
    expect(await failureOf(exchange.apply(text))).to.contain('has less of CNY reserved than waits for it')
    expect(exchange.scene.ledger.rows()).deep.equal(before)
  })
})
