import { expect } from 'chai'
import { demands } from '../../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import type { KeptMatch, MatchingTask } from '../../../gateway/projection/expected-matches.ts'
import { MatchingService } from '../../../gateway/services/matching-service.ts'
import { underWayMaximum } from '../../../gateway/services/service-steps.ts'
import type { Sharing } from '../../../gateway/services/sharing.ts'

interface Sent {
  kind: string
  body: object
}
type Outcome = { document: { status: string } } | { relayed: object } | Error

const kept: KeptMatch = {
  ...{ version: 1, block: '7', found: 2, list: 'L', chosen: [{ holder: 'ada', certificate: 'c' }, { holder: 'ben' }] },
  names: [],
}
const [demand, recommendation] = [demands.key('d'), recommendations.key('r')]
const settled = () => new Promise((resume) => setImmediate(resume))

interface Change {
  isCaughtUp?: () => boolean
  known?: object
  sharing?: Partial<Pick<Sharing, 'keyToSet' | 'isWanted' | 'share'>>
}

/** A service over what is to be done, with a ledger that answers as it is told, and a block that comes when it is told. */
const bench = (work: MatchingTask[], change: Change = {}) => {
  const sent: Sent[] = []
  const answers: Outcome[] = []
  const open: ((outcome: Outcome) => void)[] = []
  let blocks: (() => void)[] = []
  const logged: string[] = []
  const settle = (outcome: Outcome) => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome))
  const log = {
    warn: (_values: object, text: string) => logged.push(text),
    info: (_v: object, text: string) => logged.push(text),
  }
  const service = new MatchingService({
    device: {
      participant: 'finder',
      known: 'known' in change ? change.known : { status: 'active' },
      sign: (kind: string, body: object) => ({ kind, body }),
    } as never,
    projection: {
      matching: {
        work: (_matcher: string, _now: bigint, limit: number) => work.slice(0, limit),
        find: (subject: string) => (subject === demands.key('none') ? undefined : kept),
      },
    } as never,
    instructions: {
      accept: (envelope: Sent) => {
        sent.push(envelope)
        const answer = answers.shift()
        if (answer !== undefined) return settle(answer)
        return new Promise((resolve, reject) =>
          open.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome))),
        )
      },
    } as never,
    follower: { nextBlock: () => new Promise<void>((resolve) => blocks.push(resolve)) },
    isCaughtUp: change.isCaughtUp ?? (() => true),
    sharing: {
      keyToSet: async () => undefined,
      isWanted: () => false,
      share: async () => undefined,
      ...change.sharing,
    },
    log: log as never,
  })
  const block = async () => {
    const waiting = blocks
    blocks = []
    for (const resolve of waiting) resolve()
    await settled()
    await settled()
    return waiting.length
  }
  return { service, sent, answers, open, block, logged, work }
}
const accepted = { document: { status: 'accepted' } }

