import { expect } from 'chai'
import { instances } from '../../../../chaincode/domains/certificates/tables.ts'
import { interactions } from '../../../../chaincode/domains/matching/tables.ts'
import {
  deliveries,
  recommendationMatches,
  recommendationRequests,
  rights,
} from '../../../../chaincode/domains/recommendations/tables.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import type { Device } from '../../../support/devices.ts'
import { Matchmaking } from '../../../support/matchmaking.ts'
import { content, type Recommending, recommending } from '../../../support/recommending.ts'
import { only, Scene } from '../../../support/scene.ts'
import { nothing } from '../../../support/workshop.ts'

type Opening = Body<'recommendation.open'>
const hour = { form: 'duration', milliseconds: '3600000' } as const
const zone = 'UTC'

/** The code with which a recommendation is refused, or `accepted`. */
const opening = (on: Recommending, change: Partial<Opening>) =>
  on.code(on.shop, 'recommendation.open', on.body(hour, change))

const part = async (on: Recommending, change: Partial<Opening>) => {
  const outcome = await on.send(on.shop, 'recommendation.open', on.body(hour, change))
  return 'code' in outcome ? [outcome.code, outcome.values] : []
}

const register = (on: Recommending) =>
  on.done(on.finder, 'trait.register', { trait: 'pages', of: 'goods', least: 1, most: 900, source: 'declared' })

describe('what is recommended', () => {
  it(
    'S3-001 S3-002 S3-009 has an identifier, one window and something to deliver, and is refused with the part that is missing',
    recommending(async (on) => {
      expect(await opening(on, {})).equal('accepted')
      const { identifier: _, ...unnamed } = on.body(hour)
      const outcome = await on.send(on.shop, 'recommendation.open', unnamed)
      expect('code' in outcome ? [outcome.code, outcome.values] : []).deep.equal([
        'recommendation_part_required',
        { part: 'identifier' },
      ])
      expect(await part(on, { windows: [] })).deep.equal(['recommendation_part_required', { part: 'window' }])
      expect(await part(on, { targets: [] })).deep.equal(['recommendation_part_required', { part: 'target' }])
      const at = { form: 'moment', at: `${on.scene.now + 1n}`, zone } as const
      expect(await opening(on, { windows: [hour, at] })).equal('ambiguous_window')
    }),
  )

  it(
    'S3-003 S3-004 S3-005 may have traits and typed parameters; unknown traits and values of another type are refused',
    recommending(async (on) => {
      await register(on)
      const traits = [{ trait: 'pages', number: 300 }]
      const parameters: Opening['parameters'] = [{ parameter: 'size', type: 'number', value: 5 }]
      expect(await opening(on, { traits, parameters })).equal('accepted')
      expect(await opening(on, { traits: [{ trait: 'weight', number: 1 }] })).equal('unknown_trait')
      expect(await opening(on, { traits: [{ trait: 'pages', number: 901 }] })).equal('trait_value_unfit')
      expect(await opening(on, { parameters: [{ parameter: 'size', type: 'number', value: 'big' }] })).equal(
        'parameter_unfit',
      )
      expect(await opening(on, { parameters: [{ parameter: 'size', type: 'code', value: 5 }] })).equal(
        'parameter_unfit',
      )
      expect(await opening(on, { parameters: [...parameters, ...parameters] })).equal('parameter_unfit')
    }),
  )

  it('S3-010 S3-051 is one’s own certificate or instance, of a mark that is known', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop, instance } = on
    const { certificate } = workshop.instance(instance)
    const code = (by: 'maker' | 'bob' | 'alice', target: Opening['targets'][0], form?: 'data') =>
      workshop.code(workshop[by], 'recommendation.open', {
        ...{ matcher: 'clock-finder', title: 'A clock', identifier: 'CLOCK-1', traits: [], parameters: [] },
        ...{ windows: [hour], targets: [target], ...(form === undefined ? {} : { form }) },
      })
    const kind = 'certificate'
    expect(await code('maker', { kind, target: certificate }, 'data')).equal('accepted')
    expect(await code('bob', { kind, target: instance, certificate }, 'data')).equal('accepted')
    expect(await code('bob', { kind, target: certificate }, 'data')).equal('not_a_party')
    expect(await code('alice', { kind, target: instance, certificate }, 'data')).equal('not_a_party')
    expect(await code('maker', { kind, target: nothing }, 'data')).equal('unknown_certificate')
    expect(await code('bob', { kind, target: nothing, certificate }, 'data')).equal('unknown_instance')
    expect(await code('bob', { kind, target: instance, certificate: nothing }, 'data')).equal('target_unfit')
    expect(await code('maker', { kind, target: certificate })).equal('target_unfit')
    expect(await code('alice', { kind: 'link', target: digest('a page'), certificate })).equal('accepted')
    expect(await code('alice', { kind: 'link', target: digest('a page') })).equal('target_unfit')
    await workshop.done(workshop.maker, 'certificate.revoke', { certificate })
    expect(await code('alice', { kind: 'link', target: digest('a page'), certificate })).equal('certificate_revoked')
  })
})

