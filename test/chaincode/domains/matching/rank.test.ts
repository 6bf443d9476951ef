import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Certificate } from '../../../../chaincode/domains/certificates/tables.ts'
import {
  type Candidate,
  goodsScoreOf,
  judgeCandidate,
  listDigest,
  type MatchTerms,
  rank,
  rateOf,
} from '../../../../chaincode/domains/matching/rank.ts'
import type { Trait } from '../../../../chaincode/domains/matching/tables.ts'
import type { Condition } from '../../../../chaincode/domains/matching/traits.ts'
import { runs } from '../../../support/runs.ts'

const openedAt = 1_000n

type Change = Partial<Omit<Candidate, 'profile' | 'reputation'>> & {
  profile?: Partial<Candidate['profile']>
  reputation?: Partial<NonNullable<Candidate['reputation']>> | undefined
}

/** One who collects clocks, of whom ten others know: nine of ten interactions ended well, and seven of ten ratings are good. */
const candidate = (name: string, { profile, reputation, ...change }: Change = {}): Candidate => ({
  profile: {
    ...{ matcher: 'finder', participant: name, home: 'BankMSP', fields: ['clocks'], traits: [], needs: [] },
    ...{ status: 'active', ...profile },
  },
  participant: { participant: name, type: 'person', home: 'BankMSP', status: 'active', accepts: 'all', known: [] },
  reputation: {
    ...{ participant: name, home: 'BankMSP', interactions: 10n, successes: 9n, ratings: 10n, positives: 7n },
    ...{ counterparties: 10n, ...reputation },
  },
  certificates: [],
  ...change,
})

const certificate = (id: string, change: Partial<Certificate> = {}): Certificate =>
  ({ certificate: id, status: 'active', expiresAt: openedAt, traits: [], ...change }) as unknown as Certificate

const trait = (name: string, change: Partial<Trait> = {}): [string, Trait] => [
  name,
  {
    matcher: 'finder',
    trait: name,
    home: 'BankMSP',
    of: 'holder',
    least: 0,
    most: 1_000,
    source: 'declared',
    ...change,
  },
]

const registered = new Map([
  ...[trait('age'), trait('deals', { source: 'interactions' }), trait('partners', { source: 'counterparties' })],
])

const terms = (wanted: Condition[], goods: Condition[] = [], counterparties = 3): MatchTerms => ({
  demand: { requester: 'buyer', matcher: 'finder', wanted, goods, openedAt },
  matcher: { counterparties },
  traits: registered,
})

const clocks: Condition = { trait: 'field', anyOf: ['clocks'] }
const success = (atLeast: number): Condition => ({ trait: 'success-rate', atLeast })
const positive = (atLeast: number): Condition => ({ trait: 'positive-rating-rate', atLeast })
const fits = (one: Candidate, ...wanted: Condition[]): boolean => judgeCandidate(one, terms(wanted)) !== undefined
const namesOf = (candidates: Candidate[], by: MatchTerms): string[] => rank(candidates, by).map(({ holder }) => holder)

