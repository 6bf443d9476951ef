import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { listDigest } from '../../../chaincode/domains/matching/rank.ts'
import { demands, matches, requests } from '../../../chaincode/domains/matching/tables.ts'
import { fittingDigest } from '../../../chaincode/domains/recommendations/fitting.ts'
import { answers, recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { Counter } from '../../support/counter.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { CommandLine } from '../support/command-line.ts'

const origin = 'https://bars.example'

describe('stories of demands and recommendations, from the command line to rules that decide', () => {
  let counter: Counter
  let gateway: TillGateway
  let folder: string
  let assay: CommandLine
  const matcher = new Device('matching-service', ['matcher'])

  const run = (profile: string, ...words: string[]) => assay.run(...words, '--profile', profile)
  const json = async (profile: string, ...words: string[]) => {
    const { code, output } = await run(profile, ...words, '--json')
    if (code !== 0) throw new Error(`assay ${words.join(' ')}: ${output}`)
    return JSON.parse(output)
  }
  const refused = async (profile: string, ...words: string[]): Promise<string> => {
    const { code, output } = await run(profile, ...words, '--json')
    const read = JSON.parse(output)
    return code === 0 ? 'none' : (read.code ?? read.error.code)
  }
  const bodyFile = async (body: object): Promise<string> => {
    const path = join(folder, 'body.json')
    await writeFile(path, JSON.stringify(body))
    return path
  }
  const demandStep = async (step: 'accept' | 'reject', body: object): Promise<[string, string]> => [
    ...([`demand.${step}`, await bodyFile(body)] as const),
  ]

  const enrol = async (participant: string, isKnown: boolean): Promise<void> => {
    const made = await assay.run('device', 'create', '--participant', participant, '--profile', participant, '--json')
    const { participant: _participant, ...card } = JSON.parse(made.output).card
    const device = { ...card, roles: ['customer', 'merchant'] }
    const { BankMSP: registrar } = counter.scene.registrars
    await gateway.meanwhile(() =>
      isKnown
        ? counter.done(registrar, 'device.add', { participant, device })
        : counter.done(registrar, 'participant.register', { participant, type: 'person', device }),
    )
  }

  beforeEach(async () => {
    counter = await Counter.open(await Scene.open())
    await counter.scene.register(matcher, 'BankMSP', 'organisation')
    const registration = { provider: 'noodle-bar', name: 'The Bars', addresses: [origin] }
    await counter.done(counter.till.bank, 'provider.register', registration)
    gateway = await TillGateway.open({}, counter.till)
    folder = await mkdtemp(join(tmpdir(), 'assay-stories-'))
    assay = new CommandLine(folder, gateway.server.url)
    for (const participant of ['alice', 'noodle-bar']) await enrol(participant, true)
    for (const participant of ['teahouse', 'kiosk', 'bazaar']) await enrol(participant, false)
    await gateway.meanwhile(({ scene }) =>
      counter.done(scene.registrars.BankMSP, 'matcher.set', {
        ...{ matcher: 'matching-service', counterparties: 3, fields: ['bullion', 'coins'], status: 'open' },
      }),
    )
  })
  afterEach(async () => {
    await gateway.close()
    await rm(folder, { recursive: true })
  })

  const service = ['--matcher', 'matching-service']
  const open = ['demand', 'open', 'Bars of 100 g', ...service]
  const issue = ['certificate', 'issue', 'BAR-100G', '--title', 'A bar of 100 g', '--cash', 'CNY', '--price', '1000']

  /** The service matches a demand with these holders, of the same field and without a record, and asks each. */
  const matchDemand = async (demand: string, block: string, holders: readonly string[]): Promise<void> => {
    const found = holders.map((holder) => ({ holder, goodsScore: 0, score: 2000, interactions: 0n }))
    const chosen = holders.map((holder) => ({ holder }))
    const match = { demand, version: 1, block, found: found.length, list: listDigest(found), chosen }
    await gateway.meanwhile(async () => {
      await counter.done(matcher, 'demand.match', match)
      for (const { holder } of chosen) await counter.done(matcher, 'demand.request', { demand, holder })
    })
  }

  /** A certificate of the bars, with a holding of it for each of these; gives what each has. */
  const heldBy = async (...holders: string[]): Promise<{ certificate: string; instances: string[] }> => {
    const { id } = await json('noodle-bar', ...issue)
    const instances: string[] = []
    for (const holder of holders)
      instances.push(
        (await json('noodle-bar', 'certificate', 'grant', id, '--to', holder, '--as', 'holding')).effects.instance,
      )
    return { certificate: id, instances }
  }

  it('S1-067 is stored under its alias with what is wanted, and refused with nothing stored where nothing is', async () => {
    const { effects } = await json('alice', ...open, '--field', 'bullion')
    expect(counter.scene.view.find(demands, effects.demand)).deep.include({
      ...{ requester: 'alice', wanted: [{ trait: 'field', anyOf: ['bullion'] }], status: 'open', minHolders: 2 },
    })
    expect(await refused('alice', ...open)).equal('demand_traits_required')
    expect(await refused('alice', ...open, '--field', 'stamps')).equal('unknown_field')
    expect((await json('alice', 'demand', 'list')).items.length).equal(1)
  })

  it('S1-063 runs between who asks, who matches and three holders, of whom two fit; nobody takes the place of another', async () => {
    for (const [holder, field] of [
      ['kiosk', 'bullion'],
      ['teahouse', 'bullion'],
      ['bazaar', 'coins'],
    ] as const)
      await json(holder, 'profile', 'set', ...service, '--field', field)
    expect((await json('teahouse', 'profile', 'show', ...service)).fields).deep.equal(['bullion'])
    const { certificate, instances } = await heldBy('kiosk', 'teahouse', 'bazaar')
    const [ofKiosk = '', ofTeahouse = '', ofBazaar = ''] = instances
    const { effects, ledger } = await json('alice', ...open, '--field', 'bullion')
    const { demand } = effects
    expect(
      await refused(
        'alice',
        'instruct',
        'demand.match',
        await bodyFile({
          ...{ demand, version: 1, block: '1', found: 0, list: demand, chosen: [] },
        }),
      ),
    ).equal('device_lacks_role')
    expect((await json('teahouse', 'request', 'list')).items, 'before the match').deep.equal([])
    await matchDemand(demand, ledger.block, ['kiosk', 'teahouse'])
    expect(counter.scene.view.find(matches, demand)?.status).equal('matched')
    for (const [holder, other] of [
      ['kiosk', 'teahouse'],
      ['teahouse', 'kiosk'],
    ] as const) {
      const { items } = await json(holder, 'request', 'list')
      expect(items.map((asked: { demand: string }) => asked.demand)).deep.equal([demand])
      expect(JSON.stringify(items)).not.contain('alice').and.not.contain(other)
      expect(counter.scene.view.find(requests, demand, holder)?.title).equal('Bars of 100 g')
    }
    const answer = ['demand', 'answer', demand, '--as', 'data', '--instance']
    expect(await refused('bazaar', ...answer, ofBazaar), 'who was not asked').equal('not_listed')
    const unasked = { demand, instance: ofBazaar, form: 'data', until: String(Date.now() + 60_000) }
    expect(await refused('bazaar', 'instruct', 'demand.answer', await bodyFile(unasked))).equal('not_asked')
    expect(await refused('kiosk', ...answer, ofTeahouse), 'with what is another’s').equal('not_allowed')
    expect((await json('kiosk', ...answer, ofKiosk)).effects.status).equal('offered')
    expect((await json('teahouse', ...answer, ofTeahouse)).effects.status).equal('offered')
    const accepted = { demand, holder: 'kiosk' }
    expect(await refused('bazaar', 'instruct', ...(await demandStep('accept', accepted)))).equal('not_a_party')
    const taken = (await json('alice', 'instruct', ...(await demandStep('accept', accepted)))).effects
    expect([taken.holder, taken.certificate]).deep.equal(['kiosk', certificate])
    const late = await demandStep('accept', { demand, holder: 'teahouse' })
    expect(await refused('alice', 'instruct', ...late), 'the others are not chosen').equal('demand_closed')
    const { interaction, instance } = taken
    expect(
      (await json('alice', 'certificate', 'instances')).items.map((one: { instance: string }) => one.instance),
    ).contain(instance)
    expect(await refused('kiosk', 'interaction', 'rate', interaction, '5')).equal('interaction_state_forbids')
    expect(await refused('bazaar', 'interaction', 'complete', interaction, 'read')).equal('not_a_party')
    expect((await json('alice', 'interaction', 'complete', interaction, 'read')).effects.status).equal('completed')
    expect((await json('alice', 'interaction', 'rate', interaction, '5')).effects.participant).equal('kiosk')
    expect((await json('kiosk', 'interaction', 'rate', interaction, '4')).effects.participant).equal('alice')
    expect(await refused('alice', 'interaction', 'rate', interaction, '1')).equal('rated_already')
    expect((await run('kiosk', 'interaction', 'list', '--ended')).output).contain('rated 5 by who got it')
  })

  /** The service finds these for a recommendation, and asks each. */
  const matchRecommendation = async (recommendation: string, block: string, chosen: string[]): Promise<void> => {
    const list = fittingDigest(chosen)
    const match = { recommendation, version: 1, block, found: chosen.length, list, chosen }
    await gateway.meanwhile(async () => {
      await counter.done(matcher, 'recommendation.match', match)
      for (const participant of chosen)
        await counter.done(matcher, 'recommendation.request', { recommendation, participant })
    })
  }

  const recommend = ['recommendation', 'open', 'A bar', ...service, '--identifier', 'BAR-100G', '--as', 'data']

  it('S3-050 runs from submitting to using between three identities, one in time, one late, one early and then in time', async () => {
    for (const reader of ['alice', 'kiosk', 'teahouse'])
      await json(reader, 'profile', 'set', ...service, '--need', 'BAR-100G')
    await run('alice', 'device', 'seal-key')
    const { id: certificate } = await json('noodle-bar', ...issue)
    const local = (moment: number) => new Date(moment).toISOString().replace('Z', '')
    const from = Date.now() + 4_000
    const window = ['--zone', 'UTC', '--from', local(from), '--until', local(from + 3_000)]
    const { id, ledger } = await json('noodle-bar', ...recommend, ...window, '--deliver', `certificate:${certificate}`)
    const answer = (who: string) => json(who, 'recommendation', 'answer', id)
    expect(await refused('alice', 'recommendation', 'answer', id), 'before the request').equal('not_asked')
    await matchRecommendation(id, ledger.block, ['alice', 'kiosk', 'teahouse'])
    const asked = (await json('alice', 'request', 'list')).items
    expect(asked[0]).deep.include({ recommendation: id, identifier: 'BAR-100G', targets: [certificate] })
    expect((await answer('alice')).effects.verdict).equal('early')
    const deliver = ['recommendation', 'deliver', id, 'alice']
    expect(await refused('noodle-bar', ...deliver), 'before it is in time').equal('not_in_time')
    expect(await refused('alice', 'recommendation', 'accept', id), 'before the delivery').equal('unknown_delivery')
    await sleep(Math.max(0, from + 100 - Date.now()))
    expect((await answer('alice')).effects.verdict, 'early used nothing up').equal('in-time')
    expect((await answer('kiosk')).effects.verdict).equal('in-time')
    expect(await refused('alice', 'recommendation', 'answer', id), 'S3-024').equal('answered_already')
    await sleep(Math.max(0, from + 3_001 - Date.now()))
    expect((await answer('teahouse')).effects.verdict).equal('late')
    expect(await refused('noodle-bar', 'recommendation', 'deliver', id, 'teahouse')).equal('not_in_time')
    expect((await json('noodle-bar', ...deliver)).effects.status).equal('delivered')
    expect(await refused('kiosk', 'recommendation', 'accept', id), 'what went to another').equal('unknown_delivery')
    const { interaction, instance } = (await json('alice', 'recommendation', 'accept', id)).effects
    const opened = await json('alice', 'certificate', 'open', instance)
    expect(opened.goods.title).equal('A bar of 100 g')
    expect((await json('alice', 'interaction', 'complete', interaction, 'read')).effects.status).equal('completed')
  })

  it('S3-025 records a decline for good, and S3-023 takes the name of a target or none, but not of a foreign one', async () => {
    for (const reader of ['alice', 'kiosk', 'teahouse'])
      await json(reader, 'profile', 'set', ...service, '--need', 'BAR-100G')
    const { id: certificate } = await json('noodle-bar', ...issue)
    const deliver = ['--deliver', `certificate:${certificate}`]
    const { id, ledger } = await json('noodle-bar', ...recommend, '--within', '1h', ...deliver)
    await matchRecommendation(id, ledger.block, ['alice', 'kiosk', 'teahouse'])
    await json('teahouse', 'recommendation', 'decline', id)
    expect(await refused('teahouse', 'recommendation', 'answer', id)).equal('answered_already')
    const answer = ['recommendation', 'answer', id]
    expect(await refused('alice', ...answer, '--target', id)).equal('not_its_target')
    const named = await json('alice', ...answer, '--target', certificate)
    expect(counter.scene.view.find(answers, id, named.id)?.target).equal(certificate)
    expect((await json('kiosk', ...answer)).effects.verdict).equal('in-time')
  })

  it('S3-055 S3-056 S3-064 names what lies off the ledger by its digest, and keeps it under that', async () => {
    const { link, id: certificate } = await json('noodle-bar', ...issue)
    const numbers = join(folder, 'numbers.json')
    await writeFile(numbers, JSON.stringify({ title: 'Prices', values: ['560.25'] }))
    const goods = join(folder, 'goods.json')
    await writeFile(goods, JSON.stringify({ title: 'A bar', specification: [] }))
    const deliver = [`numbers:${numbers}`, `goods:${goods}`, `link:${link}`].flatMap((one) => ['--deliver', one])
    const opened = ['recommendation', 'open', 'A bar', ...service, '--identifier', 'BAR-100G', '--within', '1h']
    const { id } = await json('noodle-bar', ...opened, ...deliver)
    const row = counter.scene.view.find(recommendations, id)
    expect(row?.targets.map(({ kind, certificate: of }) => [kind, of])).deep.equal([
      ...[
        ['numbers', undefined],
        ['goods', undefined],
        ['link', certificate],
      ],
    ])
    expect(gateway.submitted.join()).not.contain('560.25').and.not.contain(link.split('#')[1])
    await json('noodle-bar', 'certificate', 'revoke', certificate)
    expect(await refused('noodle-bar', ...opened, '--deliver', `link:${link}`), 'of a revoked one').equal(
      'certificate_revoked',
    )
  })
})
