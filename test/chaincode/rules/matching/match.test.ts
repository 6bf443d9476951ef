import { expect } from 'chai'
import { type MatchRequest, requests } from '../../../../chaincode/domains/matching/tables.ts'
import type { TraitValue } from '../../../../chaincode/domains/matching/traits.ts'
import type { Effects } from '../../../../chaincode/outcome.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { envelopeBytesMaximum } from '../../../../chaincode/wire/identifiers.ts'
import { demandOf, expectedOf, honest, matchmaking, matchOf, reputed } from '../../../support/matched-rows.ts'
import { demand, list, type Matchmaking } from '../../../support/matchmaking.ts'
import { nothing } from '../../../support/workshop.ts'

/** Has alice open a demand for who collects clocks, and more where it is said. */
const opened = (on: Matchmaking, change: Partial<Body<'demand.open'>> = {}): Promise<Effects> =>
  on.workshop.done(on.workshop.alice, 'demand.open', on.opening(change))

const matched = (on: Matchmaking, change: Partial<Body<'demand.match'>> = {}): Promise<Effects> =>
  on.workshop.done(on.finder, 'demand.match', { ...honest(on, change.demand), ...change })

const requestTo = ({ workshop }: Matchmaking, holder: string): MatchRequest | undefined =>
  workshop.scene.view.find(requests, demand, holder)

const asked = ({ workshop, finder }: Matchmaking, holder: string): Promise<string> =>
  workshop.code(finder, 'demand.request', { demand, holder })

const frozen = ({ workshop }: Matchmaking, participant: string): Promise<Effects> =>
  workshop.done(workshop.scene.registrars.SupplierMSP, 'participant.freeze', { participant, caseNumber: 'CASE-1' })

const red: TraitValue = { trait: 'colour', codes: ['red'] }

/** Has the provider issue a red clock which bob publishes; gives its id, and the id of what bob has of it. */
const published = async (on: Matchmaking) => {
  const { workshop, finder } = on
  await workshop.done(finder, 'trait.register', {
    ...{ trait: 'colour', of: 'goods', codes: ['red', 'blue'], source: 'declared' },
  })
  const certificate = await workshop.issued({ item: 'CLOCK-RED', traits: [red] })
  const instance = await workshop.granted(certificate, { to: 'bob', form: 'holding' })
  await workshop.done(workshop.bob, 'instance.publish', { instance })
  return { certificate, instance }
}
const wantsRed: Partial<Body<'demand.open'>> = { goods: [{ trait: 'colour', anyOf: ['red'] }], minHolders: 1 }

