import { expect } from 'chai'
import type { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { type AnswerRule, answerRules, decideByRule } from '../../../../terminal/sdk/matching/answer-rule.ts'
import { Answering, type Told } from '../../../../terminal/sdk/matching/answering.ts'
import { boundsOf, receiveRequests } from '../../../../terminal/sdk/matching/requests.ts'
import { serve } from '../../../../terminal/sdk/matching/serving.ts'
import { Device } from '../../../support/devices.ts'
import { acceptedDocument, FakeGateway, problem } from '../../support/fake-gateway.ts'
import { ask, freshId, page, recommended, request } from '../../support/matching.ts'
import { aliceAt, rejection } from '../../support/scene.ts'

const answerBooks: AnswerRule = { of: 'recommendation', identifiers: ['BOOK-1'], decision: { do: 'answer' } }

describe('the terminal that is asked', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  const sent = () => gateway.sent.map((text) => JSON.parse(text).instruction)

  const answering = (rules: AnswerRule[], at = aliceAt(gateway)) => {
    const told: Told[] = []
    const sealOffer = async () => undefined
    const tell = (one: Told) => void told.push(one)
    return { ...at, told, answering: new Answering({ terminal: at.terminal, rules, sealOffer, tell }) }
  }

  it('S3-071 takes requests that its member signed, and drops all where somebody else did or altered them', async () => {
    const { terminal, events } = aliceAt(gateway)
    const [demand, book] = [request(), recommended()]
    ask(gateway, { demands: [demand], recommendations: [book] })
    expect(await receiveRequests(terminal, 'demand')).deep.equal({ items: [{ of: 'demand', ...demand }], dropped: 0 })
    expect((await receiveRequests(terminal, 'recommendation')).items).deep.equal([{ of: 'recommendation', ...book }])
    const stranger = new Device('stranger', [])
    for (const forge of [
      ({ text }: { text: string }) => gateway.seal(text, gateway.mspId, stranger),
      ({ text, signature }: { text: string; signature: string | undefined }) => ({
        ...{ text: text.replace('Bars', 'Cars'), signature },
      }),
      ({ text }: { text: string }) => ({ text, signature: undefined }),
    ]) {
      gateway.forge = forge
      expect((await rejection<TerminalFault>(receiveRequests(terminal, 'demand'))).code).equal('answer_dropped')
    }
    expect(events.filter(({ event }) => event === 'answer_dropped').length).equal(3)
  })

  it('S3-019 discards and reports a request that lacks what is recommended, and one that asks somebody else', async () => {
    const { terminal, events } = aliceAt(gateway)
    const { identifier: _identifier, ...lacking } = recommended()
    const whole = recommended()
    ask(gateway, { recommendations: [lacking, recommended({ participant: 'bob' }), whole] })
    const received = await receiveRequests(terminal, 'recommendation')
    expect(received).deep.equal({ items: [{ of: 'recommendation', ...whole }], dropped: 2 })
    expect(events.map((one) => ('reason' in one ? one.reason : ''))).deep.equal(['unreadable', 'foreign_id'])
    ask(gateway, { demands: [request({ holder: 'bob' })] })
    expect(await receiveRequests(terminal, 'demand')).deep.equal({ items: [], dropped: 1 })
  })

  it('reads all pages of what it is asked', async () => {
    const { terminal } = aliceAt(gateway)
    const [first, second] = [request(), request()]
    const path = '/v1/accounts/alice/requests'
    gateway.pages.set(path, { ...page(first), next: 'more' })
    const reading = receiveRequests(
      {
        ...{ participant: 'alice', connection: terminal.connection },
        readSigned: async (asked) => {
          if (asked.includes('after=more')) gateway.pages.set(path, page(second))
          return terminal.readSigned(asked)
        },
      },
      'demand',
    )
    expect((await reading).items.map((one) => one.of === 'demand' && one.demand)).deep.equal([
      first.demand,
      second.demand,
    ])
  })

  it('S3-021 S3-072 decides by the first stored rule that fits, from what is recommended alone, or leaves it to a person', () => {
    const offer = { do: 'offer' as const, instance: freshId(), form: 'data' as const, goodForSeconds: 60 }
    const certificate = freshId()
    const rules: AnswerRule[] = [
      { of: 'recommendation', identifiers: ['BOOK-1'], codes: ['crime'], decision: { do: 'decline' } },
      answerBooks,
      { of: 'demand', codes: ['shanghai'], decision: { do: 'decline' } },
      { of: 'demand', certificate, decision: offer },
    ]
    const crime = recommended({
      traits: [
        { trait: 'genre', codes: ['crime', 'short'] },
        { trait: 'pages', number: 7 },
      ],
    })
    const decided = (asked: object, of: 'demand' | 'recommendation') => decideByRule(rules, { of, ...asked } as never)
    expect(decided(crime, 'recommendation')).deep.equal({ do: 'decline' })
    expect(decided(recommended(), 'recommendation')).deep.equal({ do: 'answer' })
    expect(decided(recommended({ identifier: 'BOOK-2' }), 'recommendation')).equal(undefined)
    expect(decided(request({ goods: [{ trait: 'weight', atLeast: 1 }] }), 'demand')).equal(undefined)
    expect(decided(request({ goods: [{ trait: 'hallmark', anyOf: ['shanghai'] }] }), 'demand')).deep.equal({
      do: 'decline',
    })
    expect(decided(request({ certificate }), 'demand')).deep.equal(offer)
    expect(answerRules.safeParse(rules).success).equal(true)
    const offered = { ...answerBooks, decision: offer }
    expect(answerRules.safeParse([offered]).success, 'a recommendation is answered, not offered to').equal(false)
  })

  it('S3-073 S3-076 answers a stub of a server within the window, and declines and offers as its rules say', async () => {
    const instance = freshId()
    const terms = { form: 'licence' as const, scope: ['read'], endsInSeconds: 9, transferable: true as const }
    const offer = { do: 'offer' as const, instance, ...terms }
    const rules: AnswerRule[] = [
      answerBooks,
      { of: 'recommendation', decision: { do: 'decline' } },
      { of: 'demand', codes: ['london'], decision: { ...offer, goodForSeconds: 60 } },
      { of: 'demand', codes: ['paris'], decision: { do: 'decline' } },
    ]
    const { answering: one, told, terminal } = answering(rules)
    const [book, other] = [recommended(), recommended({ identifier: 'BOOK-2' })]
    const [bars, paris] = [request(), request({ goods: [{ trait: 'hallmark', anyOf: ['paris'] }] })]
    const [rings, over] = [request({ goods: [] }), request({ until: '1799999999999' })]
    ask(gateway, { demands: [bars, paris, rings, over], recommendations: [book, other] })
    await one.round()
    await one.round()
    expect(told.map(({ did }) => did)).deep.equal([
      ...['offered', 'declined', 'left', 'missed', 'answered', 'declined'],
    ])
    const now = terminal.connection.now()
    expect(sent().map(({ kind, body }) => [kind, body])).deep.equal([
      [
        'demand.answer',
        {
          ...{ demand: bars.demand, instance, form: 'licence', scope: ['read'], transferable: true },
          ...{ until: String(now + 60_000), endsAt: String(now + 9_000) },
        },
      ],
      ['demand.decline', { demand: paris.demand }],
      ['recommendation.answer', { recommendation: book.recommendation }],
      ['recommendation.decline', { recommendation: other.recommendation }],
    ])
  })

  it('S3-021 leaves what no rule is for to a person, and sends no word about it', async () => {
    const { answering: one, told } = answering([answerBooks])
    const [book, other] = [recommended(), recommended({ identifier: 'BOOK-2' })]
    ask(gateway, { demands: [request()], recommendations: [other, book] })
    await one.round()
    expect(told.map(({ did }) => did).sort()).deep.equal(['answered', 'left', 'left'])
    expect(sent().map(({ body }) => body)).deep.equal([{ recommendation: book.recommendation }])
  })

  it('S3-073 answers no recommendation before its window begins, none behind it, and none that was answered before', async () => {
    const { answering: one, told, terminal } = answering([answerBooks])
    const now = terminal.connection.now()
    const zone = 'Asia/Shanghai'
    const interval = { form: 'interval', from: String(now + 5_000), until: String(now + 9_000), zone } as const
    const early = recommended({ window: interval })
    const past = recommended({ window: { form: 'moment', at: String(now - 1), zone } })
    const [answered, declined] = [recommended(), recommended()]
    ask(gateway, { recommendations: [early, past, answered] })
    const right = {
      ...{ recommendation: answered.recommendation, participant: 'alice', recommender: 'bookshop', home: 'BankMSP' },
      ...{ answer: freshId(), status: 'in-time' },
    }
    const others = { ...right, recommendation: early.recommendation, participant: 'bob' }
    gateway.pages.set('/v1/accounts/alice/rights', page(right, others))
    await one.round()
    expect(told.map(({ did }) => did)).deep.equal(['missed'])
    expect(sent()).deep.equal([])
    await terminal.connection.sleep(5_000)
    await one.round()
    expect(sent().map(({ body }) => body)).deep.equal([{ recommendation: early.recommendation }])
    expect(boundsOf(declined)).deep.equal({ from: 1_800_000_000_000, until: 1_800_000_600_000 })
  })

  it('S3-073 keeps an answer that could not leave, and sends the same bytes until they arrive', async () => {
    const { answering: one, told } = answering([answerBooks])
    const book = recommended()
    ask(gateway, { recommendations: [book] })
    for (let tries = 0; tries < 30; tries += 1) gateway.scripts.push(() => 'drop')
    await one.round()
    await one.round()
    expect(told.map(({ did }) => did)).deep.equal(['queued'])
    gateway.scripts.length = 0
    await one.round()
    expect(told.map(({ did }) => did)).deep.equal(['queued', 'answered'])
    expect(new Set(gateway.sent).size).equal(1)
    await one.round()
    expect(told.length, 'once for all').equal(2)
  })

  it('gives up what the server refuses for good, and goes on with the others', async () => {
    const { answering: one, told } = answering([answerBooks])
    ask(gateway, { recommendations: [recommended(), recommended()] })
    gateway.scripts.push((_received, id) => problem(403, 'session_required', { id, outcome: 'none' }))
    gateway.scripts.push((_received, id) => ({ status: 200, body: acceptedDocument(id, { verdict: 'in-time' }) }))
    await one.round()
    expect(told.map(({ did }) => did)).deep.equal(['failed', 'answered'])
  })

  it('fails an offer that cannot be sealed, and throws what an outage stands behind', async () => {
    const at = aliceAt(gateway)
    const rule: AnswerRule = {
      of: 'demand',
      decision: { do: 'offer', instance: freshId(), form: 'data', goodForSeconds: 60 },
    }
    const told: Told[] = []
    const parts = { terminal: at.terminal, rules: [rule], tell: (one: Told) => void told.push(one) }
    ask(gateway, { demands: [request()] })
    await new Answering({ ...parts, sealOffer: () => Promise.reject(new Error('no key')) }).round()
    expect(told.map(({ did }) => did)).deep.equal(['failed'])
    expect(sent()).deep.equal([])
  })

  it('S3-076 serves until it is stopped, and goes on after an outage and an answer that nobody vouches for', async () => {
    const { answering: one, told, terminal } = answering([answerBooks])
    ask(gateway, { recommendations: [recommended()] })
    await terminal.resultKeys()
    gateway.forge = ({ text }) => ({ text, signature: undefined })
    const stopping = new AbortController()
    const lost: string[] = []
    const onLost = (error: Error) => {
      lost.push(error.message)
      gateway.forge = (sealed) => sealed
    }
    const round = async () => {
      await one.round()
      stopping.abort()
    }
    await serve(terminal.connection, { signal: stopping.signal, round, onLost })
    expect(lost.length).equal(1)
    expect(told.map(({ did }) => did)).deep.equal(['answered'])
    const fault = new Error('a fault of the program')
    const signal = new AbortController().signal
    expect(await rejection(serve(terminal.connection, { signal, round: () => Promise.reject(fault), onLost }))).equal(
      fault,
    )
  })
})
