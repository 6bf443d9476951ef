import { expect } from 'chai'
import type { ParticipantStatus } from '../../../../chaincode/domains/registry/tables.ts'
import { next } from '../../../../chaincode/rules/lifecycle.ts'
import { type ParticipantEvent, participantLifecycle } from '../../../../chaincode/rules/registry/participant.ts'
import { codeOf, only, Scene } from '../../../support/scene.ts'

const statuses: ParticipantStatus[] = ['active', 'frozen', 'closed']
const events: ParticipantEvent[] = ['freeze', 'unfreeze', 'close']

/** Written out by hand: what the table must say for each of its nine cells. */
const expected: Record<ParticipantStatus, Record<ParticipantEvent, ParticipantStatus | undefined>> = {
  active: { freeze: 'frozen', unfreeze: undefined, close: 'closed' },
  frozen: { freeze: undefined, unfreeze: 'active', close: undefined },
  closed: { freeze: undefined, unfreeze: undefined, close: undefined },
}

const way = { gateway: 'BankMSP' }

const stepOf = (scene: Scene, event: ParticipantEvent): string => {
  const registrar = scene.registrars.BankMSP
  if (event === 'close') return scene.instruct(registrar, 'participant.close', { participant: 'alice' })
  const body = { participant: 'alice', caseNumber: 'CASE-1' }
  return scene.instruct(registrar, event === 'freeze' ? 'participant.freeze' : 'participant.unfreeze', body)
}

const bring = async (scene: Scene, status: ParticipantStatus): Promise<void> => {
  if (status === 'active') return
  await scene.honoured(stepOf(scene, status === 'frozen' ? 'freeze' : 'close'), way)
}

const statusesOf = (scene: Scene): unknown[] => [
  (scene.ledger.row('participant~alice') as { status: string }).status,
  scene.account('alice').status,
]

describe("a participant's life", () => {
  it('has the states and events of this test and no others', () => {
    expect(Object.keys(participantLifecycle).sort()).deep.equal([...statuses].sort())
    const known = Object.values(participantLifecycle).flatMap((row) => Object.keys(row))
    expect(known.every((event) => (events as string[]).includes(event))).equal(true)
  })

  for (const status of statuses) {
    for (const event of events) {
      const after = expected[status][event]
      const title = after === undefined ? 'is refused' : `leads to ${after}`

      it(`${event} of an ${status} participant ${title} by the table`, () => {
        expect(next(participantLifecycle, status, event)).equal(after)
      })

      it(`${event} of an ${status} participant ${title} on the ledger, in both of its rows`, async () => {
        const scene = await Scene.open()
        await bring(scene, status)
        const outcome = only(await scene.apply(stepOf(scene, event), way))
        expect(codeOf(outcome)).equal(after === undefined ? 'participant_state_forbids' : 'accepted')
        expect(statusesOf(scene)).deep.equal([after ?? status, after ?? status])
      })
    }
  }
})

describe('a frozen participant', () => {
  it('sends nothing, receives nothing, and still uses its numbers up', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 100n)
    await bring(scene, 'frozen')
    const sent = scene.transfer(scene.alice, 'bob', 1n)
    expect(codeOf(only(await scene.apply(sent)))).equal('participant_not_active')
    expect(codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'alice', 1n))))).equal('receiver_not_active')
    expect(scene.balance('alice')).equal(100n)
    await scene.honoured(stepOf(scene, 'unfreeze'), way)
    expect(only(await scene.apply(sent)).status).equal('repeated')
    expect(only(await scene.apply(scene.transfer(scene.alice, 'bob', 1n))).status).equal('accepted')
  })

  it('is freed by the case that froze it alone, and by any where it was frozen before cases were remembered', async () => {
    const scene = await Scene.open()
    const unfreeze = (caseNumber: string) =>
      scene.instruct(scene.registrars.BankMSP, 'participant.unfreeze', { participant: 'alice', caseNumber })
    await bring(scene, 'frozen')
    expect(codeOf(only(await scene.apply(unfreeze('CASE-OTHER'), way)))).equal('frozen_under_another_case')
    const { frozenUnder, ...before } = scene.ledger.row('participant~alice') as { frozenUnder?: string }
    expect(frozenUnder).a('string')
    scene.ledger.leave('participant~alice', before)
    expect(codeOf(only(await scene.apply(unfreeze('CASE-OTHER'), way)))).equal('accepted')
    expect(scene.ledger.row('participant~alice')).not.have.property('frozenUnder')
  })

  it('is frozen for the later envelopes of the same batch already', async () => {
    const scene = await Scene.open()
    const accept = scene.instruct(scene.alice, 'participant.accept', { accepts: 'none' })
    const { outcomes } = await scene.apply([stepOf(scene, 'freeze'), accept], way)
    expect(outcomes.map(codeOf)).deep.equal(['accepted', 'participant_not_active'])
  })
})

describe('a closed participant', () => {
  it('sends and receives nothing, for good', async () => {
    const scene = await Scene.open()
    await bring(scene, 'closed')
    const accept = scene.instruct(scene.alice, 'participant.accept', { accepts: 'all' })
    expect(codeOf(only(await scene.apply(accept, way)))).equal('participant_not_active')
    expect(codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'alice', 1n))))).equal('receiver_not_active')
  })

  it('was not closed while it held anything, in its row or as a credit', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    expect(scene.account('alice').holdings).deep.equal({})
    expect(codeOf(only(await scene.apply(stepOf(scene, 'close'), way)))).equal('participant_holds_balance')
    expect(statusesOf(scene)).deep.equal(['active', 'active'])
    await scene.honoured(scene.transfer(scene.alice, 'bob', 10n))
    await scene.honoured(stepOf(scene, 'close'), way)
    expect(scene.balance('bob')).equal(10n)
  })

  it('does not take its id or its codes with it: the id is never given out again', async () => {
    const scene = await Scene.open()
    await bring(scene, 'closed')
    const body = { participant: 'alice', type: 'person', device: scene.bob.entry } as const
    const again = scene.instruct(scene.registrars.BankMSP, 'participant.register', body)
    expect(codeOf(only(await scene.apply(again, way)))).equal('participant_exists')
  })

  it('cannot slip past a payment that is on its way: one of the two must be asked again', async () => {
    const scene = await Scene.open()
    const payment = await scene.endorse(scene.transfer(scene.treasury, 'alice', 1n))
    const closing = await scene.endorse(stepOf(scene, 'close'), way)
    const codes = scene.ledger.commit([payment, closing]).transactions.map(({ code }) => code)
    expect(codes).deep.equal(['VALID', 'PHANTOM_READ_CONFLICT'])
    const later = await scene.endorse(scene.transfer(scene.treasury, 'bob', 1n))
    const freezing = await scene.endorse(
      scene.instruct(scene.registrars.SupplierMSP, 'participant.freeze', { participant: 'bob', caseNumber: 'CASE-2' }),
      { gateway: 'SupplierMSP' },
    )
    const inOtherOrder = scene.ledger.commit([freezing, later]).transactions.map(({ code }) => code)
    expect(inOtherOrder).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
  })
})
