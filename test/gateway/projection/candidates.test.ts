import { expect } from 'chai'
import fc from 'fast-check'
import { certificates, providers, publications } from '../../../chaincode/domains/certificates/tables.ts'
import { matchers, profiles, traits } from '../../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import { participants, reputations } from '../../../chaincode/domains/registry/tables.ts'
import {
  expectedMatch,
  expectedRecommendationMatch,
  matchOf,
  recommendationMatchOf,
} from '../../../chaincode/rules/matching/candidates.ts'
import { viewOf } from '../../../chaincode/rules/rule.ts'
import { parseKey } from '../../../chaincode/vocabulary.ts'
import type { Table } from '../../../chaincode/wire/table.ts'
import { Candidates } from '../../../gateway/projection/candidates.ts'
import { type Database, openDatabase } from '../../../gateway/projection/database.ts'
import { MatchingTables } from '../../../gateway/projection/matching-tables.ts'
import { named } from '../../support/matching-scene.ts'

/** Writes a row as the projection does, without the lists that are not looked at here. */
const put = (database: Database, key: string, row: object | null): void => {
  if (row === null) database.run('DELETE FROM row WHERE key = ?', key)
  else database.run('INSERT OR REPLACE INTO row VALUES (?, ?)', key, JSON.stringify(row))
  new MatchingTables(database).write(parseKey(key)?.table, key, row ?? undefined)
}

const codes = fc.constantFrom('clocks', 'coins', 'books')
const some = fc.uniqueArray(codes, { maxLength: 2 })
const number = fc.integer({ min: 0, max: 4 })
const bounds = fc.record({ atLeast: number, atMost: number }, { requiredKeys: [] })
const condition = fc.oneof(
  fc.record({ trait: fc.constant('field'), anyOf: some }),
  fc.record({ trait: fc.constant('hall'), anyOf: some }),
  bounds.map((rest) => ({ trait: 'years', ...rest })),
  bounds.map((rest) => ({ trait: 'deals', ...rest })),
  bounds.map((rest) => ({ trait: 'others', ...rest })),
  fc.record({
    trait: fc.constantFrom('success-rate', 'positive-rating-rate'),
    atLeast: fc.constantFrom(0, 5_000, 10_000),
  }),
  fc.constant({ trait: 'unregistered', atLeast: 0 }),
)
const goods = fc.array(
  fc.oneof(
    fc.record({ trait: fc.constant('era'), anyOf: some }),
    bounds.map((rest) => ({ trait: 'weight', ...rest })),
  ),
  { maxLength: 2 },
)
const person = fc.record({
  ...{ fields: some, hall: some, years: number, status: fc.constantFrom('active', 'inactive') },
  reputation: fc.option(
    fc.record({ interactions: number, successes: number, ratings: number, positives: number, counterparties: number }),
  ),
  need: fc.record({ identifier: fc.constantFrom('A', 'B'), years: bounds }),
  published: fc.array(
    fc.record({
      ...{ era: some, weight: fc.option(number) },
      ...{ status: fc.constantFrom('open', 'withdrawn'), issued: fc.constantFrom('active', 'revoked') },
    }),
    { maxLength: 2 },
  ),
})
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never

const traitRow = (trait: string, source: string): [Table, object] => [
  traits,
  { matcher: 'finder', trait, home: 'M', of: 'holder', source },
]
const commonRows: readonly [Table, object][] = [
  [matchers, { matcher: 'finder', home: 'M', counterparties: 2, status: 'open' }],
  ...[traitRow('hall', 'declared'), traitRow('years', 'declared')],
  ...[traitRow('deals', 'interactions'), traitRow('others', 'counterparties')],
  [providers, { provider: 'shop', status: 'open', home: 'M' }],
]

const coded = (trait: string, codes: readonly string[]) => (codes.length > 0 ? [{ trait, codes }] : [])

const profileRows = (one: Person, participant: string): [Table, object][] => {
  const said = [{ trait: 'years', number: one.years }, ...coded('hall', one.hall)]
  const needs = [{ identifier: one.need.identifier, traits: [], parameters: [{ trait: 'years', ...one.need.years }] }]
  const { fields, status } = one
  return [
    [participants, { participant, home: 'M', type: 'person', status: 'active' }],
    [profiles, { matcher: 'finder', participant, home: 'M', fields, traits: said, needs, status }],
  ]
}

const reputationRows = ({ reputation }: Person, participant: string): [Table, object][] => {
  if (reputation === null) return []
  const counts = Object.entries(reputation).map(([name, count]) => [name, BigInt(count)])
  return [[reputations, { participant, home: 'M', ...Object.fromEntries(counts) }]]
}