describe('matching a demand', () => {
  it(
    'S1-008 finds two who fit and says so; with one the number is recorded, and nobody is asked',
    matchmaking(async (on) => {
      await opened(on)
      expect(await matched(on)).deep.equal({ demand, found: 2, chosen: 2, dropped: '', status: 'matched' })
      await opened(on, { demand: nothing, wanted: [{ trait: 'age', atLeast: 18 }] })
      expect(await matched(on, honest(on, nothing))).deep.include({ found: 0, chosen: 0, status: 'no-match' })
      expect(matchOf(on, nothing)).deep.include({ found: 0, chosen: [], status: 'no-match' })
    }),
  )

  it(
    'S1-008 S1-066 asks nobody where one fits and two are needed, nor before the match',
    matchmaking(async (on) => {
      const { workshop } = on
      await workshop.done(workshop.carol, 'profile.set', on.profile({ status: 'inactive' }))
      await opened(on)
      expect(await asked(on, 'bob')).equal('not_matched')
      expect(await matched(on)).deep.equal({ demand, found: 1, chosen: 1, dropped: '', status: 'no-match' })
      for (const holder of ['bob', 'carol']) {
        expect(await asked(on, holder)).equal('not_matched')
        expect(requestTo(on, holder)).equal(undefined)
      }
    }),
  )

  it(
    'S1-008 asks nobody where two were found and one of them is left, and says how many were found',
    matchmaking(async (on) => {
      await opened(on)
      const body = honest(on)
      await frozen(on, 'bob')
      expect(await matched(on, body)).deep.equal({ demand, found: 2, chosen: 1, dropped: 'bob', status: 'no-match' })
      expect(matchOf(on)).deep.include({ found: 2, dropped: ['bob'], status: 'no-match' })
      for (const holder of ['bob', 'carol']) {
        expect(await asked(on, holder)).equal('not_matched')
        expect(requestTo(on, holder)).equal(undefined)
      }
    }),
  )

  it(
    'S1-009 is content with one holder where the demand is, and asks that one',
    matchmaking(async (on) => {
      await on.workshop.done(on.workshop.carol, 'profile.set', on.profile({ fields: ['tea'] }))
      await opened(on, { minHolders: 1 })
      expect(await matched(on)).deep.include({ found: 1, chosen: 1, status: 'matched' })
      expect(await asked(on, 'bob')).equal('accepted')
      expect(await asked(on, 'carol')).equal('not_matched')
    }),
  )

  it(
    'S1-010 S1-066 asks each chosen holder once, by an instruction of its own, without telling who asks',
    matchmaking(async (on) => {
      const { workshop } = on
      await opened(on)
      await matched(on)
      expect(await asked(on, 'bob')).equal('accepted')
      expect(requestTo(on, 'carol')).equal(undefined)
      expect(await asked(on, 'bob')).equal('asked_already')
      expect(await asked(on, 'carol')).equal('accepted')
      const { until, publicKey } = demandOf(on)
      const request = {
        demand,
        matcher: 'clock-finder',
        home: 'BankMSP',
        title: 'A clock',
        goods: [],
        until,
        publicKey,
      }
      expect(requestTo(on, 'bob')).deep.equal({ ...request, holder: 'bob' })
      expect(JSON.stringify(workshop.scene.ledger.row(requests.key(demand, 'bob')))).not.include('alice')
      expect(await asked(on, 'clockmaker')).equal('not_matched')
    }),
  )

  it(
    'S1-013 reads the rate that the ledger counted, whatever the profile said of it',
    matchmaking(async (on) => {
      const { workshop } = on
      const boast = [{ trait: 'success-rate', number: 10_000 }]
      expect(await workshop.code(workshop.bob, 'profile.set', on.profile({ traits: boast }))).equal(
        'trait_not_declared',
      )
      reputed(on, 'bob', { successes: 9n })
      reputed(on, 'carol', { successes: 8n })
      await opened(on, { wanted: [{ trait: 'success-rate', atLeast: 9_000 }] })
      const forged = on.matching()
      expect(await matched(on, forged)).deep.include({ found: 2, chosen: 1, dropped: 'carol', status: 'no-match' })
    }),
  )

  it(
    'S1-014 drops who was frozen or went inactive meanwhile, whom nobody asks; nobody moves up',
    matchmaking(async (on) => {
      const { workshop } = on
      await opened(on, { minHolders: 1 })
      const body = honest(on)
      await frozen(on, 'bob')
      const { block, ...row } = body
      expect(await matched(on, body)).deep.equal({ demand, found: 2, chosen: 1, dropped: 'bob', status: 'matched' })
      expect(matchOf(on)).deep.include({ ...row, block: BigInt(block), dropped: ['bob'] })
      expect(await asked(on, 'bob')).equal('not_matched')
      expect(await asked(on, 'carol')).equal('accepted')
      expect(expectedOf(on).chosen).deep.equal([{ holder: 'carol' }])
      await opened(on, { demand: nothing })
      await workshop.done(workshop.carol, 'profile.set', on.profile({ status: 'inactive' }))
      const all = await matched(on, { ...body, demand: nothing })
      expect(all).deep.include({ chosen: 0, dropped: 'bob carol', status: 'no-match' })
    }),
  )

  it(
    'S1-014 drops whom nobody registered, and who has no profile',
    matchmaking(async (on) => {
      await opened(on)
      const chosen = [{ holder: 'nobody-at-all' }, { holder: 'clockmaker' }]
      expect(await matched(on, { chosen })).deep.include({ dropped: 'nobody-at-all clockmaker', status: 'no-match' })
    }),
  )

  it(
    'S1-015 S1-017 keeps version, block, number, digest and cut, and what changes later changes nothing of it',
    matchmaking(async (on) => {
      const { workshop } = on
      const { home, matcher, requester } = { home: 'BankMSP', matcher: 'clock-finder', requester: 'alice' }
      await opened(on)
      const body = honest(on)
      expect(body.list).not.equal(list)
      await matched(on)
      const row = { ...body, block: BigInt(body.block), home, matcher, requester, dropped: [], status: 'matched' }
      expect(matchOf(on)).deep.equal(row)
      await workshop.done(workshop.carol, 'profile.set', on.profile({ fields: [] }))
      expect(matchOf(on)).deep.equal(row)
      expect(expectedOf(on).list).not.equal(body.list)
      expect(await workshop.code(on.finder, 'demand.match', honest(on))).equal('matched_already')
      expect(matchOf(on)).deep.equal(row)
    }),
  )

  it(
    'S1-016 finds neither who asks nor the service, and refuses a match that names one of them',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      await workshop.done(workshop.alice, 'profile.set', on.profile())
      await opened(on)
      expect(expectedOf(on)).deep.include({ found: 2, chosen: [{ holder: 'bob' }, { holder: 'carol' }] })
      for (const holder of ['alice', 'clock-finder']) {
        const chosen = [{ holder: 'bob' }, { holder }]
        expect(await workshop.code(finder, 'demand.match', on.matching({ chosen }))).equal('match_unfit')
      }
      expect(matchOf(on)).equal(undefined)
    }),
  )

  const holders = (count: number) => Array.from({ length: count }, (_none, place) => ({ holder: `holder-${place}` }))
  const unfit: readonly (readonly [what: string, change: Partial<Body<'demand.match'>>])[] = [
    ['more than were found', { found: 1 }],
    ['fewer than were found', { found: 3 }],
    ['somebody twice', { chosen: [{ holder: 'bob' }, { holder: 'bob' }] }],
    ['31 where there are more than 32', { found: 33, chosen: holders(31) }],
  ]
  for (const [what, change] of unfit) {
    it(
      `S1-015 that chooses ${what} is unfit`,
      matchmaking(async (making) => {
        await opened(making)
        const code = await making.workshop.code(making.finder, 'demand.match', making.matching(change))
        expect(code).equal('match_unfit')
        expect(matchOf(making)).equal(undefined)
      }),
    )
  }

  it(
    'is for the named service alone, while it is open',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      await opened(on)
      const other = await on.otherFinder()
      expect(await workshop.code(other, 'demand.match', on.matching())).equal('not_the_matcher')
      expect(await workshop.code(other, 'demand.request', { demand, holder: 'bob' })).equal('not_the_matcher')
      expect(await workshop.code(finder, 'demand.request', { demand: nothing, holder: 'bob' })).equal('unknown_demand')
      await workshop.done(workshop.scene.registrars.BankMSP, 'matcher.set', on.settings({ status: 'closed' }))
      expect(await workshop.code(finder, 'demand.match', on.matching())).equal('matcher_closed')
    }),
  )
})