describe('the rate of a reputation', () => {
  it('S1-013 is what the ledger counted in hundredths of a percent, rounded down', () => {
    const { reputation } = candidate('bob', {
      reputation: { interactions: 3n, successes: 2n, ratings: 7n, positives: 6n },
    })
    expect(rateOf(reputation, 'success-rate', { counterparties: 1 })).equal(6_666)
    expect(rateOf(reputation, 'positive-rating-rate', { counterparties: 1 })).equal(8_571)
  })

  it('S1-013 ignores what somebody says of itself', () => {
    const counted = ['success-rate', 'positive-rating-rate', 'deals', 'partners']
    const boast = counted.map((name) => ({ trait: name, number: 10_000 }))
    const boaster = candidate('bob', { profile: { traits: boast } })
    expect([fits(boaster, success(9_000)), fits(boaster, success(9_001))]).deep.equal([true, false])
    expect([fits(boaster, positive(7_000)), fits(boaster, positive(7_001))]).deep.equal([true, false])
    for (const name of ['deals', 'partners']) {
      expect(fits(boaster, { trait: name, atLeast: 10 }), name).equal(true)
      expect(fits(boaster, { trait: name, atLeast: 11 }), name).equal(false)
    }
    expect(judgeCandidate(boaster, terms([clocks]))).deep.equal(judgeCandidate(candidate('bob'), terms([clocks])))
  })

  it('is unknown below the number of counterparties, without ratings, and of who has none', () => {
    const { reputation } = candidate('bob')
    expect(rateOf(reputation, 'success-rate', { counterparties: 10 })).equal(9_000)
    expect(rateOf(reputation, 'success-rate', { counterparties: 11 })).equal(undefined)
    expect(rateOf(undefined, 'success-rate', { counterparties: 1 })).equal(undefined)
    const old = { participant: 'bob', home: 'BankMSP', interactions: 5n }
    expect(rateOf(old, 'success-rate', { counterparties: 1 })).equal(undefined)
    const unrated = { ...old, counterparties: 5n }
    expect(rateOf(unrated, 'success-rate', { counterparties: 1 })).equal(0)
    expect(rateOf(unrated, 'positive-rating-rate', { counterparties: 1 })).equal(undefined)
    const counted = { ...old, interactions: 0n, ratings: 1n, counterparties: 5n }
    expect(rateOf(counted, 'success-rate', { counterparties: 1 })).equal(0)
    expect(rateOf(counted, 'positive-rating-rate', { counterparties: 1 })).equal(0)
  })

  it('that is unknown fulfils no condition and adds nothing to a score', () => {
    const newcomer = candidate('bob', { reputation: { counterparties: 2n } })
    expect(fits(newcomer, success(0))).equal(false)
    expect(fits(newcomer, positive(0))).equal(false)
    expect(judgeCandidate(newcomer, terms([clocks]))).deep.equal({
      ...{ holder: 'bob', goodsScore: 0, score: 2_000, interactions: 10n },
    })
    const stranger: Candidate = { ...candidate('bob'), reputation: undefined }
    expect(judgeCandidate(stranger, terms([clocks]))?.interactions).equal(0n)
  })
})

describe('who fits a demand', () => {
  const met: { [name: string]: [met: Condition, missed: Condition] } = {
    positive: [positive(7_000), positive(7_001)],
    success: [success(9_000), success(9_001)],
    field: [
      { trait: 'field', anyOf: ['tea', 'clocks'] },
      { trait: 'field', anyOf: ['tea'] },
    ],
  }
  const mixes = [1, 2, 3, 4, 5, 6, 7].map((mix) => Object.keys(met).filter((_name, place) => (mix >> place) % 2 === 1))
  const wantedOf = (mix: string[], missed?: string): Condition[] =>
    mix.map((name) => met[name]?.[name === missed ? 1 : 0] as Condition)
  /** One who has the traits of a mix and nothing else. */
  const having = (mix: string[]): Candidate =>
    candidate('carol', {
      profile: { fields: ['clocks'].slice(mix.includes('field') ? 0 : 1) },
      reputation: { successes: mix.includes('success') ? 9n : 0n, positives: mix.includes('positive') ? 7n : 0n },
    })
  for (const mix of mixes) {
    it(`S1-005 has every trait of ${mix.join(' and ')}, and no other is asked for`, () => {
      expect(fits(candidate('bob'), ...wantedOf(mix))).equal(true)
      expect(fits(having(mix), ...wantedOf(mix))).equal(true)
      for (const missed of mix) {
        expect(fits(candidate('bob'), ...wantedOf(mix, missed)), missed).equal(false)
        expect(fits(having(mix.filter((name) => name !== missed)), ...wantedOf(mix)), missed).equal(false)
      }
    })
  }

  it('S1-006 has a registered trait, declared or counted, and of an unregistered one nothing is known', () => {
    const bob = candidate('bob', { profile: { traits: [{ trait: 'age', number: 40 }] } })
    const between = (atLeast: number, atMost: number): Condition => ({ trait: 'age', atLeast, atMost })
    expect(fits(bob, between(40, 40))).equal(true)
    expect(fits(bob, between(41, 50))).equal(false)
    expect(fits(bob, between(0, 39))).equal(false)
    expect(fits(candidate('carol'), between(0, 1_000))).equal(false)
    expect(fits(bob, { trait: 'deals', atLeast: 10 }, { trait: 'partners', atMost: 10 })).equal(true)
    expect(fits(bob, { trait: 'deals', atLeast: 11 })).equal(false)
    expect(fits(bob, { trait: 'height', atLeast: 0 })).equal(false)
    const busy = candidate('bob', { reputation: { interactions: 10n ** 30n } })
    expect(fits(busy, { trait: 'deals', atLeast: 1_000_000_000, atMost: 1_000_000_000 })).equal(true)
    const stranger: Candidate = { ...candidate('bob'), reputation: undefined }
    expect(fits(stranger, { trait: 'deals', atMost: 0 })).equal(true)
  })

  it('S1-014 is active, and has an active profile with this very service', () => {
    const frozen = candidate('bob')
    expect(fits({ ...frozen, participant: { ...frozen.participant, status: 'frozen' } }, clocks)).equal(false)
    expect(fits(candidate('bob', { profile: { status: 'inactive' } }), clocks)).equal(false)
    expect(fits(candidate('bob', { profile: { matcher: 'other-finder' } }), clocks)).equal(false)
    expect(fits(candidate('bob'), clocks)).equal(true)
  })

  it('S1-016 is neither who asks nor who matches', () => {
    expect(namesOf([candidate('buyer'), candidate('finder'), candidate('bob')], terms([clocks]))).deep.equal(['bob'])
  })
})

