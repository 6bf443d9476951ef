import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { listDigest } from '../../../chaincode/domains/matching/rank.ts'
import { demands, matches, requests } from '../../../chaincode/domains/matching/tables.ts'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { Counter } from '../../support/counter.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { CommandLine } from '../support/command-line.ts'

describe('a demand on the command line, before rules that decide', () => {
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
  const refused = async (profile: string, ...words: string[]): Promise<string> =>
    JSON.parse((await run(profile, ...words, '--json')).output).code

  beforeEach(async () => {
    counter = await Counter.open(await Scene.open())
    await counter.scene.register(matcher, 'BankMSP', 'organisation')
    gateway = await TillGateway.open({}, counter.till)
    folder = await mkdtemp(join(tmpdir(), 'assay-demanding-'))
    assay = new CommandLine(folder, gateway.server.url)
    for (const participant of ['alice', 'noodle-bar', 'teahouse']) {
      const made = await assay.run('device', 'create', '--participant', participant, '--profile', participant, '--json')
      const { participant: _participant, ...card } = JSON.parse(made.output).card
      const device = { ...card, roles: ['customer', 'merchant'] }
      const isNew = participant === 'teahouse'
      const { BankMSP: registrar } = counter.scene.registrars
      await gateway.meanwhile(() =>
        isNew
          ? counter.done(registrar, 'participant.register', { participant, type: 'person', device })
          : counter.done(registrar, 'device.add', { participant, device }),
      )
    }
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

  const open = ['demand', 'open', 'Bars of 100 g', '--matcher', 'matching-service']

  it('S1-067 is stored under its alias with what is wanted, and refused with nothing stored where nothing is', async () => {
    const { effects } = await json('alice', ...open, '--field', 'bullion')
    expect(counter.scene.view.find(demands, effects.demand)).deep.include({
      ...{ requester: 'alice', wanted: [{ trait: 'field', anyOf: ['bullion'] }], status: 'open', minHolders: 2 },
    })
    expect(await refused('alice', ...open)).equal('demand_traits_required')
    expect(await refused('alice', ...open, '--field', 'stamps')).equal('unknown_field')
    expect((await json('alice', 'demand', 'list')).items.length).equal(1)
  })

  it('S1-026 is asked of two holders by its alias alone, and each is told nothing of who asks or of the other', async () => {
    for (const holder of ['noodle-bar', 'teahouse'])
      await json(holder, 'profile', 'set', '--matcher', 'matching-service', '--field', 'bullion')
    expect((await json('teahouse', 'profile', 'show', '--matcher', 'matching-service')).fields).deep.equal(['bullion'])
    const { effects, ledger } = await json('alice', ...open, '--field', 'bullion')
    const { demand } = effects
    expect((await json('teahouse', 'request', 'list')).items).deep.equal([])
    const found = ['noodle-bar', 'teahouse'].map((holder) => ({ holder, goodsScore: 0, score: 2000, interactions: 0n }))
    const chosen = found.map(({ holder }) => ({ holder }))
    await gateway.meanwhile(async () => {
      const list = listDigest(found)
      await counter.done(matcher, 'demand.match', { demand, version: 1, block: ledger.block, found: 2, list, chosen })
      for (const { holder } of chosen) await counter.done(matcher, 'demand.request', { demand, holder })
    })
    expect(counter.scene.view.find(matches, demand)?.status).equal('matched')
    for (const holder of ['noodle-bar', 'teahouse']) {
      const { items } = await json(holder, 'request', 'list')
      expect(items.map((asked: { demand: string }) => asked.demand)).deep.equal([demand])
      const other = holder === 'teahouse' ? 'noodle-bar' : 'teahouse'
      expect(JSON.stringify(items)).not.contain('alice').and.not.contain(other)
      expect(counter.scene.view.find(requests, demand, holder)?.title).equal('Bars of 100 g')
    }
    expect((await json('alice', 'request', 'list')).items, 'nobody else is asked').deep.equal([])
    expect((await json('alice', 'demand', 'withdraw', demand)).effects.status).equal('withdrawn')
    expect(await refused('teahouse', 'demand', 'withdraw', demand)).not.equal(undefined)
  })
})