const publishedRows = ({ published }: Person, holder: string): [Table, object][] =>
  published.flatMap(({ era, weight, status, issued }, index): [Table, object][] => {
    const certificate = `${holder}-${index}`
    const about = { certificate, provider: 'shop' }
    const traits = [...coded('era', era), ...(weight === null ? [] : [{ trait: 'weight', number: weight }])]
    return [
      [certificates, { ...about, traits, expiresAt: 99n, status: issued }],
      [publications, { publication: certificate, ...about, holder, home: 'M', status }],
    ]
  })

const rowsOf = (people: readonly Person[]): [Table, object][] => [
  ...commonRows,
  ...people.flatMap((one, place) => {
    const name = `p-${place}`
    return [...profileRows(one, name), ...reputationRows(one, name), ...publishedRows(one, name)]
  }),
]

describe('who is found by the projection’s tables', () => {
  it('S1-011 is who is found by looking at every profile, in the same order, for demands and for recommendations', () => {
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 12 }),
        fc.array(condition, { minLength: 1, maxLength: 3 }),
        goods,
        fc.constantFrom('A', 'B'),
        number,
        (people, conditions, eras, identifier, years) => {
          const database = openDatabase(':memory:', { warn: () => {} })
          for (const [table, record] of rowsOf(people)) {
            // What is written twice is found once.
            for (const _time of [1, 2]) put(database, table.keyOf(record as never), table.codec.encode(record as never))
          }
          const view = viewOf((table, key) => {
            const row = database.one<{ value: string }>('SELECT value FROM row WHERE key = ?', key)
            return row && table.codec.decode(JSON.parse(row.value))
          })
          const candidates = new Candidates(database, view)
          const demand = { requester: 'p-0', matcher: 'finder', wanted: conditions, goods: eras, openedAt: 5n } as never
          const ranked = candidates.ranked(demand)
          expect(ranked && matchOf(ranked)).to.deep.equal(expectedMatch(candidates.rows, demand))
          const recommendation = {
            ...{ identifier, traits: [], recommender: 'p-1', matcher: 'finder', targets: [] },
            parameters: [{ parameter: 'years', type: 'number', value: years }],
          } as never
          const found = recommendationMatchOf(candidates.fitting(recommendation))
          expect(found).to.deep.equal(expectedRecommendationMatch(candidates.rows, recommendation))
          database.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('rows beyond the usual', () => {
  const quiet = {
    ...{ fields: [], hall: [], years: 1, status: 'active' as const, reputation: null },
    ...{ need: { identifier: 'A' as const, years: {} }, published: [] },
  }
  const demandOf = (goods: object[]) =>
    ({
      ...{ requester: 'p-9', matcher: 'finder', wanted: [{ trait: 'deals', atLeast: 0 }], goods, openedAt: 5n },
    }) as never
  /** Who is found among these for a demand of which nothing that is wanted of holders narrows them, with the certificate that fits. */
  const foundAmong = (people: readonly Person[], goods: object[]) => {
    const database = openDatabase(':memory:', { warn: () => {} })
    for (const [table, record] of rowsOf(people)) {
      put(database, table.keyOf(record as never), table.codec.encode(record as never))
    }
    const view = viewOf((table, key) => {
      const row = database.one<{ value: string }>('SELECT value FROM row WHERE key = ?', key)
      return row && table.codec.decode(JSON.parse(row.value))
    })
    const ranked = new Candidates(database, view).ranked(demandOf(goods)) ?? []
    database.close()
    return ranked.map(({ holder, certificate = '' }) => `${holder} ${certificate}`.trim())
  }

  it('are all looked at where somebody may fulfil what is wanted of whom nothing is written', () => {
    expect(foundAmong([quiet, quiet], [])).to.deep.equal(['p-0', 'p-1'])
  })

  it('are found by the goods that they publish, by code and by number, and not by what is withdrawn or revoked', () => {
    const offer = (change: object) => ({ era: [], weight: null, status: 'open', issued: 'active', ...change }) as never
    const people: Person[] = [
      { ...quiet, published: [offer({ era: ['clocks'] })] },
      { ...quiet, published: [offer({ weight: 3 })] },
      { ...quiet, published: [offer({ era: ['clocks'], status: 'withdrawn' })] },
      { ...quiet, published: [offer({ era: ['clocks'], issued: 'revoked' })] },
      { ...quiet, published: [offer({ era: ['books'], weight: 4 })] },
      quiet,
    ]
    expect(foundAmong(people, [{ trait: 'era', anyOf: ['clocks'] }])).to.deep.equal(['p-0 p-0-0'])
    expect(foundAmong(people, [{ trait: 'weight', atMost: 3 }])).to.deep.equal(['p-1 p-1-0'])
    const either = [
      { trait: 'era', anyOf: ['clocks', 'coins'] },
      { trait: 'weight', atLeast: 4 },
    ]
    expect(foundAmong(people, either)).to.deep.equal(['p-0 p-0-0', 'p-4 p-4-0'])
  })

  it('are kept as far as they say something: a reputation without counterparties, a certificate without traits', () => {
    const database = openDatabase(':memory:', { warn: () => {} })
    put(database, reputations.key('ada'), { participant: 'ada', interactions: '4' })
    put(database, certificates.key(named('plain')), { certificate: named('plain'), status: 'active' })
    const kept = database.one<object>('SELECT interactions, counterparties FROM reputation_rate')
    expect({ ...kept }).to.deep.equal({ interactions: 4, counterparties: 0 })
    expect(database.all('SELECT 1 FROM certificate_trait')).to.deep.equal([])
    database.close()
  })

  it('are read in pages, and those that are none are passed over; without a service nobody is ranked', () => {
    const database = openDatabase(':memory:', { warn: () => {} })
    const candidates = new Candidates(
      database,
      viewOf(() => undefined),
    )
    for (let place = 0; place < 1_001; place += 1) {
      const participant = `p-${String(place).padStart(4, '0')}`
      const value = place === 0 ? 'none' : JSON.stringify({ participant })
      database.run('INSERT INTO row VALUES (?, ?)', profiles.key('finder', participant), value)
    }
    expect([...candidates.rows.each(profiles, 'finder')]).to.have.lengthOf(1_000)
    expect(candidates.ranked({ matcher: 'finder' } as never)).to.equal(undefined)
    database.close()
  })

  it('count no more than SQL holds, and are forgotten once they are deleted', () => {
    const database = openDatabase(':memory:', { warn: () => {} })
    const row = { participant: 'ada', interactions: '99999999999999999999', counterparties: '3' }
    put(database, reputations.key('ada'), row)
    const counted = () =>
      database.one<{ interactions: number }>('SELECT interactions FROM reputation_rate')?.interactions
    expect(counted()).to.equal(1_000_000_000_000)
    put(database, reputations.key('ada'), null)
    expect(counted()).to.equal(undefined)
    database.close()
  })
})

describe('what is to be done for a recommendation', () => {
  const recommendation = named('recommendation')
  const window = { form: 'duration', milliseconds: '10' }
  const open = { recommendation, matcher: 'finder', startedAt: '5', window, status: 'open' }
  const match = { recommendation, matcher: 'finder', chosen: ['ada', 'ben'], dropped: ['ben'], status: 'matched' }
  const work = (...rows: [key: string, row: object | null][]) => {
    const database = openDatabase(':memory:', { warn: () => {} })
    for (const [key, row] of rows) put(database, key, row)
    const found = database.all('SELECT subject, holder, ends_at FROM matching_work')
    database.close()
    return found.map((one) => ({ ...(one as object) }))
  }
  const key = recommendations.key(recommendation)
  const matched: [string, object] = [`recommendation-match~${recommendation}`, match]

  it('is to match it until its window ends, and then to ask who was chosen and not dropped', () => {
    expect(work([key, open])).to.deep.equal([{ subject: key, holder: '', ends_at: 15 }])
    expect(work([key, { ...open, window: { form: 'moment', at: '7' } }])).to.deep.include({
      subject: key,
      holder: '',
      ends_at: 7,
    })
    expect(work([key, { ...open, window: { form: 'interval', from: '1', until: '9' } }])[0]).to.include({ ends_at: 9 })
    expect(work([key, open], matched)).to.deep.equal([{ subject: key, holder: 'ada', ends_at: 15 }])
    expect(work([key, open], matched, [key, open])).to.have.lengthOf(1)
    expect(work([key, open], [matched[0], { ...match, status: 'no-match' }])).to.deep.equal([])
    expect(work([key, open], matched, [`recommendation-request~${recommendation}~ada`, {}])).to.deep.equal([])
    expect(work([key, open], matched, [key, { ...open, status: 'withdrawn' }])).to.deep.equal([])
    expect(work([key, open], [key, null])).to.deep.equal([])
    expect(work(matched)).to.deep.equal([])
  })
})