describe('matching a demand for goods', () => {
  it(
    'S1-012 names the best certificate of each holder, and asks with it',
    matchmaking(async (on) => {
      const { certificate } = await published(on)
      expect(on.workshop.certificate(certificate).traits).deep.equal([red])
      await opened(on, wantsRed)
      expect(honest(on).chosen).deep.equal([{ holder: 'bob', certificate }])
      expect(await matched(on)).deep.include({ found: 1, status: 'matched' })
      expect(await asked(on, 'bob')).equal('accepted')
      expect(requestTo(on, 'bob')).deep.include({ certificate, goods: wantsRed.goods })
    }),
  )

  const lost: readonly (readonly [
    what: string,
    lose: (on: Matchmaking, ids: { certificate: string; instance: string }) => Promise<unknown>,
  ])[] = [
    [
      'was revoked',
      ({ workshop }, { certificate }) => workshop.done(workshop.maker, 'certificate.revoke', { certificate }),
    ],
    [
      'is of a provider that was let go',
      ({ workshop }) => workshop.done(workshop.desk, 'provider.close', { provider: 'clockmaker' }),
    ],
    ['expired', async ({ workshop }) => workshop.wait(30n * 86_400_000n + 1n)],
  ]
  for (const [what, lose] of lost) {
    it(
      `S1-014 drops a holder whose certificate ${what} meanwhile`,
      matchmaking(async (on) => {
        const ids = await published(on)
        await opened(on, { ...wantsRed, until: on.workshop.ahead(40n * 86_400_000n) })
        const body = honest(on)
        expect(body.found).equal(1)
        await lose(on, ids)
        expect(await matched(on, body)).deep.include({ chosen: 0, dropped: 'bob', status: 'no-match' })
        expect(await asked(on, 'bob')).equal('not_matched')
      }),
    )
  }

  it(
    'S1-014 drops a holder with goods that fulfil nothing, with none, with unknown ones, and with some that nobody wanted',
    matchmaking(async (on) => {
      await published(on)
      const { certificate } = on.workshop.instance(on.instance)
      const faulty = [certificate, undefined, nothing]
      for (const [place, id] of faulty.entries()) {
        const name = `${'BCD'[place]}`.repeat(42).concat('A')
        await opened(on, { ...wantsRed, demand: name })
        const one = id === undefined ? {} : { certificate: id }
        const body = on.matching({ demand: name, found: 1, chosen: [{ holder: 'bob', ...one }] })
        expect(await matched(on, body)).deep.include({ dropped: 'bob', status: 'no-match' })
      }
      await opened(on, { minHolders: 1 })
      const body = on.matching({ found: 1, chosen: [{ holder: 'bob', certificate }] })
      expect(await matched(on, body)).deep.include({ dropped: 'bob', status: 'no-match' })
    }),
  )
})

