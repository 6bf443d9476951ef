import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { fittingDigest } from '../../chaincode/domains/recommendations/fitting.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { Answering, type Told } from '../../terminal/sdk/matching/answering.ts'
import { loadProfile, openTerminal } from '../../terminal/sdk/node/profile.ts'
import { gateways } from './support/network.ts'
import { get, honoured, idOf, openSession, Person, post } from './support/people.ts'
import { readScene, register, type Scene } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-SAIL'

/** Who plays, at whose gateway. */
const people = {
  'sail-bank': { at: 'bank', roles: ['issuer', 'teller'] },
  'sail-desk': { at: 'supplier', roles: ['teller'] },
  'sail-maker': { at: 'supplier', roles: ['merchant', 'customer'] },
  'sail-agent': { at: 'bank', roles: ['customer'] },
  'sail-prompt': { at: 'institution', roles: ['customer'] },
  'sail-hasty': { at: 'supplier', roles: ['customer'] },
  'sail-tardy': { at: 'bank', roles: ['customer'] },
  'sail-idle': { at: 'institution', roles: ['customer'] },
  'sail-finder': { at: 'institution', roles: ['matcher'] },
} as const
type Name = keyof typeof people

const readers = ['sail-hasty', 'sail-prompt', 'sail-tardy'] as const
const title = 'A mainsail'

/** A moment as it is typed for the zone UTC. */
const local = (moment: number): string => new Date(moment).toISOString().replace('Z', '')
const until = (moment: number) => sleep(Math.max(0, moment - Date.now()))

