import { expect } from 'chai'
import { answers, recommendations, rights } from '../../../chaincode/domains/recommendations/tables.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { content, Recommending } from '../../support/recommending.ts'
import { Scene } from '../../support/scene.ts'
import { TillGateway } from '../support/till-gateway.ts'

describe('answers to recommendations over HTTP', () => {
  let on: Recommending
  let gateway: TillGateway
  beforeEach(async () => {
    on = await Recommending.open(await Scene.open())
    gateway = await TillGateway.open({}, on.till)
  })
  afterEach(() => gateway.close())

  const post = async (text: string, wait: number) => {
    const response = await fetch(`${gateway.server.url}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(wait > 0 ? { prefer: `wait=${wait}` } : {}) },
      body: text,
    })
    const signature = response.headers.get('assay-result-signature')
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests find out
    return { status: response.status, signature, body: (await response.json()) as any }
  }

  const idOf = (text: string): string => digest(text.slice(text.indexOf(':') + 1, text.lastIndexOf(',"signature"')))

  /** Has the shop recommend something so long ago, to be answered up to a moment; gives its name. */
  const opened = async (at: number, ago = 0): Promise<string> => {
    const window = { form: 'moment', at: `${at}`, zone: 'UTC' } as const
    let recommendation = ''
    await gateway.meanwhile(async (till) => {
      till.scene.now -= BigInt(ago)
      recommendation = await on.opened(window, { by: till.shop })
    })
    return recommendation
  }
  const answering = (recommendation: string): string =>
    gateway.till.instruct(...([gateway.till.alice, 'recommendation.answer', { recommendation }] as const), {
      validUntil: `${Date.now() + 300_000}`,
    })

  /** Has the gateway take an answer in some time ago and reach the ledger only now; gives what it said at once. */
  const heldFor = async (milliseconds: number, text: string) => {
    gateway.isHeld = true
    const { now } = Date
    const arrived = now() - milliseconds
    Date.now = () => arrived
    const promise = await post(text, 0).finally(() => {
      Date.now = now
    })
    await gateway.release()
    return promise
  }

  it('are stamped with the time of receipt alone, and told as the verdict of an accepted instruction', async () => {
    const text = answering(await opened(Date.now() + 60_000))
    const before = Date.now()
    const { status, body } = await post(text, 5)
    expect([status, body.effects.verdict]).deep.equal([200, 'in-time'])
    expect(Number(body.effects.receivedAt)).within(before, Date.now())
    const [sent = ''] = gateway.submitted.slice(-1)
    expect(JSON.parse(sent).stamp).deep.include({ facts: {}, receivedAt: body.effects.receivedAt })
    const over = await opened(Date.now() - 10_000, 20_000)
    expect((await post(answering(over), 5)).body.effects.verdict).equal('late')
  })

  it('are promised with a signed time of receipt, and stay in time by it, though the ledger was away for 20 seconds', async () => {
    // The window ends after the answer came, and long before the ledger sees it.
    const recommendation = await opened(Date.now() - 10_000, 25_000)
    const text = answering(recommendation)
    const promise = await heldFor(20_000, text)
    const arrived = promise.body.receivedAt as string
    expect(Number(arrived)).within(Date.now() - 25_000, Date.now() - 15_000)
    expect([promise.status, promise.body.status, promise.signature === null]).deep.equal([202, 'pending', false])
    const { status, effects } = gateway.instructions.find(idOf(text)) ?? {}
    expect([status, effects]).deep.equal(['accepted', { verdict: 'in-time', receivedAt: arrived }])
    expect(gateway.projection.view.find(answers, recommendation, idOf(text))?.receivedAt).equal(BigInt(arrived))
  })

  it('keep their first stamp while they wait, and are not provable after 31 seconds; the same one may come again', async () => {
    const recommendation = await opened(Date.now() + 60_000)
    const text = answering(recommendation)
    const { body: promise } = await heldFor(31_000, text)
    const [sent = ''] = gateway.submitted.slice(-1)
    expect(JSON.parse(sent).stamp.receivedAt).equal(promise.receivedAt)
    expect(gateway.instructions.find(idOf(text))).include({ status: 'rejected', code: 'receipt_not_provable' })
    expect(gateway.outbox.size).equal(0)
    expect(gateway.projection.view.find(rights, recommendation, 'alice')).equal(undefined)
    const { body } = await post(text, 5)
    expect([body.status, body.effects.verdict]).deep.equal(['accepted', 'in-time'])
    expect(gateway.projection.view.find(rights, recommendation, 'alice')?.answer).equal(idOf(text))
  })

  /** Has the gateway take an answer in when its clock, which the test sets, says so; gives the verdict that it tells. */
  const verdictAt = async (moment: number, text: string): Promise<string> => {
    const { now } = Date
    Date.now = () => moment
    try {
      return (await post(text, 5)).body.effects.verdict
    } finally {
      Date.now = now
    }
  }

  it('S3-069 are judged by the clock of the gateway that receives them, one millisecond before a bound, at it, and behind it', async () => {
    const end = Date.now() + 60_000
    const interval = { form: 'interval', from: `${end - 30_000}`, until: `${end}`, zone: 'UTC' } as const
    const moment = { form: 'moment', at: `${end}`, zone: 'UTC' } as const
    for (const [window, at, verdict] of [
      [moment, end - 1, 'in-time'],
      [moment, end, 'in-time'],
      [moment, end + 1, 'late'],
      [interval, end - 30_001, 'early'],
      [interval, end - 30_000, 'in-time'],
      [interval, end, 'in-time'],
      [interval, end + 1, 'late'],
    ] as const) {
      let recommendation = ''
      await gateway.meanwhile(async (till) => {
        recommendation = await on.opened(window, { by: till.shop })
      })
      const text = answering(recommendation)
      expect(await verdictAt(at, text), `${window.form}, ${at - end} ms from its end`).equal(verdict)
      const told = gateway.projection.view.find(answers, recommendation, idOf(text))
      expect([told?.receivedAt, told?.verdict]).deep.equal([BigInt(at), verdict])
      expect(gateway.projection.view.find(rights, recommendation, 'alice') !== undefined).equal(verdict === 'in-time')
    }
  })

  it('S3-069 of a duration are judged from the moment at which the recommendation reached the ledger, strictly where it says so', async () => {
    for (const [strict, gap, verdict] of [
      [false, 29_999, 'in-time'],
      [false, 30_000, 'in-time'],
      [false, 30_001, 'late'],
      [true, 29_999, 'in-time'],
      [true, 30_000, 'late'],
    ] as const) {
      let recommendation = ''
      await gateway.meanwhile(async (till) => {
        const mode = strict ? { strict } : {}
        recommendation = await on.opened({ form: 'duration', milliseconds: '30000' }, { by: till.shop, ...mode })
      })
      const { startedAt } = gateway.projection.view.find(recommendations, recommendation) ?? {}
      const text = answering(recommendation)
      expect(await verdictAt(Number(startedAt) + gap, text), `${gap} ms${strict ? ', strict' : ''}`).equal(verdict)
    }
  })

  it('S3-043 that are late are told so, bring no right and no delivery, and are counted for who recommended', async () => {
    const end = Date.now() + 60_000
    const window = { form: 'moment', at: `${end}`, zone: 'UTC' } as const
    let recommendation = ''
    await gateway.meanwhile(async (till) => {
      recommendation = await on.opened(window, { by: till.shop })
    })
    const { alice, shop } = gateway.till
    for (const late of [1, 2]) expect(await verdictAt(end + late, answering(recommendation))).equal('late')
    const told = await gateway.server.get('/v1/accounts/alice/answers', alice)
    expect(
      told.body.items.map((one: { verdict: string }) => one.verdict),
      'the reason',
    ).deep.equal(['late', 'late'])
    const delivery = { recommendation, participant: 'alice', target: content, until: `${Date.now() + 60_000}` }
    const delivering = gateway.till.instruct(shop, 'recommendation.deliver', delivery)
    expect((await post(delivering, 5)).body).include({ status: 409, code: 'not_in_time' })
    const { body } = await gateway.server.get(`/v1/recommendations/${recommendation}`, shop)
    expect([body.counts, body.rights, body.deliveries]).deep.equal([{ inTime: 0, early: 0, late: 2 }, [], []])
    expect((await gateway.server.get('/v1/accounts/alice/deliveries', alice)).body.items).deep.equal([])
  })
})
