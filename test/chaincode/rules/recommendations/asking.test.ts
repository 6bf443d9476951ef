import { expect } from 'chai'
import { instances } from '../../../../chaincode/domains/certificates/tables.ts'
import {
  deliveries,
  recommendationMatches,
  recommendationRequests,
  recommendations,
  rights,
} from '../../../../chaincode/domains/recommendations/tables.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { Device } from '../../../support/devices.ts'
import { Matchmaking } from '../../../support/matchmaking.ts'
import { content, type Recommending, recommending } from '../../../support/recommending.ts'
import { codeOf, only, Scene } from '../../../support/scene.ts'
import { nothing } from '../../../support/workshop.ts'

const hour = { form: 'duration', milliseconds: '3600000' } as const
const zone = 'Asia/Shanghai'

const otherFinder = async ({ scene }: Recommending): Promise<Device> =>
  scene.register(new Device('film-finder', ['matcher']), 'BankMSP', 'organisation')

describe('the match of a recommendation', () => {
  it(
    'S3-067 is made once, by the service that it names, while it can be answered',
    recommending(async (on) => {
      const match = on.matching
      const name = await on.openedOnly(hour)
      await on.wants(on.alice)
      expect(await on.code(on.finder, 'recommendation.match', match(nothing, []))).equal('unknown_recommendation')
      expect(await on.code(await otherFinder(on), 'recommendation.match', match(name, ['alice']))).equal(
        'not_the_matcher',
      )
      await on.done(on.finder, 'recommendation.match', match(name, ['alice']))
      expect(await on.code(on.finder, 'recommendation.match', match(name, ['alice']))).equal('matched_already')
      expect(on.scene.view.find(recommendationMatches, name)).include({
        found: 1,
        version: 1,
        recommender: 'book-shop',
      })
      const over = await on.openedOnly({ form: 'duration', milliseconds: '1000' })
      on.scene.now += 1_001n
      expect(await on.code(on.finder, 'recommendation.match', match(over, ['alice']))).equal('deadline_passed')
      const withdrawn = await on.openedOnly(hour)
      await on.done(on.shop, 'recommendation.withdraw', { recommendation: withdrawn })
      expect(await on.code(on.finder, 'recommendation.match', match(withdrawn, []))).equal('recommendation_closed')
    }),
  )

  it(
    'S3-067 names as many as it found, and no party; who is frozen or has no profile is dropped',
    recommending(async (on) => {
      const name = await on.openedOnly(hour)
      await on.wants(on.alice, on.till.shop)
      const unfit = async (change: object) =>
        on.code(on.finder, 'recommendation.match', { ...on.matching(name, ['alice']), ...change })
      expect(await unfit({ found: 2 })).equal('match_unfit')
      expect(await unfit({ found: 0 })).equal('match_unfit')
      expect(await unfit({ found: 200 })).equal('match_unfit')
      expect(await unfit({ chosen: ['book-shop'] })).equal('match_unfit')
      expect(await unfit({ chosen: ['book-finder'] })).equal('match_unfit')
      const shop = on.till.shop.participant
      const frozen = { participant: shop, caseNumber: 'CASE-1' }
      await on.done(on.scene.registrars.BankMSP, 'participant.freeze', frozen)
      const strangers = on.matching(name, ['alice', 'bob', 'nobody', shop])
      const effects = await on.done(on.finder, 'recommendation.match', strangers)
      expect(effects).include({ chosen: 1, dropped: `bob nobody ${shop}`, status: 'matched' })
    }),
  )

  it(
    'S3-003 S3-004 S3-005 goes by parameters too: a number within bounds, one of some codes, and none that is not said',
    recommending(async (on) => {
      const parameters = [
        { parameter: 'size', type: 'number' as const, value: 5 },
        { parameter: 'cover', type: 'code' as const, value: 'linen' },
      ]
      const found = async (wanted: Body<'profile.set'>['needs'][0]['parameters']) => {
        const needs = [{ identifier: 'BOOK', traits: [], parameters: wanted }]
        await on.done(on.alice, 'profile.set', {
          ...{ matcher: 'book-finder', fields: [], traits: [], needs, status: 'active' },
        })
        const name = await on.openedOnly(hour, { parameters })
        return (await on.done(on.finder, 'recommendation.match', on.matching(name, ['alice'])))['status']
      }
      expect(await found([{ trait: 'size', atLeast: 5 }])).equal('matched')
      expect(await found([{ trait: 'size', atLeast: 6 }])).equal('no-match')
      expect(await found([{ trait: 'cover', anyOf: ['paper', 'linen'] }])).equal('matched')
      expect(await found([{ trait: 'cover', anyOf: ['paper'] }])).equal('no-match')
      expect(await found([{ trait: 'colour', anyOf: ['red'] }])).equal('no-match')
    }),
  )

  it(
    'S3-014 asks nobody who stored no such need, or whose profile is inactive, and asks who stored it again',
    recommending(async (on) => {
      const need = { identifier: 'BOOK', traits: [], parameters: [] }
      const stories: [Pick<Body<'profile.set'>, 'needs' | 'status'>, 'no-match' | 'matched'][] = [
        [{ needs: [], status: 'active' }, 'no-match'],
        [{ needs: [{ ...need, identifier: 'LAMP' }], status: 'active' }, 'no-match'],
        [{ needs: [need], status: 'inactive' }, 'no-match'],
        [{ needs: [need], status: 'active' }, 'matched'],
      ]
      for (const [stored, status] of stories) {
        await on.done(on.alice, 'profile.set', { matcher: 'book-finder', fields: [], traits: [], ...stored })
        const name = await on.openedOnly(hour)
        const match = await on.done(on.finder, 'recommendation.match', on.matching(name, ['alice']))
        expect(match['status'], JSON.stringify(stored)).equal(status)
        const request = { recommendation: name, participant: 'alice' }
        const code = status === 'matched' ? 'accepted' : 'not_matched'
        expect(await on.code(on.finder, 'recommendation.request', request)).equal(code)
      }
    }),
  )

  it(
    'S3-015 is followed by one request for each, from its service alone, and by none once it is over',
    recommending(async (on) => {
      const name = await on.openedOnly({ form: 'duration', milliseconds: '1000' })
      const request = { recommendation: name, participant: 'alice' }
      expect(await on.code(on.finder, 'recommendation.request', request)).equal('not_matched')
      await on.wants(on.alice, on.till.shop)
      const chosen = ['alice', on.till.shop.participant]
      await on.done(on.finder, 'recommendation.match', on.matching(name, chosen))
      expect(await on.code(await otherFinder(on), 'recommendation.request', request)).equal('not_the_matcher')
      await on.done(on.finder, 'recommendation.request', request)
      on.scene.now += 1_001n
      const late = { ...request, participant: on.till.shop.participant }
      expect(await on.code(on.finder, 'recommendation.request', late)).equal('deadline_passed')
    }),
  )
})