describe('who is asked', () => {
  it(
    'S3-013 S3-016 is one who wants it, which is enough; nobody is a match with nobody',
    recommending(async (on) => {
      const name = await on.openedOnly(hour)
      await on.wants(on.alice)
      const effects = await on.done(on.finder, 'recommendation.match', on.matching(name, ['alice']))
      expect(effects).include({ status: 'matched', chosen: 1, found: 1 })
      const other = await on.openedOnly(hour, { identifier: 'LAMP' })
      const unfit = await on.done(on.finder, 'recommendation.match', on.matching(other, ['alice']))
      expect(unfit).include({ status: 'no-match', chosen: 0, dropped: 'alice' })
      expect(on.scene.view.find(recommendationMatches, other)?.dropped).deep.equal(['alice'])
      const asked = await on.code(on.finder, 'recommendation.request', { recommendation: other, participant: 'alice' })
      expect(asked).equal('not_matched')
      const none = await on.openedOnly(hour)
      expect(await on.done(on.finder, 'recommendation.match', on.matching(none, []))).include({ status: 'no-match' })
    }),
  )

  it(
    'S3-020 S3-052 S3-068 gets a request of its own with the names of what is delivered alone; who was not found gets none',
    recommending(async (on) => {
      const name = await on.opened(hour)
      const request = on.scene.view.find(recommendationRequests, name, 'alice')
      expect(request).include({ participant: 'alice', identifier: 'BOOK', recommender: 'book-shop' })
      expect(request?.targets).deep.equal([content])
      expect(Object.keys(request as object)).not.include.members(['sealedKey', 'form'])
      expect(on.scene.view.find(recommendationRequests, name, on.till.shop.participant)).not.equal(undefined)
      const body = { recommendation: name, participant: 'bob' }
      expect(await on.code(on.finder, 'recommendation.request', body)).equal('not_matched')
      expect(await on.code(on.finder, 'recommendation.request', { ...body, participant: 'alice' })).equal(
        'asked_already',
      )
    }),
  )
})

