import { expect } from 'chai'
import { type Matcher, matchers, type Profile, profiles } from '../../../../chaincode/domains/matching/tables.ts'
import { fitting, fittingDigest, type Needing } from '../../../../chaincode/domains/recommendations/fitting.ts'
import {
  answers,
  deliveries,
  type Recommendation,
  recommendationRequests,
  recommendations,
} from '../../../../chaincode/domains/recommendations/tables.ts'
import { type Participant, participants } from '../../../../chaincode/domains/registry/tables.ts'
import { deliverRecommended } from '../../../../chaincode/rules/recommendations/delivery.ts'
import { matchRecommendation, requestOfRecommendation } from '../../../../chaincode/rules/recommendations/match.ts'
import { openRecommendation } from '../../../../chaincode/rules/recommendations/recommendation.ts'
import { answerRecommendation } from '../../../../chaincode/rules/recommendations/response.ts'
import { judgeWindow } from '../../../../chaincode/rules/window.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { Device } from '../../../support/devices.ts'
import { PresetRows } from '../../../support/preset-rows.ts'

const now = 1_000n
const recommendation = digest('a recommendation')
const content = digest('goods information')
const matcher: Matcher = { matcher: 'finder', home: 'BankMSP', counterparties: 1, status: 'open' }
const window = { form: 'interval', from: '2000', until: '3000', zone: 'UTC' } as const
const opening: Body<'recommendation.open'> = {
  ...{ matcher: 'finder', title: 'A book', identifier: 'BOOK', traits: [], parameters: [] },
  ...{ windows: [window], targets: [{ kind: 'goods', target: content }] },
}

/** Somebody of the database, who has stored what it wants. */
const wanting = (name: string, identifier = 'BOOK'): Needing & { profile: Profile; participant: Participant } => ({
  profile: {
    ...{ matcher: 'finder', participant: name, home: 'BankMSP', fields: [], traits: [], status: 'active' },
    needs: [{ identifier, traits: [], parameters: [] }],
  },
  participant: { participant: name, type: 'person', home: 'BankMSP', status: 'active', accepts: 'all', known: [] },
})

/**
 * The server's part of the method, each module by its own named export over rows that stand in for a ledger. The terminals are stubs: all
 * that they do is to send.
 */
class Server {
  readonly rows = new PresetRows(new Device('reader', ['customer']))
  readonly #database: Needing[]

  constructor(database: ReturnType<typeof wanting>[]) {
    this.#database = database
    this.rows.put({ table: matchers, record: matcher })
    for (const { profile, participant } of database)
      this.rows.put({ table: profiles, record: profile }, { table: participants, record: participant })
  }

  /** The receiving module: what it makes of a first terminal's recommendation, or the code of its refusal. */
  receive(body = opening): string {
    const asking = { from: 'shop', body, id: recommendation, now }
    return this.rows.code(openRecommendation, 'recommendation.open', asking)
  }

  /** The query module: who of the database is found. */
  get found(): string[] {
    return fitting(this.#database, this.rows.view.find(recommendations, recommendation) as Recommendation, [])
  }

  match(chosen: string[]): string {
    const body = { recommendation, version: 1, block: '1', found: chosen.length, list: fittingDigest(chosen), chosen }
    return this.rows.code(matchRecommendation, 'recommendation.match', { from: 'finder', body, id: digest('m'), now })
  }

  /** The request module. */
  request(participant: string): string {
    const asking = { from: 'finder', body: { recommendation, participant }, id: digest(`ask ${participant}`), now }
    return this.rows.code(requestOfRecommendation, 'recommendation.request', asking)
  }

  /** The determining module: its verdict on a response that came at a moment, or the code of its refusal. */
  respond(from: string, receivedAt: bigint): string {
    const id = digest(`${from} ${receivedAt}`)
    const asking = { from, body: { recommendation }, id, now: receivedAt, receivedAt }
    const code = this.rows.code(answerRecommendation, 'recommendation.answer', asking)
    return code === 'none' ? String(this.rows.view.find(answers, recommendation, id)?.verdict) : code
  }

  /** The interaction module. */
  deliver(participant: string): string {
    const body = { recommendation, participant, target: content, until: '9000' }
    const asking = { from: 'shop', body, id: digest(`to ${participant}`), now: 3_500n }
    return this.rows.code(deliverRecommended, 'recommendation.deliver', asking)
  }
}

describe('the modules that recommend, each alone', () => {
  it('S3-075 receive, find, ask, judge and deliver, to stubs of terminals that are asked and answer', () => {
    const server = new Server([wanting('bob'), wanting('carol'), wanting('dora', 'LAMP')])
    expect(server.receive()).equal('none')
    expect(server.found).deep.equal(['bob', 'carol'])
    expect(server.match(server.found)).equal('none')
    for (const name of server.found) expect(server.request(name)).equal('none')
    expect(server.rows.view.find(recommendationRequests, recommendation, 'bob')).include({ identifier: 'BOOK' })
    expect(['bob', 'carol'].map((name) => server.respond(name, name === 'bob' ? 2_000n : 3_001n))).deep.equal([
      ...['in-time', 'late'],
    ])
    expect(server.deliver('bob')).equal('none')
    expect(server.rows.view.find(deliveries, recommendation, 'bob')).deep.include({
      ...{ status: 'delivered', target: { kind: 'goods', target: content } },
    })
  })

  it('S3-075 refuse stubs of terminals each step out of order', () => {
    const server = new Server([wanting('bob'), wanting('carol')])
    expect([
      server.match(['bob']),
      server.request('bob'),
      server.respond('bob', 2_500n),
      server.deliver('bob'),
    ]).deep.equal(Array(4).fill('unknown_recommendation'))
    server.receive()
    expect(server.request('bob'), 'before the match').equal('not_matched')
    server.match(['bob'])
    expect(server.respond('bob', 2_500n), 'before the request').equal('not_asked')
    expect(server.request('carol'), 'who was not found').equal('not_matched')
    server.request('bob')
    expect(server.deliver('bob'), 'before the response').equal('not_in_time')
    expect(server.respond('bob', 1_999n)).equal('early')
    expect(server.deliver('bob'), 'after an early one').equal('not_in_time')
    expect(server.respond('bob', 2_500n)).equal('in-time')
    expect(server.deliver('bob')).equal('none')
    expect([
      server.match(['bob']),
      server.request('bob'),
      server.respond('bob', 2_600n),
      server.deliver('bob'),
    ]).deep.equal([...['matched_already', 'asked_already', 'answered_already', 'delivered_already']])
  })

  it('S3-066 take a recommendation, its window and what is delivered together, or nothing of it', () => {
    const { identifier: _identifier, ...unnamed } = opening
    for (const part of [unnamed, { ...opening, windows: [] }, { ...opening, targets: [] }]) {
      const server = new Server([])
      expect(server.receive(part)).equal('recommendation_part_required')
      expect(server.rows.view.find(recommendations, recommendation)).equal(undefined)
    }
  })

  it('S3-069 judge the moment of receipt that they are given, by no clock of their own', () => {
    const at = (receivedAt: bigint) => judgeWindow({ window, startedAt: now, receivedAt, strict: false })
    expect([1_999n, 2_000n, 3_000n, 3_001n].map(at)).deep.equal(['early', 'in-time', 'in-time', 'late'])
  })
})