describe('the matching service', () => {
  it('S1-066 S3-068 sends a request only once a match is recorded, and for each who was chosen in it its own', async () => {
    const { service, sent, answers, work } = bench([{ subject: demand }, { subject: recommendation }])
    answers.push(accepted, accepted)
    service.look()
    await settled()
    const said = { version: 1, block: '7', found: 2, list: 'L' }
    expect(sent).to.deep.equal([
      { kind: 'demand.match', body: { demand: 'd', ...said, chosen: kept.chosen } },
      { kind: 'recommendation.match', body: { recommendation: 'r', ...said, chosen: ['ada', 'ben'] } },
    ])
    sent.length = 0
    work.splice(
      0,
      2,
      { subject: demand, holder: 'ada' },
      { subject: demand, holder: 'ben' },
      { subject: recommendation, holder: 'ada' },
    )
    service.look()
    await settled()
    expect(sent).to.deep.equal([
      { kind: 'demand.request', body: { demand: 'd', holder: 'ada' } },
      { kind: 'demand.request', body: { demand: 'd', holder: 'ben' } },
      { kind: 'recommendation.request', body: { recommendation: 'r', participant: 'ada' } },
    ])
  })

  it('S1-010 asks the others while one of the chosen cannot be asked, and asks that one again with the next block', async () => {
    const work = ['ada', 'ben', 'cid'].map((holder) => ({ subject: demand, holder }))
    const { service, sent, answers, block, logged } = bench(work)
    answers.push(new Error('no way'), accepted, { document: { status: 'rejected' } })
    service.look()
    await settled()
    expect(sent).to.have.lengthOf(3)
    expect(logged).to.deep.equal(['a step of the matching service was not taken; it is tried again'])
    work.splice(1, 1)
    answers.push(accepted, accepted)
    expect(await block()).to.equal(1)
    // What failed comes behind the others, so that it holds up none of them.
    expect(sent.slice(3).map(({ body }) => body)).to.deep.equal([
      { demand: 'd', holder: 'cid' },
      { demand: 'd', holder: 'ada' },
    ])
  })

  for (const [what, answer] of [
    ['could not be reached', new Error('no way')],
    ['was rejected', { document: { status: 'rejected' } }],
  ] as const) {
    it(`S1-010 asks again with the next block the only one there is, whose request ${what}, until it is taken`, async () => {
      const { service, sent, answers, block, work } = bench([{ subject: demand, holder: 'ada' }])
      answers.push(answer, answer, accepted)
      service.look()
      await settled()
      expect([sent.length, await block()]).to.deep.equal([1, 1])
      expect([sent.length, await block()]).to.deep.equal([2, 1])
      expect(sent.map(({ body }) => body)).to.deep.equal(Array(3).fill({ demand: 'd', holder: 'ada' }))
      work.splice(0)
      expect([await block(), sent.length], 'nothing is left').to.deep.equal([0, 3])
    })
  }

  it('goes on matching where its key for sealed documents cannot be read, says so once, and tells the key once it can', async () => {
    const keys: (() => Promise<object | undefined>)[] = [1, 2].map(() => () => Promise.reject(new Error('damaged')))
    const keyToSet = () => (keys.shift() ?? (async () => undefined))() as Promise<undefined>
    const { service, sent, answers, block, logged } = bench([{ subject: demand }], { sharing: { keyToSet } })
    service.look()
    await settled()
    expect(sent.map(({ kind }) => kind)).to.deep.equal(['demand.match'])
    await block()
    expect(logged).to.have.lengthOf(1)
    keys.push(async () => ({ publicKey: 'own' }))
    answers.push(accepted)
    await block()
    expect(sent.at(-1)).to.deep.equal({ kind: 'device.set-seal-key', body: { publicKey: 'own' } })
    service.stop()
  })

  it('says once of a step that it was not taken, however often it is tried, and again when it was taken in between', async () => {
    const { service, sent, answers, block, logged } = bench([{ subject: demand }])
    answers.push(...[1, 2, 3].map(() => new Error('the outbox is full')))
    service.look()
    await settled()
    for (const _time of [1, 2]) await block()
    expect(sent).to.have.lengthOf(3)
    expect(logged).to.have.lengthOf(1)
    answers.push({ document: { status: 'rejected' } }, new Error('the outbox is full'))
    for (const _time of [1, 2]) await block()
    expect(sent).to.have.lengthOf(5)
    expect(logged).to.have.lengthOf(2)
    service.stop()
  })

  it('sends nothing twice while it is under way, nor what the ledger refused, and at most so many at once', async () => {
    const work = Array.from({ length: underWayMaximum + 2 }, (_, place) => ({ subject: demand, holder: `h-${place}` }))
    const { service, sent, open, logged } = bench(work)
    for (const _time of [1, 2, 3]) {
      service.look()
      await settled()
    }
    expect(sent).to.have.lengthOf(underWayMaximum)
    open[0]?.({ document: { status: 'refused' } })
    await settled()
    expect(logged).to.deep.equal(['the ledger refused a step of the matching service'])
    service.look()
    await settled()
    expect(sent).to.have.lengthOf(underWayMaximum + 1)
    expect(sent.filter(({ body }) => (body as { holder: string }).holder === 'h-0')).to.have.lengthOf(1)
  })

  it('asks for the same instruction until it has an outcome, and stops with its gateway', async () => {
    const { service, sent, answers, block } = bench([{ subject: demand }])
    answers.push({ document: { status: 'pending' } }, { document: { status: 'pending' } })
    service.look()
    await settled()
    await block()
    expect(sent).to.have.lengthOf(2)
    expect(sent[0]).to.equal(sent[1])
    service.stop()
    await block()
    service.look()
    expect(sent).to.have.lengthOf(2)
  })

  it('S3-017 S3-018 asks with what is shared for each who is asked, and without it where it is not to be had', async () => {
    const work = ['ada', 'ben'].map((holder) => ({ subject: recommendation, holder }))
    const told = { contact: 'C', sealed: 'S' }
    const { service, sent, answers } = bench(work, {
      sharing: { isWanted: () => true, share: async (_name, who) => (who === 'ada' ? told : undefined) },
    })
    answers.push(accepted, accepted)
    service.look()
    service.look()
    await settled()
    expect(sent.map(({ body }) => body)).to.deep.equal([
      { recommendation: 'r', participant: 'ada', shared: told },
      { recommendation: 'r', participant: 'ben' },
    ])
  })

  it('S3-017 puts the key to which recommenders seal on the ledger, and not again what the ledger refused', async () => {
    const body = { publicKey: { crv: 'P-256', kty: 'EC', x: 'X', y: 'Y' } } as const
    const { service, sent, answers } = bench([], { sharing: { keyToSet: async () => body } })
    answers.push({ document: { status: 'refused' } })
    service.look()
    service.look()
    await settled()
    service.look()
    await settled()
    expect(sent).to.deep.equal([{ kind: 'device.set-seal-key', body }])
  })

  it('waits until it has caught up, does nothing with a device that is not active, and passes over what cannot be ranked', async () => {
    let isCaughtUp = false
    const late = bench([{ subject: demand }, { subject: demands.key('none') }], { isCaughtUp: () => isCaughtUp })
    late.service.look()
    late.service.look()
    expect(late.sent).to.deep.equal([])
    isCaughtUp = true
    expect(await late.block()).to.equal(1)
    expect(late.sent).to.have.lengthOf(1)
    for (const known of [undefined, { status: 'revoked' }]) {
      const { service, sent } = bench([{ subject: demand }], { known: known as object })
      service.look()
      expect(sent).to.deep.equal([])
    }
  })

  it('is told when its participant is at home elsewhere', async () => {
    const { service, answers, logged } = bench([{ subject: demand }])
    answers.push({ relayed: {} })
    service.look()
    await settled()
    expect(logged).to.deep.equal(['a step of the matching service was not taken; it is tried again'])
  })
})
