import { expect } from 'chai'
import {
  type Certificate,
  certificates,
  providers,
  publications,
} from '../../../../chaincode/domains/certificates/tables.ts'
import { listDigest } from '../../../../chaincode/domains/matching/rank.ts'
import { type Demand, matchers, type Profile, profiles, traits } from '../../../../chaincode/domains/matching/tables.ts'
import { fittingDigest } from '../../../../chaincode/domains/recommendations/fitting.ts'
import type { Recommendation } from '../../../../chaincode/domains/recommendations/tables.ts'
import { participants, reputations } from '../../../../chaincode/domains/registry/tables.ts'
import {
  candidatesIn,
  expectedMatch,
  expectedRecommendationMatch,
  type MatchedRows,
  providersOf,
  publishedCertificates,
} from '../../../../chaincode/rules/matching/candidates.ts'
import { viewOf } from '../../../../chaincode/rules/rule.ts'
import type { Table } from '../../../../chaincode/wire/table.ts'

type Row = readonly [table: Table, record: object]

/** Rows as whoever has them all reads them. */
const rowsOf = (...rows: readonly Row[]): MatchedRows => {
  const byKey = new Map(rows.map(([table, record]) => [table.keyOf(record as never), record]))
  const view = viewOf((_table, key) => byKey.get(key))
  return {
    ...view,
    each: (table, ...members) => {
      const { start, end } = table.range(...members)
      return [...byKey].filter(([key]) => key >= start && key < end).map(([, record]) => record as never)
    },
  }
}

const home = 'BankMSP'

const profile = (participant: string, change: Partial<Profile> = {}): Row => [
  profiles,
  {
    ...{ matcher: 'finder', participant, home, fields: ['clocks'], traits: [], status: 'active' },
    ...{ needs: [{ identifier: 'CLOCK', traits: [], parameters: [] }], ...change },
  },
]
const participant = (name: string): Row => [
  participants,
  { participant: name, type: 'person', home, status: 'active', accepts: 'all', known: [] },
]
const finder: Row = [matchers, { matcher: 'finder', home, counterparties: 1, status: 'open' }]
const colour: Row = [
  traits,
  { matcher: 'finder', trait: 'colour', home, of: 'goods', codes: ['red', 'blue'], source: 'declared' },
]
const maker = (status: 'open' | 'closed'): Row => [
  providers,
  { provider: 'maker', home, member: 'bank', name: 'Maker', addresses: [], status },
]
const certificate = (id: string, change: Partial<Certificate> = {}): Row => [
  certificates,
  {
    ...{ certificate: id, provider: 'maker', home, item: 'CLOCK', title: 'A clock', expiresAt: 100n, status: 'active' },
    ...{ traits: [{ trait: 'colour', codes: ['red'] }], ...change },
  },
]
const publication = (name: string, of: string, holder: string, status: 'open' | 'withdrawn' = 'open'): Row => [
  publications,
  { publication: name, certificate: of, provider: 'maker', holder, home, status },
]

const demand = (change: Partial<Demand> = {}): Demand => ({
  ...{ demand: 'alias', requester: 'alice', home, matcher: 'finder', matcherHome: home, title: 'A clock' },
  ...{ wanted: [{ trait: 'field', anyOf: ['clocks'] }], goods: [], minHolders: 1, several: false },
  ...{ openedAt: 50n, until: 90n, publicKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }, status: 'open', ...change },
})

const both = [profile('bob'), participant('bob'), profile('carol'), participant('carol')]

describe('who may be asked, from the rows', () => {
  it('is everybody with a profile at the service who is registered, with its reputation', () => {
    const reputation = { participant: 'bob', home, interactions: 3n }
    const rows = rowsOf(...both, profile('nobody'), profile('dora', { matcher: 'other' }), [reputations, reputation])
    const found = [...candidatesIn(rows, demand())]
    expect(found.map((one) => one.participant.participant)).deep.equal(['bob', 'carol'])
    expect(found.map((one) => one.reputation)).deep.equal([reputation, undefined])
  })

  it('publishes what it may count for where goods are wanted, and nothing otherwise', () => {
    const published = [publication('p1', 'c1', 'bob'), publication('p2', 'c2', 'bob'), publication('p3', 'c1', 'carol')]
    const rows = rowsOf(...both, maker('open'), certificate('c1'), certificate('c2'), ...published)
    const goods = [{ trait: 'colour', anyOf: ['red'] }]
    const ids = (one: Demand) => [...candidatesIn(rows, one)].map((each) => each.certificates.map((c) => c.certificate))
    expect(ids(demand({ goods }))).deep.equal([['c1', 'c2'], ['c1']])
    expect(ids(demand())).deep.equal([[], []])
  })
})