/** What a test says to be shared of the recommender, sealed to who is named. */
const sharing = (parts: readonly ('contact' | 'place')[], to: string) => ({
  ...Object.fromEntries(parts.map((part) => [part, digest(`${part} of the book shop`)])),
  sealed: digest(`sealed to ${to}`),
})

describe('what a request tells of the recommender', () => {
  /** A recommendation that is matched, with what is shared of its recommender, and the code of a request that tells so much. */
  const matched = async (on: Recommending, shared?: Body<'recommendation.open'>['shared']) => {
    const name = await on.openedOnly(hour, shared === undefined ? {} : { shared })
    await on.wants(on.alice)
    await on.done(on.finder, 'recommendation.match', on.matching(name, ['alice']))
    const request = { recommendation: name, participant: 'alice' }
    return {
      code: (told?: Body<'recommendation.open'>['shared']) =>
        on.code(on.finder, 'recommendation.request', { ...request, ...(told === undefined ? {} : { shared: told }) }),
      row: () => on.scene.view.find(recommendationRequests, name, 'alice'),
    }
  }

  for (const [row, part, other] of [
    ['S3-017', 'contact', 'place'],
    ['S3-018', 'place', 'contact'],
  ] as const) {
    it(
      `${row} may be its ${part}, where it consented to that by naming it, and is nothing where it did not`,
      recommending(async (on) => {
        const consented = await matched(on, sharing([part], 'finder'))
        expect(await consented.code(sharing([part, other], 'alice'))).equal('sharing_not_consented')
        expect(await consented.code(sharing([other], 'alice'))).equal('sharing_not_consented')
        expect(await consented.code({ [part]: digest('of somebody else'), sealed: nothing })).equal(
          'sharing_not_consented',
        )
        expect(await consented.code(sharing([part], 'alice'))).equal('accepted')
        expect(consented.row()?.shared).deep.equal(sharing([part], 'alice'))
        const silent = await matched(on)
        expect(await silent.code(sharing([part], 'alice'))).equal('sharing_not_consented')
        expect(await silent.code()).equal('accepted')
        expect(silent.row()).not.have.property('shared')
      }),
    )
  }

  it(
    'S3-017 S3-018 may be less than was consented to, and where something is said to be shared, it is one of the two',
    recommending(async (on) => {
      const both = await matched(on, sharing(['contact', 'place'], 'finder'))
      expect(await both.code()).equal('accepted')
      expect(both.row()).not.have.property('shared')
      const { text } = on.opening(hour, { shared: { sealed: nothing } })
      expect(codeOf(only(await on.scene.apply(text, { gateway: 'SupplierMSP' })))).equal('malformed_instruction')
    }),
  )
})