describe('what is delivered', () => {
  it(
    'S3-012 stays good when its recommendation is withdrawn, of which nothing else comes any more',
    recommending(async (on) => {
      const name = await on.opened(hour)
      await on.answered(name)
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name))
      await on.answered(name, { by: on.till.shop })
      await on.done(on.shop, 'recommendation.withdraw', { recommendation: name })
      expect(await on.code(on.shop, 'recommendation.withdraw', { recommendation: name })).equal('recommendation_closed')
      const late = on.delivery(name, { to: on.till.shop })
      expect(await on.code(on.shop, 'recommendation.deliver', late)).equal('recommendation_closed')
      expect(await on.code(on.alice, 'recommendation.accept', { recommendation: name })).equal('accepted')
      const other = await on.opened(hour)
      await on.done(on.shop, 'recommendation.withdraw', { recommendation: other })
      expect(await on.answered(other)).equal('recommendation_closed')
    }),
  )

  it(
    'S3-021 does not go to who was asked and says nothing, neither within the window nor behind it, and others get theirs',
    recommending(async (on) => {
      const name = await on.opened(hour)
      await on.answered(name, { by: on.till.shop })
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('not_in_time')
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name, { to: on.till.shop }))
      on.scene.now += 3_600_001n
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('not_in_time')
      expect(on.scene.view.find(deliveries, name, 'alice')).equal(undefined)
      expect(await on.code(on.alice, 'recommendation.accept', { recommendation: name })).equal('unknown_delivery')
      expect([on.answers.map(({ participant }) => participant), on.entitled]).deep.equal([
        ...[[on.till.shop.participant], [on.till.shop.participant]],
      ])
    }),
  )

  it(
    'S3-022 S3-024 S3-025 needs an answer to a request; the first one counts, and a decline is kept and final',
    recommending(async (on) => {
      const name = await on.openedOnly(hour)
      expect(await on.answered(name)).equal('not_asked')
      await on.ask(name, [on.alice, on.till.shop])
      await on.done(on.alice, 'recommendation.decline', { recommendation: name })
      expect(on.scene.view.find(rights, name, 'alice')?.status).equal('declined')
      expect(await on.answered(name)).equal('answered_already')
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('not_in_time')
      expect(await on.answered(name, { by: on.till.shop })).equal('in-time')
      expect(await on.answered(name, { by: on.till.shop })).equal('answered_already')
    }),
  )

  it(
    'S3-024 S3-025 names what came of the first response to who responds again',
    recommending(async (on) => {
      const name = await on.opened(hour)
      await on.done(on.till.shop, 'recommendation.decline', { recommendation: name })
      const first = only(await on.scene.honoured(on.answer(name), { gateway: 'BankMSP' }))
      const again = async (by: Device) => {
        const outcome = only(await on.scene.apply(on.answer(name, { by }), { gateway: 'BankMSP' }))
        return 'code' in outcome ? [outcome.code, outcome.values] : []
      }
      const told = { recommendation: name, status: 'in-time', first: first.id }
      expect(await again(on.alice)).deep.equal(['answered_already', told])
      expect(await again(on.till.shop)).deep.equal(['answered_already', { recommendation: name, status: 'declined' }])
    }),
  )

  it(
    'S3-042 S3-050 S3-055 S3-070 S3-075 goes to who answered in time, once, by the recommender, and not before',
    recommending(async (on) => {
      const name = await on.opened(hour)
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('not_in_time')
      expect(await on.code(on.alice, 'recommendation.accept', { recommendation: name })).equal('unknown_delivery')
      await on.answered(name)
      expect(await on.code(on.till.shop, 'recommendation.deliver', on.delivery(name))).oneOf([
        'not_a_party',
        'not_home',
      ])
      const { target: _, ...empty } = on.delivery(name)
      expect(await on.code(on.shop, 'recommendation.deliver', empty)).equal('not_the_next_target')
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name))
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('delivered_already')
      expect(on.scene.view.find(deliveries, name, on.till.shop.participant)).equal(undefined)
      const accepted = await on.done(on.alice, 'recommendation.accept', { recommendation: name })
      expect(on.scene.view.find(interactions, String(accepted['interaction']))).include({
        ...{ of: 'recommendation', subject: name, giver: 'book-shop', receiver: 'alice', status: 'accepted' },
      })
    }),
  )

  it('is had with its acceptance, and using it completes the interaction', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop, instance } = on
    const { certificate } = workshop.instance(instance)
    const interaction = await on.recommended(workshop.bob, { kind: 'certificate', target: instance, certificate })
    const got = workshop.scene.view.find(interactions, interaction)
    expect(got).include({ status: 'completed', giver: 'bob', receiver: 'carol' })
    expect(workshop.scene.view.find(instances, String(got?.instance))).include({ holder: 'carol', form: 'data' })
  })

  it(
    'is not had of a recommender who is frozen, and is once it is free again',
    recommending(async (on) => {
      const name = await on.opened(hour)
      await on.answered(name)
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name))
      const { registrars } = on.scene
      const frozen = { participant: 'book-shop', caseNumber: 'CASE-1' }
      await on.done(registrars.SupplierMSP, 'participant.freeze', frozen)
      const accepting = { recommendation: name }
      expect(await on.code(on.alice, 'recommendation.accept', accepting)).equal('participant_state_forbids')
      await on.done(registrars.SupplierMSP, 'participant.unfreeze', frozen)
      expect(await on.code(on.alice, 'recommendation.accept', accepting)).equal('accepted')
    }),
  )

  for (const end of ['rejected', 'over'] as const) {
    it(`S3-047 is nobody’s but its giver’s once it is ${end}: nothing of it can be used or handed on by who was to have it`, async () => {
      const on = await Matchmaking.open(await Scene.open())
      const { workshop, instance } = on
      const { bob, carol, scene } = workshop
      const { certificate } = workshop.instance(instance)
      const target = { kind: 'certificate', target: instance, certificate } as const
      const recommendation = await on.delivered(bob, target)
      const passing = { instance, to: 'alice', form: 'data', transferable: true } as const
      expect(await workshop.code(bob, 'instance.pass-on', passing), 'while it is kept').equal('instance_offered')
      if (end === 'rejected') await workshop.done(carol, 'recommendation.reject', { recommendation })
      else workshop.wait(60_001n)
      const state = end === 'rejected' ? 'rejected' : 'delivered'
      expect(scene.view.find(deliveries, recommendation, 'carol')?.status).equal(state)
      expect(await workshop.code(carol, 'recommendation.accept', { recommendation })).equal(
        end === 'rejected' ? 'delivery_state_forbids' : 'deadline_passed',
      )
      expect(await workshop.code(carol, 'instance.use', { instance, use: 'read' })).equal('not_a_party')
      expect(await workshop.code(carol, 'instance.pass-on', passing)).equal('not_a_party')
      expect(await workshop.code(bob, 'instance.pass-on', passing), 'it is free again').equal('accepted')
    })
  }

  it(
    'S3-047 opens nothing when it is rejected, or its time is over',
    recommending(async (on) => {
      const name = await on.opened(hour)
      for (const by of [on.alice, on.till.shop]) {
        await on.answered(name, { by })
        await on.done(on.shop, 'recommendation.deliver', on.delivery(name, { to: by }))
      }
      await on.done(on.alice, 'recommendation.reject', { recommendation: name })
      expect(await on.code(on.alice, 'recommendation.accept', { recommendation: name })).equal('delivery_state_forbids')
      on.scene.now += 60_001n
      expect(await on.code(on.till.shop, 'recommendation.accept', { recommendation: name })).equal('deadline_passed')
      expect(on.marksOf('book-shop')).deep.equal([])
    }),
  )
})