describe('the goods that fit', () => {
  const red: Condition = { trait: 'colour', anyOf: ['red'] }
  const light: Condition = { trait: 'weight', atMost: 100 }
  const cheap: Condition = { trait: 'class', anyOf: ['cheap'] }
  const said = { red: { trait: 'colour', codes: ['red'] }, light: { trait: 'weight', number: 100 } }
  const goods = { goods: [red, light, cheap], openedAt }

  it('are scored by the share of the conditions that they fulfil, rounded down', () => {
    expect(goodsScoreOf(certificate('a', { traits: [said.red, said.light] }), goods)).equal(6_666)
    expect(goodsScoreOf(certificate('a', { traits: [said.red] }), goods)).equal(3_333)
    const { traits: _none, ...silent } = certificate('a')
    expect(goodsScoreOf(silent, goods)).equal(0)
    const colours = certificate('a', {
      traits: [
        { trait: 'colour', number: 1 },
        { trait: 'weight', codes: ['red'] },
      ],
    })
    expect(goodsScoreOf(colours, goods)).equal(0)
  })

  it('are not those that were revoked, or expired before the demand', () => {
    const traits = [said.red, said.light]
    expect(goodsScoreOf(certificate('a', { traits, status: 'revoked' }), goods)).equal(0)
    expect(goodsScoreOf(certificate('a', { traits, expiresAt: openedAt - 1n }), goods)).equal(0)
  })

  it('S1-012 are the best of what each one publishes, by name among equals, and several hold them', () => {
    const best = [said.red, said.light]
    const rows = [
      candidate('bob', {
        certificates: [certificate('z', { traits: [said.red] }), certificate('y', { traits: best })],
      }),
      candidate('carol', { certificates: ['x', 'w', 'v'].map((id) => certificate(id, { traits: best })) }),
      candidate('dora', { certificates: [certificate('a', { traits: [said.light] })] }),
      candidate('emil', { certificates: [certificate('b')] }),
      candidate('fritz'),
    ]
    const found = rank(rows, terms([clocks], [red, light, cheap]))
    expect(found.map(({ holder, certificate: id, goodsScore }) => [holder, id, goodsScore])).deep.equal([
      ['bob', 'y', 6_666],
      ['carol', 'v', 6_666],
      ['dora', 'a', 3_333],
    ])
    expect(rank(rows, terms([clocks])).every((one) => one.certificate === undefined && one.goodsScore === 0)).equal(
      true,
    )
  })
})

