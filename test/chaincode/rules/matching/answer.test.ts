import { expect } from 'chai'
import { demandAnswers, demands, interactions } from '../../../../chaincode/domains/matching/tables.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { demand, Matchmaking } from '../../../support/matchmaking.ts'
import { Scene } from '../../../support/scene.ts'
import { day, nothing } from '../../../support/workshop.ts'

const minute = 60_000n

/** A test with a matching service, after which every invariant must hold. */
const matching = (play: (on: Matchmaking) => Promise<void>) => async (): Promise<void> => {
  const on = await Matchmaking.open(await Scene.open())
  await play(on)
  expect(ledgerFaults(on.workshop.scene.ledger)).deep.equal([])
}

const answerOf = (on: Matchmaking, holder: string) => on.workshop.scene.view.find(demandAnswers, demand, holder)
const demandOf = (on: Matchmaking) => on.workshop.scene.view.find(demands, demand)

/** An instance of carol's, to own, of a certificate of its own. */
const carols = async ({ workshop }: Matchmaking): Promise<string> =>
  workshop.granted(await workshop.issued({ item: 'CLOCK-2' }), { to: 'carol', form: 'ownership' })

/** Has carol offer what she owns. */
const carolOffers = async (on: Matchmaking): Promise<string> => {
  const instance = await carols(on)
  const until = on.workshop.ahead(minute)
  await on.workshop.done(on.workshop.carol, 'demand.answer', { demand, instance, form: 'ownership', until })
  return instance
}

const accepting = { demand, holder: 'bob' }

describe('an answer to a demand', () => {
  it(
    'S1-018 offers what the holder has, kept for the demand and without a word of who asks; who was not asked is refused',
    matching(async (on) => {
      const { workshop } = on
      await on.asked()
      expect(await workshop.code(workshop.maker, 'demand.answer', on.answering())).equal('not_asked')
      expect(await workshop.code(workshop.bob, 'demand.answer', on.answering({ demand: nothing }))).equal(
        'unknown_demand',
      )
      const effects = await workshop.done(workshop.bob, 'demand.answer', on.answering())
      const { certificate } = workshop.instance(on.instance)
      expect(effects).deep.equal({ demand, certificate, expiresAt: workshop.ahead(minute), status: 'offered' })
      expect(answerOf(on, 'bob')).include({ holder: 'bob', instance: on.instance, status: 'offered' })
      expect(answerOf(on, 'bob')).not.property('requester')
      const offered = { of: 'demand', subject: demand, to: demand, until: workshop.scene.now + minute }
      expect(workshop.instance(on.instance).offered).deep.equal(offered)
    }),
  )

  it(
    'S1-018 is only what its holder may hand on, once, until a moment at most 30 days ahead',
    matching(async (on) => {
      const { workshop } = on
      await on.asked()
      const code = (change: Parameters<Matchmaking['answering']>[0]) =>
        workshop.code(workshop.bob, 'demand.answer', on.answering(change))
      expect(await code({ instance: nothing })).equal('unknown_instance')
      expect(await code({ instance: await carols(on) })).equal('not_a_party')
      expect(await code({ form: 'ownership' })).equal('licence_terms_unfit')
      expect(await code({ until: `${workshop.scene.now - 1n}` })).equal('deadline_in_past')
      expect(await code({ until: workshop.ahead(30n * day + 1n) })).equal('until_too_far')
      expect(await code({ until: workshop.ahead(30n * day) })).equal('accepted')
      expect(await code({})).equal('answer_state_forbids')
    }),
  )

  it(
    'S1-019 may be a decline, which is final and leaves the others asked; without a decision the time is over',
    matching(async (on) => {
      const { workshop } = on
      const { bob, carol } = workshop
      await on.asked()
      expect(await workshop.done(bob, 'demand.decline', { demand })).deep.equal({ demand, status: 'declined' })
      for (const again of ['demand.decline', 'demand.answer'] as const)
        expect(
          await workshop.code(bob, again, (again === 'demand.decline' ? { demand } : on.answering()) as never),
        ).equal('answer_state_forbids')
      expect(await workshop.code(workshop.alice, 'demand.accept', accepting)).equal('answer_state_forbids')
      expect(demandOf(on)?.status).equal('open')
      workshop.wait(3_600_000n + 1n)
      expect(await workshop.code(carol, 'demand.decline', { demand })).equal('demand_closed')
      expect(answerOf(on, 'carol')).equal(undefined)
    }),
  )

  it(
    'is refused to who would give the provider its own certificate, without a word of who asks',
    matching(async (on) => {
      const { workshop, finder } = on
      const { maker, bob } = workshop
      await workshop.done(maker, 'demand.open', on.opening())
      await workshop.done(finder, 'demand.match', on.matching())
      await workshop.done(finder, 'demand.request', { demand, holder: 'bob' })
      const outcome = await workshop.send(bob, 'demand.answer', on.answering())
      expect(outcome).deep.include({ code: 'provider_is_receiver', values: { demand } })
    }),
  )

  it(
    'keeps what is offered from every other use, and no longer than it stands',
    matching(async (on) => {
      const { workshop } = on
      const { bob, carol, alice } = workshop
      await on.asked({ several: true })
      const instance = await carolOffers(on)
      const link = `https://goods.example/c/${workshop.instance(instance).certificate}`
      const refusals = [
        await workshop.code(carol, 'instance.pass-on', { instance, to: 'bob', form: 'ownership' }),
        await workshop.code(carol, 'instance.use', { instance, use: 'read' }),
        await workshop.code(carol, 'instance.publish', { instance, link }),
        await workshop.code(carol, 'demand.answer', on.answering({ instance })),
      ]
      expect(refusals).deep.equal(['instance_offered', 'instance_offered', 'instance_offered', 'answer_state_forbids'])
      await workshop.done(alice, 'demand.withdraw', { demand })
      expect(await workshop.code(alice, 'demand.accept', { demand, holder: 'carol' })).equal('demand_closed')
      expect(await workshop.code(carol, 'instance.pass-on', { instance, to: 'bob', form: 'ownership' })).equal(
        'accepted',
      )
      expect(await workshop.code(bob, 'instance.use', { instance: on.instance, use: 'read' })).equal('accepted')
    }),
  )
})