describe('a recommendation, from what is submitted to its reward', () => {
  let terminals: Terminals<Name>
  let scene: Scene
  let certificate: string
  let instance: string

  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const refusal = (name: Name, ...words: string[]) => terminals.refusal(name, ...words)
  const signed = (name: Name, kind: Parameters<typeof terminals.signing>[0], body: object) =>
    refusal(name, ...terminals.signing(kind, body))

  const recommend = (identifier: string, ...options: string[]) =>
    done('sail-agent', 'recommendation', 'open', title, '--identifier', identifier, ...options)
  /** The agent delivers what it holds of the maker's certificate, which it keeps. */
  const ofInstance = () => ['--deliver', `instance:${instance}`, '--as', 'data']
  const answer = async (name: Name, recommendation: string): Promise<string> =>
    (await done(name, 'recommendation', 'answer', recommendation)).effects.verdict
  /** The agent delivers to one, who accepts; gives the interaction's name. */
  const received = async (name: Name, recommendation: string): Promise<string> => {
    await done('sail-agent', 'recommendation', 'deliver', recommendation, name)
    return (await done(name, 'recommendation', 'accept', recommendation)).effects.interaction
  }
  const reward = (interaction: string, quantity = '300') => [
    ...['interaction', 'reward', interaction, cash, quantity, '--to', 'sail-agent', '--reason', 'SAILS'],
  ]
  const heldBy = async (name: Name): Promise<number> =>
    Number((await done(name, 'account', 'show')).balances[cash]?.available ?? 0)
  const showOf = (recommendation: string) => done('sail-agent', 'recommendation', 'show', recommendation)

  const wanting = async (identifier: string, names: readonly Name[], matcher: string = matcherParticipant) => {
    for (const name of names) await done(name, 'profile', 'set', '--need', identifier, '--matcher', matcher)
  }

  /** The responding module of somebody's terminal, which loses its network when a response is to leave, until it is back. */
  const responding = async (name: Name, identifier: string) => {
    let isLost = true
    const fetch: typeof globalThis.fetch = (url, request) =>
      isLost && String(url).endsWith('/v1/instructions')
        ? Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENETUNREACH' } }))
        : globalThis.fetch(url, request)
    const connection = connect(terminals.gatewayOf(name), { fetch })
    const { terminal, close } = openTerminal(await loadProfile(join(terminals.folder, name)), connection)
    const send = terminal.send.bind(terminal)
    // Without a network one try says as much as many.
    terminal.send = (envelope, patience) => send(envelope, isLost ? { waitSeconds: 0 } : patience)
    const told: [string, Told['did']][] = []
    const rules = [{ of: 'recommendation' as const, identifiers: [identifier], decision: { do: 'answer' as const } }]
    const tell = ({ asked, did }: Told) => {
      if (asked.of === 'recommendation' && asked.identifier === identifier) told.push([asked.recommendation, did])
    }
    const responses = new Answering({ terminal, rules, sealOffer: async () => undefined, tell })
    /** Goes on with a network from a moment on; gives when it was back. */
    const whenBack = async (moment: number): Promise<number> => {
      await until(moment)
      isLost = false
      const back = Date.now()
      await responses.round()
      close()
      return back
    }
    return { told, whileLost: () => responses.round(), whenBack }
  }

  before(async () => {
    scene = await readScene()
    terminals = await Terminals.open(people)
    const series = yuanSeries({ voucher: cash, name: 'Yuan for sails', quantity: '1' })
    await done('sail-bank', ...terminals.signing('voucher.issue', series))
    await done('sail-bank', 'deposit', cash, '10000', '--to', 'sail-maker', '--reference', 'OPENING')
    const registration = ['--name', 'The Sailmaker', '--addresses', 'https://sails.example']
    await done('sail-desk', 'provider', 'register', 'sail-maker', ...registration)
    for (const name of ['sail-agent', ...readers] as const) await done(name, 'device', 'seal-key')
    const issue = ['certificate', 'issue', 'MAINSAIL', '--title', title, '--cash', cash, '--price', '9000']
    certificate = (await done('sail-maker', ...issue)).id
    const grant = ['certificate', 'grant', certificate, '--to', 'sail-agent', '--as', 'data', '--transferable']
    instance = (await done('sail-maker', ...grant)).effects.instance
    await done('sail-agent', 'certificate', 'open', instance)
  })
  after(() => terminals.close())

  it('S3-050 goes to those who stored the need: one in time, one late, one early and in time by a new instruction; it is delivered, accepted, used, rewarded once', async () => {
    await wanting('MAINSAIL', readers)
    const from = Date.now() + 12_000
    const end = from + 12_000
    const window = ['--zone', 'UTC', '--from', local(from), '--until', local(end)]
    const { id } = await recommend('MAINSAIL', ...window, ...ofInstance())
    await terminals.untilAsked(id, ...readers)
    expect(await terminals.asked('sail-idle')).to.deep.equal([])
    expect(await answer('sail-hasty', id)).to.equal('early')
    await until(from)
    expect(await answer('sail-prompt', id)).to.equal('in-time')
    expect(await answer('sail-hasty', id)).to.equal('in-time')
    await until(end + 1)
    expect(await answer('sail-tardy', id)).to.equal('late')

    expect(await refusal('sail-agent', 'recommendation', 'deliver', id, 'sail-tardy')).to.equal('not_in_time')
    const before = [await heldBy('sail-agent'), await heldBy('sail-maker')] as const
    const interactions = [await received('sail-prompt', id), await received('sail-hasty', id)] as const
    const { instance: own } = (await done('sail-prompt', 'certificate', 'instances')).items[0]
    expect((await done('sail-prompt', 'certificate', 'open', own)).goods.title).to.equal(title)
    const [interaction] = interactions
    await done('sail-prompt', 'interaction', 'complete', interaction, 'read')
    await done('sail-maker', ...reward(interaction))
    expect(await refusal('sail-maker', ...reward(interaction))).to.equal('rewarded_already')
    expect([await heldBy('sail-agent'), await heldBy('sail-maker')]).to.deep.equal([before[0] + 300, before[1] - 300])
    const { counts, deliveries } = await showOf(id)
    expect(counts).to.deep.include({ inTime: 2, early: 1, late: 1 })
    expect(deliveries.map((one: { participant: string }) => one.participant)).to.have.members([
      ...['sail-hasty', 'sail-prompt'],
    ])
  })

  it('S3-050 refuses each step out of order, between who recommends, who matches and who answers', async () => {
    const { institution } = scene.registrars
    const service = { matcher: 'sail-finder', counterparties: 1 } as const
    await honoured(gateways.institution, institution, 'matcher.set', { ...service, status: 'open' })
    await wanting('JIB', ['sail-prompt'], 'sail-finder')
    const { id, ledger } = await recommend('JIB', '--within', '1h', '--matcher', 'sail-finder', ...ofInstance())
    const request = { recommendation: id, participant: 'sail-prompt' }
    const refused = (name: Name, ...words: string[]) => refusal(name, ...words)
    const answering = ['recommendation', 'answer', id]
    const delivering = ['recommendation', 'deliver', id, 'sail-prompt']
    const accepting = ['recommendation', 'accept', id]

    expect(await signed('sail-finder', 'recommendation.request', request), 'before the match').to.equal('not_matched')
    const chosen = ['sail-prompt']
    const found = { version: 1, block: ledger.block, found: chosen.length, list: fittingDigest(chosen), chosen }
    await done('sail-finder', ...terminals.signing('recommendation.match', { recommendation: id, ...found }))
    expect(await refused('sail-prompt', ...answering), 'before the request').to.equal('not_asked')
    await done('sail-finder', ...terminals.signing('recommendation.request', request))
    expect(await refused('sail-agent', ...delivering), 'before the answer').to.equal('not_in_time')
    expect(await answer('sail-prompt', id)).to.equal('in-time')
    expect(await refused('sail-prompt', ...accepting), 'before the delivery').to.equal('unknown_delivery')
    await done('sail-agent', ...delivering)
    const use = ['interaction', 'complete']
    expect(await refused('sail-prompt', ...use, id, 'read'), 'before the acceptance').to.equal('unknown_interaction')
    expect(await refused('sail-prompt', 'certificate', 'use', instance, 'read')).to.equal('not_a_party')
    expect(await refused('sail-maker', ...reward(id)), 'before the acceptance').to.equal('unknown_interaction')
    const { interaction } = (await done('sail-prompt', ...accepting)).effects
    expect(await refused('sail-maker', ...reward(interaction)), 'before the use').to.equal('interaction_state_forbids')
    await done('sail-prompt', ...use, interaction, 'read')
    await done('sail-maker', ...reward(interaction))
    for (const [name, words, code] of [
      ['sail-prompt', answering, 'answered_already'],
      ['sail-agent', delivering, 'delivered_already'],
      ['sail-prompt', accepting, 'delivery_state_forbids'],
      ['sail-prompt', [...use, interaction, 'read'], 'interaction_state_forbids'],
      ['sail-maker', reward(interaction), 'rewarded_already'],
    ] as const)
      expect(await refused(name, ...words), `${words[1]} again`).to.equal(code)
    await honoured(gateways.institution, institution, 'matcher.set', { ...service, status: 'closed' })
  })

  it('S3-024 counts the first response alone: its very envelope again returns its result, and another one is refused with the first’s', async () => {
    const { registrars } = scene
    const reader = await register('bank', registrars.bank, new Person('sail-steady'))
    const needs = [{ identifier: 'SPINNAKER', traits: [], parameters: [] }]
    const profile = { matcher: matcherParticipant, fields: [], traits: [], needs, status: 'active' as const }
    await honoured(gateways.bank, reader, 'profile.set', profile)
    const { id: recommendation } = await recommend('SPINNAKER', '--within', '1h', ...ofInstance())
    const token = await openSession(gateways.bank, 'BankMSP', reader)
    const listOf = async (list: string) =>
      (await get(gateways.bank, `/v1/accounts/sail-steady/${list}`, token)).body.items
    while ((await listOf('recommendation-requests')).length === 0);
    const envelope = reader.envelope('recommendation.answer', { recommendation })
    const first = await post(gateways.bank, envelope)
    expect(first.body.effects.verdict).to.equal('in-time')
    expect((await post(gateways.bank, envelope)).body).to.deep.equal(first.body)
    const second = await post(gateways.bank, reader.envelope('recommendation.answer', { recommendation }))
    const { code, values } = second.body
    expect([code, values]).to.deep.equal([
      'answered_already',
      { recommendation, status: 'in-time', first: idOf(envelope) },
    ])
    expect((await get(gateways.bank, `/v1/instructions/${values.first}`)).body).to.deep.equal(first.body)
    expect((await post(gateways.bank, envelope)).body).to.deep.equal(first.body)
    const answers = await listOf('answers')
    expect(answers).to.have.length(1)
    expect(answers[0]).to.deep.include({ answer: idOf(envelope), receivedAt: first.body.effects.receivedAt })
  })

  it('S3-073 queues a response while the terminal is offline, and what counts is when the gateway receives it', async () => {
    const names = ['sail-prompt', 'sail-tardy'] as const
    await wanting('GENOA', names)
    const { id } = await recommend('GENOA', '--within', '20s', ...ofInstance())
    await terminals.untilAsked(id, ...names)
    const [prompt, tardy] = [await responding('sail-prompt', 'GENOA'), await responding('sail-tardy', 'GENOA')]
    const { startedAt } = (await showOf(id)).recommendation
    for (const { whileLost, told } of [prompt, tardy]) {
      await whileLost()
      expect(told).to.deep.equal([[id, 'queued']])
    }
    const received = [await prompt.whenBack(0), await tardy.whenBack(Number(startedAt) + 20_001)]
    const { answers } = await showOf(id)
    for (const [place, verdict] of ['in-time', 'late'].entries()) {
      const answer = answers.find((one: { participant: string }) => one.participant === names[place])
      expect(answer.verdict).to.equal(verdict)
      expect(Number(answer.receivedAt), 'not before it was back').to.be.at.least(received[place] as number)
    }
  })

  it('SX-005 moves the reward of a promotion for a response inside its window; outside nothing is delivered, and a row says why', async () => {
    await wanting('STORM-JIB', readers)
    const hour = 3_600_000
    const later = ['--zone', 'UTC', '--from', local(Date.now() + hour), '--until', local(Date.now() + 2 * hour)]
    const { id: promotion } = await recommend('STORM-JIB', '--within', '10s', ...ofInstance())
    const { id: tomorrow } = await recommend('STORM-JIB', ...later, ...ofInstance())
    for (const id of [promotion, tomorrow]) await terminals.untilAsked(id, ...readers)
    const before = await heldBy('sail-agent')
    expect(await answer('sail-prompt', promotion)).to.equal('in-time')
    expect(await answer('sail-hasty', tomorrow)).to.equal('early')
    await until(Number((await showOf(promotion)).recommendation.startedAt) + 10_001)
    expect(await answer('sail-tardy', promotion)).to.equal('late')

    const interaction = await received('sail-prompt', promotion)
    await done('sail-prompt', 'interaction', 'complete', interaction, 'read')
    await done('sail-maker', ...reward(interaction, '250'))
    for (const [id, name, verdict] of [
      [promotion, 'sail-tardy', 'late'],
      [tomorrow, 'sail-hasty', 'early'],
    ] as const) {
      expect(await refusal('sail-agent', 'recommendation', 'deliver', id, name)).to.equal('not_in_time')
      const { answers, deliveries } = await showOf(id)
      const own = ({ participant }: { participant: string }) => participant === name
      expect(answers.filter(own).map((one: { verdict: string }) => one.verdict)).to.deep.equal([verdict])
      expect(deliveries.filter(own)).to.deep.equal([])
    }
    expect(await heldBy('sail-agent')).to.equal(before + 250)
  })
})