describe('the window of a recommendation', () => {
  it(
    'S3-006 S3-007 S3-008 S3-011 stands as it was signed, from the moment it was received; one that is over or empty is refused',
    recommending(async (on) => {
      const { now } = on.scene
      const code = (window: object) =>
        on.code(on.shop, 'recommendation.open', on.body(window as never)).catch(() => 'malformed_instruction')
      expect(await code({ form: 'moment', at: `${now}`, zone })).equal('accepted')
      expect(await code({ form: 'moment', at: `${now - 1n}`, zone })).equal('deadline_in_past')
      expect(await code({ form: 'interval', from: `${now - 5n}`, until: `${now}`, zone })).equal('accepted')
      expect(await code({ form: 'interval', from: `${now - 5n}`, until: `${now - 1n}`, zone })).equal(
        'deadline_in_past',
      )
      expect(await code({ form: 'interval', from: `${now + 5n}`, until: `${now + 4n}`, zone })).equal(
        'malformed_instruction',
      )
      for (const milliseconds of ['0', '-5', '1.5']) {
        expect(await code({ form: 'duration', milliseconds })).equal('malformed_instruction')
      }
      expect(await code({ form: 'duration', milliseconds: '31622400001' })).equal('window_too_long')
      const name = await on.openedOnly(hour)
      expect(on.scene.view.find(recommendations, name)).deep.include({ window: hour, startedAt: on.scene.now })
    }),
  )

  it(
    'S3-039 of up to 09:00 is kept at 08:35 and missed at 09:05: the one gets what is delivered, the other nothing',
    recommending(async (on) => {
      const nine = on.scene.now + 30n * 60_000n
      const name = await on.opened({ form: 'moment', at: `${nine}`, zone })
      expect(await on.answered(name, { receivedAt: nine - 25n * 60_000n })).equal('in-time')
      expect(await on.answered(name, { receivedAt: nine + 5n * 60_000n, by: on.till.shop })).equal('late')
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name))
      const missed = on.delivery(name, { to: on.till.shop })
      expect(await on.code(on.shop, 'recommendation.deliver', missed), 'S3-043').equal('not_in_time')
      expect(on.scene.view.find(deliveries, name, on.till.shop.participant)).equal(undefined)
      expect(on.answers.filter(({ verdict }) => verdict === 'late').length, 'counted for the recommender').equal(1)
    }),
  )
})