describe('the word of who asks', () => {
  it(
    'S1-027 accepts one answer, by which the others are not chosen: their instances are free, and accepting one is refused',
    matching(async (on) => {
      const { workshop } = on
      const { alice, carol } = workshop
      await on.offered()
      const instance = await carolOffers(on)
      const effects = await workshop.done(alice, 'demand.accept', { ...accepting, sealedKey: nothing })
      const id = String(effects['instance'])
      expect(effects).include({ holder: 'bob', status: 'accepted', interaction: id })
      expect(workshop.instance(id)).include({ holder: 'alice', form: 'data', passes: 2, from: on.instance })
      expect(workshop.instance(id)).include({ sealedKey: nothing, transferable: true })
      expect(answerOf(on, 'bob')).include({ requester: 'alice', status: 'accepted' })
      expect(demandOf(on)?.status).equal('fulfilled')
      expect(await workshop.code(alice, 'demand.accept', { demand, holder: 'carol' })).equal('demand_closed')
      expect(await workshop.code(alice, 'demand.reject', { demand, holder: 'carol' })).equal('demand_closed')
      expect(await workshop.code(carol, 'instance.use', { instance, use: 'read' })).equal('accepted')
    }),
  )

  it(
    'S1-027 accepts several answers where the demand says so, each of them once',
    matching(async (on) => {
      const { workshop } = on
      const { alice } = workshop
      await on.offered({ several: true })
      const instance = await carolOffers(on)
      await workshop.done(alice, 'demand.accept', accepting)
      const second = await workshop.done(alice, 'demand.accept', { demand, holder: 'carol' })
      expect(workshop.instance(instance).status).equal('passed')
      expect(workshop.instance(String(second['instance']))).include({ holder: 'alice', form: 'ownership' })
      expect(demandOf(on)?.status).equal('open')
      expect(await workshop.code(alice, 'demand.accept', accepting)).equal('answer_state_forbids')
    }),
  )

  it(
    'S1-028 rejects an answer, which returns it to its holder, who does not learn by whom',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob } = workshop
      await on.offered()
      const use = { instance: on.instance, use: 'read' }
      expect(await workshop.code(bob, 'instance.use', use)).equal('instance_offered')
      const effects = await workshop.done(alice, 'demand.reject', accepting)
      expect(effects).deep.equal({ demand, holder: 'bob', status: 'rejected' })
      expect(answerOf(on, 'bob')).not.property('requester')
      expect(await workshop.code(bob, 'instance.use', use)).equal('accepted')
      expect(await workshop.code(alice, 'demand.accept', accepting)).equal('answer_state_forbids')
    }),
  )

  it(
    'S1-028 counts as a rejection when it is not said: at the last moment it may be, and behind it the instance is free',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob } = workshop
      await on.offered({ until: `${workshop.scene.now + 1n}` })
      workshop.wait(minute)
      const use = { instance: on.instance, use: 'read' }
      expect(await workshop.code(bob, 'instance.use', use)).equal('instance_offered')
      workshop.wait(1n)
      expect(await workshop.code(bob, 'instance.use', use)).equal('accepted')
      for (const kind of ['demand.accept', 'demand.reject'] as const)
        expect(await workshop.code(alice, kind, accepting)).equal('deadline_passed')
      expect(answerOf(on, 'bob')?.status).equal('offered')
    }),
  )

  it(
    'S1-028 may come behind the demand’s own time, while the answer stands',
    matching(async (on) => {
      const { workshop } = on
      await on.offered({ until: `${workshop.scene.now + 1n}` })
      workshop.wait(minute)
      expect(await workshop.code(workshop.alice, 'demand.accept', accepting)).equal('accepted')
    }),
  )

  it(
    'S1-068 is the requester’s alone, on what was offered to it, wherever it is offered',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob, carol } = workshop
      await on.offered()
      for (const other of [bob, carol]) {
        expect(await workshop.code(other, 'demand.accept', accepting)).equal('not_a_party')
        expect(await workshop.code(other, 'demand.reject', accepting)).equal('not_a_party')
      }
      expect(await workshop.code(alice, 'demand.accept', { demand: nothing, holder: 'bob' })).equal('unknown_demand')
      expect(await workshop.code(alice, 'demand.accept', { demand, holder: 'carol' })).equal('unknown_answer')
      expect(await workshop.code(alice, 'demand.accept', { demand, holder: 'alice' })).equal('giver_is_receiver')
      expect(workshop.instance(on.instance).status).equal('held')
      const effects = await workshop.done(alice, 'demand.accept', accepting)
      const used = { instance: String(effects['instance']), use: 'read' }
      expect(await workshop.code(alice, 'instance.use', used)).equal('accepted')
      expect(await workshop.code(carol, 'instance.use', used)).equal('not_a_party')
    }),
  )

  it(
    'S1-068 moves nothing of a holder who is frozen, until it is free again',
    matching(async (on) => {
      const { workshop } = on
      const { registrars } = workshop.scene
      await on.offered()
      const hold = { participant: 'bob', caseNumber: 'CASE-1' }
      await workshop.done(registrars.SupplierMSP, 'participant.freeze', hold)
      expect(await workshop.code(workshop.alice, 'demand.accept', accepting)).equal('participant_state_forbids')
      await workshop.done(registrars.SupplierMSP, 'participant.unfreeze', hold)
      expect(await workshop.code(workshop.alice, 'demand.accept', accepting)).equal('accepted')
    }),
  )

  it(
    'S1-068 obtains a licence as it was offered, and nothing that its receiver has no use for',
    matching(async (on) => {
      const { workshop } = on
      const { alice, carol } = workshop
      await on.asked()
      const instance = await carols(on)
      const { to: _to, ...licence } = workshop.licence('alice')
      const until = workshop.ahead(minute)
      await workshop.done(carol, 'demand.answer', { demand, instance, ...licence, sealedKey: nothing, until })
      const effects = await workshop.done(alice, 'demand.accept', { demand, holder: 'carol' })
      const got = workshop.instance(String(effects['instance']))
      expect(got).deep.include({ holder: 'alice', form: 'licence', scope: ['read', 'print'], sealedKey: nothing })
      expect(workshop.instance(instance).status).equal('held')
      const interaction = String(effects['interaction'])
      const code = (use: string) => workshop.code(alice, 'interaction.complete', { interaction, use })
      expect(await code('lend')).equal('use_not_licensed')
      expect(workshop.scene.view.find(interactions, interaction)?.status).equal('accepted')
      expect(await code('print')).equal('accepted')
    }),
  )
})
