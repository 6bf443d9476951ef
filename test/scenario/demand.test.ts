import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { gateways, startEverything, stopPeer } from './support/network.ts'
import { Person, post } from './support/people.ts'
import { readScene, register } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-KILN'

/** Who plays, at whose gateway. */
const people = {
  'kiln-bank': { at: 'bank', roles: ['issuer', 'teller'] },
  'kiln-potter': { at: 'bank', roles: ['merchant', 'customer'] },
  'kiln-buyer': { at: 'bank', roles: ['customer'] },
  'kiln-north': { at: 'institution', roles: ['customer'] },
  'kiln-south': { at: 'supplier', roles: ['customer'] },
  'kiln-west': { at: 'bank', roles: ['customer'] },
  'kiln-stranger': { at: 'institution', roles: ['customer'] },
  'kiln-finder': { at: 'institution', roles: ['matcher'] },
} as const
type Name = keyof typeof people

const title = 'A stoneware tea set'

const until = (moment: number) => sleep(Math.max(0, moment - Date.now()))

describe('a demand, from what is wanted to both ratings', () => {
  let terminals: Terminals<Name>
  let forger: Person
  let certificate: string

  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const refusal = (name: Name, ...words: string[]) => terminals.refusal(name, ...words)
  const signed = (name: Name, kind: Kind, body: object) => refusal(name, ...terminals.signing(kind, body))

  /** Has the buyer open a demand that north and south fit, and waits until both were asked; gives its alias. */
  const asked = async (...options: string[]): Promise<string> => {
    const { effects } = await done('kiln-buyer', 'demand', 'open', title, '--field', 'stoneware', ...options)
    await terminals.untilAsked(effects.demand, 'kiln-north', 'kiln-south')
    return effects.demand
  }
  /** Has the potter give somebody a holding, with the key to its certificate's body; gives the instance. */
  const holding = async (name: Name): Promise<string> => {
    const grant = ['certificate', 'grant', certificate, '--to', name, '--as', 'holding']
    const { effects } = await done('kiln-potter', ...grant)
    await done(name, 'certificate', 'open', effects.instance)
    return effects.instance
  }
  const offer = (demand: string, instance: string) => [
    ...['demand', 'answer', demand, '--instance', instance, '--as', 'data', '--transferable'],
  ]
  const holdersOf = async (demand: string): Promise<[string, string][]> => {
    const view = await done('kiln-buyer', 'demand', 'show', demand)
    return view.holders.map(({ holder, state }: { holder: string; state: string }) => [holder, state])
  }

  before(async () => {
    const { registrars } = await readScene()
    terminals = await Terminals.open(people)
    forger = await register('bank', registrars.bank, new Person('kiln-forger'))
    const series = yuanSeries({ voucher: cash, name: 'Yuan for tea sets', quantity: '1' })
    await done('kiln-bank', ...terminals.signing('voucher.issue', series))
    const registration = ['--name', 'The Potter', '--addresses', 'https://potter.example']
    await done('kiln-bank', 'provider', 'register', 'kiln-potter', ...registration)
    const issue = ['certificate', 'issue', 'TEA-SET', '--title', title, '--cash', cash, '--price', '9000']
    certificate = (await done('kiln-potter', ...issue)).id
    for (const name of ['kiln-buyer', 'kiln-north', 'kiln-south'] as const) await done(name, 'device', 'seal-key')
    for (const [name, field] of [
      ['kiln-north', 'stoneware'],
      ['kiln-south', 'stoneware'],
      ['kiln-west', 'glass'],
    ] as const)
      await done(name, 'profile', 'set', '--field', field)
  })
  after(() => terminals.close())

  it('S1-063 is matched with two of three holders and asked under an alias; one declines, one is rejected and offers again, and both rate once', async () => {
    const demand = await asked()
    for (const [holder, other] of [
      ['kiln-north', 'kiln-south'],
      ['kiln-south', 'kiln-north'],
    ] as const) {
      const request = (await terminals.asked(holder)).find((one) => one.demand === demand)
      expect(request).to.deep.include({ title, holder, matcher: matcherParticipant })
      expect(JSON.stringify(request)).not.to.contain('kiln-buyer').and.not.to.contain(other)
      expect(await refusal(holder, 'demand', 'show', demand), 'who asks').to.equal('not_allowed')
    }
    expect(await terminals.asked('kiln-west')).to.deep.equal([])
    await done('kiln-north', 'demand', 'decline', demand)
    const instance = await holding('kiln-south')
    await done('kiln-south', ...offer(demand, instance))
    expect(await holdersOf(demand)).to.have.deep.members([
      ['kiln-north', 'declined'],
      ['kiln-south', 'offered'],
    ])
    expect((await done('kiln-buyer', 'demand', 'look', demand, 'kiln-south')).goods.title).to.equal(title)
    await done('kiln-buyer', 'demand', 'reject', demand, 'kiln-south')
    expect(await refusal('kiln-south', ...offer(demand, instance)), 'to the same').to.equal('answer_state_forbids')

    const again = await asked()
    await done('kiln-south', ...offer(again, instance))
    const { effects } = await done('kiln-buyer', 'demand', 'accept', again, 'kiln-south')
    const { interaction } = effects
    const [told] = (await done('kiln-south', 'interaction', 'list')).items
    expect(told, 'by the acceptance alone').to.deep.include({
      interaction,
      receiver: 'kiln-buyer',
      giver: 'kiln-south',
    })
    expect((await done('kiln-buyer', 'certificate', 'open', effects.instance)).goods.title).to.equal(title)
    await done('kiln-buyer', 'interaction', 'complete', interaction, 'read')
    for (const [name, other] of [
      ['kiln-buyer', 'kiln-south'],
      ['kiln-south', 'kiln-buyer'],
    ] as const) {
      const rate = ['interaction', 'rate', interaction, '5']
      expect((await done(name, ...rate)).effects.participant).to.equal(other)
      expect(await refusal(name, ...rate)).to.equal('rated_already')
    }
  })

  it('S1-063 refuses at each step whoever takes the place of a party, under its own name or signing for the other', async () => {
    // With a device of its own, which is none of the party's.
    const forged = async <K extends Kind>(from: Name | typeof matcherParticipant, kind: K, body: Body<K>) =>
      (await post(gateways.bank, forger.envelope(kind, body, { from }))).body.code
    const profile = {
      matcher: matcherParticipant,
      fields: ['glass'],
      traits: [],
      needs: [],
      status: 'inactive' as const,
    }
    expect(await forged('kiln-north', 'profile.set', profile)).to.equal('unknown_device')
    const demand = await asked()
    const { demand: row } = await done('kiln-buyer', 'demand', 'show', demand)
    const { matcher, wanted, goods, minHolders, several, until: open, publicKey } = row
    const opening = { demand: digest('another alias'), matcher, title, wanted, goods, minHolders, several, publicKey }
    expect(await forged('kiln-buyer', 'demand.open', { ...opening, until: open })).to.equal('unknown_device')
    const taken = { ...opening, demand, until: open }
    expect(await signed('kiln-stranger', 'demand.open', taken), 'under the same alias').to.equal('demand_exists')
    const list = digest('a list of another')
    const match = { demand, version: 1, block: '1', found: 0, list, chosen: [] }
    const request = { demand, holder: 'kiln-stranger' }
    expect(await signed('kiln-finder', 'demand.match', match)).to.equal('not_the_matcher')
    expect(await signed('kiln-finder', 'demand.request', request)).to.equal('not_the_matcher')
    expect(await signed('kiln-stranger', 'demand.match', match)).to.equal('device_lacks_role')
    expect(await forged(matcherParticipant, 'demand.match', match)).to.equal('unknown_device')
    expect(await forged(matcherParticipant, 'demand.request', request)).to.equal('unknown_device')
    expect(await forged('kiln-buyer', 'demand.withdraw', { demand })).to.equal('unknown_device')
    expect(await refusal('kiln-stranger', 'demand', 'withdraw', demand)).to.equal('not_a_party')

    const instance = await holding('kiln-south')
    const answer = { demand, instance, form: 'data' as const, until: String(Date.now() + 600_000) }
    expect(await signed('kiln-west', 'demand.answer', answer), 'who was not asked').to.equal('not_asked')
    expect(await signed('kiln-north', 'demand.answer', answer), 'with what is another’s').to.equal('not_a_party')
    expect(await refusal('kiln-stranger', 'demand', 'decline', demand)).to.equal('not_asked')
    expect(await forged('kiln-south', 'demand.answer', answer)).to.equal('unknown_device')
    expect(await forged('kiln-north', 'demand.decline', { demand })).to.equal('unknown_device')
    await done('kiln-south', ...offer(demand, instance))

    for (const step of ['accept', 'reject'] as const) {
      const named = { demand, holder: 'kiln-south' }
      for (const name of ['kiln-stranger', 'kiln-north', 'kiln-south'] as const)
        expect(await signed(name, `demand.${step}`, named), `${step} by ${name}`).to.equal('not_a_party')
      expect(await forged('kiln-buyer', `demand.${step}`, named)).to.equal('unknown_device')
    }
    const unanswered = { demand, holder: 'kiln-north' }
    expect(await signed('kiln-buyer', 'demand.accept', unanswered)).to.equal('unknown_answer')
    const { interaction } = (await done('kiln-buyer', 'demand', 'accept', demand, 'kiln-south')).effects

    const complete = ['interaction', 'complete', interaction, 'read']
    for (const name of ['kiln-stranger', 'kiln-south'] as const)
      expect(await refusal(name, ...complete), name).to.equal('not_a_party')
    expect(await forged('kiln-buyer', 'interaction.complete', { interaction, use: 'read' })).to.equal('unknown_device')
    await done('kiln-buyer', ...complete)
    expect(await refusal('kiln-stranger', 'interaction', 'rate', interaction, '1')).to.equal('not_a_party')
    expect(await forged('kiln-buyer', 'interaction.rate', { interaction, rating: 1 })).to.equal('unknown_device')
  })

  it('S1-007 takes an offer before the demand’s end, around which the matching service’s member is away for 20 seconds, and no answer behind it', async () => {
    const instance = await holding('kiln-north')
    const demand = await asked('--for', '25s')
    await stopPeer('supplier')
    const down = Date.now()
    expect((await done('kiln-north', ...offer(demand, instance))).effects.status).to.equal('offered')
    const end = Number((await done('kiln-buyer', 'demand', 'show', demand)).demand.until)
    await until(Math.max(down + 20_000, end + 1))
    await startEverything()
    expect(await holdersOf(demand)).to.deep.include(['kiln-north', 'offered'])
    expect(await refusal('kiln-south', 'demand', 'decline', demand)).to.equal('demand_closed')
    expect((await done('kiln-buyer', 'demand', 'accept', demand, 'kiln-north')).effects.status).to.equal('accepted')
  })
})