describe('what is answered for', () => {
  it(
    'S3-023 may be named; one that is not recommended is refused, and another than the one named is not delivered',
    recommending(async (on) => {
      const second = digest('more goods information')
      const targets = [content, second].map((target) => ({ kind: 'goods' as const, target }))
      const name = await on.opened(hour, { targets })
      const answer = (target: string) =>
        on.till.stamped(on.till.instruct(on.alice, 'recommendation.answer', { recommendation: name, target }), {}, {})
      const apply = async (text: string) => only(await on.scene.apply(text, { gateway: 'BankMSP' }))
      expect(await apply(answer(nothing))).include({ status: 'refused', code: 'not_its_target' })
      expect(await apply(answer(second))).include({ status: 'accepted' })
      expect(on.scene.view.find(rights, name, 'alice')?.target).equal(second)
      expect(await on.code(on.shop, 'recommendation.deliver', on.delivery(name))).equal('not_the_next_target')
      await on.done(on.shop, 'recommendation.deliver', on.delivery(name, { target: second }))
    }),
  )

  it('S3-044 is the first that can be had: what is kept for one is not delivered to another, who is told that none is left', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop } = on
    const { certificate } = workshop.instance(on.instance)
    const instance = await workshop.granted(certificate, { to: 'bob', form: 'ownership' })
    const target = { kind: 'certificate', target: instance, certificate } as const
    const form = { form: 'ownership' } as const
    const first = await on.delivered(workshop.bob, target, form)
    const passing = { instance, to: 'carol', form: 'ownership' } as const
    expect(await workshop.code(workshop.bob, 'instance.pass-on', passing)).equal('instance_offered')
    const again = await workshop.code(workshop.bob, 'recommendation.open', {
      ...{ matcher: 'clock-finder', title: 'A clock', identifier: 'CLOCK-1', traits: [], parameters: [] },
      ...{ windows: [hour], targets: [target], ...form },
    })
    expect(again).equal('instance_offered')
    await workshop.done(workshop.carol, 'recommendation.reject', { recommendation: first })
    const second = await on.answeredInTime(workshop.bob, target, 'ownership')
    await workshop.done(workshop.bob, 'instance.pass-on', passing)
    const until = workshop.ahead(60_000n)
    const said = { recommendation: second, participant: 'carol', until }
    expect(await workshop.code(workshop.bob, 'recommendation.deliver', { ...said, target: instance })).equal(
      'not_the_next_target',
    )
    await workshop.done(workshop.bob, 'recommendation.deliver', said)
    expect(workshop.scene.view.find(deliveries, second, 'carol')?.status).equal('no-certificate')
    const accepting = { recommendation: second }
    expect(await workshop.code(workshop.carol, 'recommendation.accept', accepting)).equal('delivery_state_forbids')
  })

  it('S3-045 S3-046 is used only once it was accepted, and what cannot be used so can be tried again', async () => {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop } = on
    const { certificate } = workshop.instance(on.instance)
    const target = { kind: 'certificate', target: certificate } as const
    const licence = { form: 'licence' as const, scope: ['read'], endsAt: workshop.ahead(3_600_000n) }
    const recommendation = await on.delivered(workshop.maker, target, licence)
    const { start, end } = instances.range()
    const had = () => workshop.scene.ledger.keys(start, end).length
    const before = had()
    expect(
      await workshop.code(workshop.carol, 'interaction.complete', { interaction: recommendation, use: 'read' }),
    ).equal('unknown_interaction')
    const { interaction } = await workshop.done(workshop.carol, 'recommendation.accept', { recommendation })
    expect(had()).equal(before + 1)
    const use = (word: string) => ({ interaction: String(interaction), use: word })
    expect(await workshop.code(workshop.carol, 'interaction.complete', use('copy'))).equal('use_not_licensed')
    expect(await workshop.code(workshop.carol, 'interaction.complete', use('read'))).equal('accepted')
  })
})