describe('the certificates that somebody publishes', () => {
  const idsOf = (rows: readonly Row[], open: readonly Row[], now = 50n): string[] =>
    publishedCertificates(rowsOf(...rows), open.map(([, record]) => record) as never, now).map(
      ({ certificate: id }) => id,
    )

  it('are those of open publications, each once', () => {
    const rows = [maker('open'), certificate('c1'), certificate('c2')]
    const open = [publication('p1', 'c1', 'bob'), publication('p2', 'c1', 'bob')]
    expect(idsOf(rows, [...open, publication('p3', 'c2', 'bob', 'withdrawn')])).deep.equal(['c1'])
  })

  for (const [what, rows, now] of [
    ['revoked', [maker('open'), certificate('c1', { status: 'revoked' })], 50n],
    ['expired', [maker('open'), certificate('c1')], 101n],
    ['of a provider who was let go', [maker('closed'), certificate('c1')], 50n],
    ['of nobody who is a provider', [certificate('c1')], 50n],
    ['unknown', [maker('open')], 50n],
  ] as const) {
    it(`leave out one that is ${what}`, () => {
      expect(idsOf(rows, [publication('p1', 'c1', 'bob')], now)).deep.equal([])
    })
  }
})

describe('the match that everybody comes to', () => {
  const goods = [{ trait: 'colour', anyOf: ['red'] }]

  it('S1-012 S1-015 names version, number found, digest and the first of the list, whatever the order of the rows', () => {
    const published = [publication('p1', 'c1', 'carol')]
    const rows = [...both, finder, colour, maker('open'), certificate('c1'), ...published]
    const expected = expectedMatch(rowsOf(...rows), demand({ goods }))
    const line = { holder: 'carol', certificate: 'c1', goodsScore: 10_000, score: 2_000, interactions: 0n }
    expect(expected).deep.equal({
      ...{ version: 1, found: 1, list: listDigest([line]) },
      chosen: [{ holder: 'carol', certificate: 'c1' }],
    })
    expect(expectedMatch(rowsOf(...rows.toReversed()), demand({ goods }))).deep.equal(expected)
  })

  it('names no certificate where no goods are wanted, and 32 holders at most', () => {
    const names = Array.from({ length: 40 }, (_, place) => `holder-${String(place).padStart(2, '0')}`)
    const rows = rowsOf(finder, ...names.flatMap((name) => [profile(name), participant(name)]))
    const expected = expectedMatch(rows, demand())
    expect(expected?.found).equal(40)
    expect(expected?.chosen).deep.equal(names.slice(0, 32).map((holder) => ({ holder })))
  })

  it('is none where nobody lets the service match', () => {
    expect(expectedMatch(rowsOf(...both), demand())).equal(undefined)
  })
})

describe('the match of a recommendation that everybody comes to', () => {
  const target = (kind: 'certificate' | 'link' | 'goods' | 'numbers', name: string, of?: string) => ({
    ...{ kind, target: name },
    ...(of === undefined ? {} : { certificate: of }),
  })
  const recommendation = (targets: Recommendation['targets']): Recommendation => ({
    ...{ recommendation: 'r', recommender: 'alice', home, matcher: 'finder', matcherHome: home, title: 'A clock' },
    ...{ identifier: 'CLOCK', traits: [], parameters: [], window: { form: 'duration', milliseconds: '5' } },
    ...{ strict: false, startedAt: 50n, targets, status: 'open' },
  })

  it('knows the providers of all that is delivered, each once, and none of what lies off the ledger', () => {
    const rows = rowsOf(certificate('c1'), certificate('c2', { provider: 'other' }))
    const targets = [target('certificate', 'c1'), target('certificate', 'instance', 'c2'), target('link', 'x', 'c1')]
    expect(providersOf(rows, { targets })).deep.equal(['maker', 'other'])
    const unseen = [target('goods', 'c1'), target('numbers', 'c1'), target('link', 'x', 'unknown')]
    expect(providersOf(rows, { targets: unseen })).deep.equal([])
  })

  it('S3-015 names those who stored the need and are registered, and never the provider', () => {
    const rows = rowsOf(...both, profile('nobody'), profile('maker'), participant('maker'), certificate('c1'))
    expect(expectedRecommendationMatch(rows, recommendation([target('certificate', 'c1')]))).deep.equal({
      ...{ version: 1, found: 2, list: fittingDigest(['bob', 'carol']) },
      chosen: [{ holder: 'bob' }, { holder: 'carol' }],
    })
  })
})