describe('the size of what is matched', () => {
  const most = Array.from({ length: 30 }, (_none, place) => `trait-number-${place + 10}`)

  it(
    'S1-015 with thirty traits each, of 32 chosen among 33 who fit, keeps every instruction below its bound',
    matchmaking(async (on) => {
      const { workshop, finder } = on
      const { scene } = workshop
      const register = most.map((trait) =>
        workshop.instruct(finder, 'trait.register', {
          trait,
          of: 'holder',
          least: 0,
          most: 1_000_000_000,
          source: 'declared',
        }),
      )
      await scene.honoured(register, { gateway: 'BankMSP' })
      const { certificate } = await published(on)
      const traits = most.map((trait) => ({ trait, number: 1_000_000_000 }))
      const names = Array.from({ length: 33 }, (_none, place) => `collector-of-clocks-and-tea-${place + 10}`)
      const devices = await scene.registerCustomers(names, 'SupplierMSP')
      const profile = on.profile({ traits })
      const envelopes = devices.map((device) => workshop.instruct(device, 'profile.set', profile))
      await scene.honoured(envelopes, { gateway: 'SupplierMSP' })
      await opened(on, { wanted: most.slice(0, 16).map((trait) => ({ trait, atLeast: 1, atMost: 1_000_000_000 })) })
      const body = honest(on)
      expect(body.found).equal(33)
      expect(body.chosen.map(({ holder }) => holder)).deep.equal(names.slice(0, 32))
      const whole = { ...body, chosen: body.chosen.map((one) => ({ ...one, certificate })) }
      const texts = [...envelopes, workshop.instruct(finder, 'demand.match', whole)]
      expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).below(envelopeBytesMaximum)
      await scene.apply(texts.at(-1) as string, { gateway: 'BankMSP' })
      expect(await workshop.code(finder, 'demand.match', body)).equal('matched_already')
    }),
  )
})