describe('the order of a list', () => {
  it('S1-012 is goods, score, longer record, name', () => {
    const tea = { trait: 'colour', codes: ['red'] }
    const rows = [
      candidate('b-equal'),
      candidate('a-equal'),
      candidate('longer', { reputation: { interactions: 20n, successes: 18n } }),
      candidate('better', { reputation: { positives: 8n } }),
      candidate('weaker', { reputation: { positives: 6n } }),
    ].map((one) => ({ ...one, certificates: [certificate('c', { traits: [tea] })] }))
    const best = candidate('best-goods', { reputation: { positives: 0n } })
    const goods: Condition[] = [
      { trait: 'colour', anyOf: ['red'] },
      { trait: 'weight', atLeast: 1 },
    ]
    const both = certificate('d', { traits: [tea, { trait: 'weight', number: 1 }] })
    expect(namesOf([...rows, { ...best, certificates: [both] }], terms([clocks], goods))).deep.equal([
      ...['best-goods', 'better', 'longer', 'a-equal', 'b-equal', 'weaker'],
    ])
  })

  it('S1-012 has a score of four parts ratings, four parts success, and two parts wanted codes', () => {
    const both: Condition = { trait: 'field', anyOf: ['clocks', 'tea', 'ships'] }
    expect(judgeCandidate(candidate('bob'), terms([both]))?.score).equal(Math.floor((28_000 + 36_000 + 6_666) / 10))
    expect(judgeCandidate(candidate('bob'), terms([success(1)]))?.score).equal(6_400)
  })

  const drawn = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z]{2,4}$/),
      interactions: fc.bigInt({ min: 1n, max: 3n }),
      positives: fc.bigInt({ min: 0n, max: 2n }),
      red: fc.boolean(),
    }),
    { selector: ({ name }) => name, maxLength: 12 },
  )
  const goods: Condition[] = [{ trait: 'colour', anyOf: ['red', 'blue'] }]
  const drawnCandidate = ({
    name,
    interactions,
    positives,
    red,
  }: {
    name: string
    interactions: bigint
    positives: bigint
    red: boolean
  }) =>
    candidate(name, {
      reputation: { interactions, successes: interactions, positives },
      certificates: [certificate(`c-${name}`, { traits: [{ trait: 'colour', codes: [red ? 'red' : 'green'] }] })],
    })

  it('S1-012 S1-015 is one, whatever the order in which the candidates come', () => {
    const orders = drawn.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    )
    const property = fc.property(orders, ([all, shuffled]) => {
      for (const by of [terms([clocks]), terms([clocks], goods)]) {
        const list = rank(all.map(drawnCandidate), by)
        expect(rank(shuffled.map(drawnCandidate), by)).deep.equal(list)
        expect(listDigest(rank(shuffled.map(drawnCandidate), by))).equal(listDigest(list))
      }
    })
    fc.assert(property, runs(200))
  })

  it('S1-012 S1-015 is the same in a fresh process with other settings, and its digest shows every change', () => {
    const rows = ['dora', 'bob', 'émil', 'carol'].map((name, place) =>
      candidate(name, { reputation: { interactions: BigInt(place), successes: 0n } }),
    )
    const by = { ...terms([clocks]), traits: [...registered] }
    const replacer = (_key: string, value: unknown) => (typeof value === 'bigint' ? { bigint: `${value}` } : value)
    const program = `
      import { listDigest, rank } from ${JSON.stringify(import.meta.resolve('../../../../chaincode/domains/matching/rank.ts'))}
      const revive = (_key, value) => (typeof value?.bigint === 'string' ? BigInt(value.bigint) : value)
      const { rows, by } = JSON.parse(${JSON.stringify(JSON.stringify({ rows: rows.toReversed(), by }, replacer))}, revive)
      process.stdout.write(listDigest(rank(rows, { ...by, traits: new Map(by.traits) })))`
    const env = { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', NODE_NO_WARNINGS: '1' }
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' })
    const list = rank(rows, terms([clocks]))
    expect(answer).equal(listDigest(list))
    const [first, second, ...others] = list as [(typeof list)[0], (typeof list)[0]]
    const changed = [
      [second, first, ...others],
      [first, ...others],
      [{ ...first, certificate: 'c' }, second, ...others],
      [{ ...first, score: first.score + 1 }, second, ...others],
      [{ ...first, goodsScore: 1 }, second, ...others],
      [{ ...first, interactions: first.interactions + 1n }, second, ...others],
    ]
    expect(new Set([answer, ...changed.map(listDigest)]).size).equal(changed.length + 1)
  })

  it('S1-065 of nobody is empty', () => {
    expect(rank([], terms([clocks]))).deep.equal([])
  })
})
