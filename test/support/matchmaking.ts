import type { Body } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { stamped } from '../market/cast.ts'
import { Device } from './devices.ts'
import type { Scene } from './scene.ts'
import { Workshop } from './workshop.ts'

/** The name of the demand that is opened where a test says no other. */
export const demand = digest('a demand')
/** The digest of a list that nobody looks at. */
export const list = digest('a list')

/**
 * A matching service of the bank's beside a workshop. Alice asks, bob and carol may be asked: both collect clocks, and bob has data of
 * a clock that he may hand on.
 */
export class Matchmaking {
  readonly workshop: Workshop
  readonly finder = new Device('clock-finder', ['matcher'])
  /** The instance that bob may offer. */
  readonly instance: string
  /** The institution's service that stamps; registered once it is needed. */
  #service: Device | undefined

  private constructor(workshop: Workshop, instance: string, finder: Device) {
    this.workshop = workshop
    this.instance = instance
    this.finder = finder
  }

  static async open(scene: Scene): Promise<Matchmaking> {
    const workshop = await Workshop.open(scene)
    const finder = new Device('clock-finder', ['matcher'])
    await scene.register(finder, 'BankMSP', 'organisation')
    const instance = await workshop.granted(await workshop.issued(), { to: 'bob', form: 'data', transferable: true })
    const matchmaking = new Matchmaking(workshop, instance, finder)
    await matchmaking.setUp()
    return matchmaking
  }

  async setUp(): Promise<void> {
    const { workshop, finder } = this
    const { registrars } = workshop.scene
    await workshop.done(registrars.BankMSP, 'matcher.set', this.settings())
    const age = { trait: 'age', of: 'holder', least: 0, most: 100, source: 'declared' } as const
    await workshop.done(finder, 'trait.register', age)
    for (const one of [workshop.bob, workshop.carol]) await workshop.done(one, 'profile.set', this.profile())
  }

  /** Another service, which nobody named. */
  async otherFinder(): Promise<Device> {
    const { scene } = this.workshop
    const other = await scene.register(new Device('other-finder', ['matcher']), 'BankMSP', 'organisation')
    await this.workshop.done(scene.registrars.BankMSP, 'matcher.set', this.settings({ matcher: 'other-finder' }))
    return other
  }

  settings(change: Partial<Body<'matcher.set'>> = {}): Body<'matcher.set'> {
    return { matcher: 'clock-finder', counterparties: 1, fields: ['clocks', 'tea'], status: 'open', ...change }
  }

  profile(change: Partial<Body<'profile.set'>> = {}): Body<'profile.set'> {
    const needs = [{ identifier: 'CLOCK-1', traits: [], parameters: [] }]
    return { matcher: 'clock-finder', fields: ['clocks'], traits: [], needs, status: 'active', ...change }
  }

  opening(change: Partial<Body<'demand.open'>> = {}): Body<'demand.open'> {
    const { publicKey } = this.workshop.alice
    return {
      ...{ demand, matcher: 'clock-finder', title: 'A clock', wanted: [{ trait: 'field', anyOf: ['clocks'] }] },
      ...{ goods: [], minHolders: 2, several: false, until: this.workshop.ahead(3_600_000n), publicKey, ...change },
    }
  }

  matching(change: Partial<Body<'demand.match'>> = {}): Body<'demand.match'> {
    const chosen = [{ holder: 'bob' }, { holder: 'carol' }]
    return { demand, version: 1, block: '1', found: 2, list, chosen, ...change }
  }

  answering(change: Partial<Body<'demand.answer'>> = {}): Body<'demand.answer'> {
    const until = this.workshop.ahead(60_000n)
    return { demand, instance: this.instance, form: 'data', transferable: true, until, ...change }
  }

  /** Has a demand opened and matched, and bob and carol asked. */
  async asked(change: Partial<Body<'demand.open'>> = {}): Promise<void> {
    const { workshop, finder } = this
    await workshop.done(workshop.alice, 'demand.open', this.opening(change))
    await workshop.done(finder, 'demand.match', this.matching())
    for (const holder of ['bob', 'carol']) await workshop.done(finder, 'demand.request', { demand, holder })
  }

  /** Has bob offer what he has for the demand. */
  async offered(change: Partial<Body<'demand.open'>> = {}): Promise<void> {
    await this.asked(change)
    await this.workshop.done(this.workshop.bob, 'demand.answer', this.answering())
  }

  /** Has alice accept what bob offered; gives the name of what they have to do with each other. */
  async accepted(): Promise<string> {
    await this.offered()
    const effects = await this.workshop.done(this.workshop.alice, 'demand.accept', { demand, holder: 'bob' })
    return String(effects['interaction'])
  }

  /** The same, once alice has used it. */
  async completed(): Promise<string> {
    const interaction = await this.accepted()
    await this.workshop.done(this.workshop.alice, 'interaction.complete', { interaction, use: 'read' })
    return interaction
  }

  /** Has something recommended by somebody to carol, or to others of the institution, who answer in time; gives the name of the recommendation. */
  async answeredInTime(
    by: Device,
    target: Body<'recommendation.open'>['targets'][0],
    form: Body<'recommendation.open'>['form'] = 'data',
    { to = [this.workshop.carol], ...change }: Partial<Body<'recommendation.open'>> & { to?: readonly Device[] } = {},
  ): Promise<string> {
    const { workshop, finder } = this
    const opened = await workshop.done(by, 'recommendation.open', {
      ...{ matcher: 'clock-finder', title: 'A clock', identifier: 'CLOCK-1', traits: [], parameters: [] },
      ...{ windows: [{ form: 'duration', milliseconds: '3600000' }], targets: [target], form, ...change },
    })
    const recommendation = String(opened['recommendation'])
    const chosen = to.map(({ participant }) => participant)
    const match = { recommendation, version: 1, block: '1', found: chosen.length, list, chosen }
    await workshop.done(finder, 'recommendation.match', match)
    for (const participant of chosen)
      await workshop.done(finder, 'recommendation.request', { recommendation, participant })
    for (const one of to) await this.#answered(recommendation, one)
    return recommendation
  }

  /** Has that delivered to her as well, to be accepted until a moment. */
  async delivered(
    by: Device,
    target: Body<'recommendation.open'>['targets'][0],
    { until = this.workshop.ahead(60_000n), ...change }: Partial<Body<'recommendation.open'>> & { until?: string } = {},
  ): Promise<string> {
    const recommendation = await this.answeredInTime(by, target, 'data', change)
    const delivery = { recommendation, participant: 'carol', target: target.target, until }
    await this.workshop.done(by, 'recommendation.deliver', delivery)
    return recommendation
  }

  /** Has carol accept what is delivered to her; gives the name of the interaction. */
  async received(by: Device, target: Body<'recommendation.open'>['targets'][0]): Promise<string> {
    const { workshop } = this
    const recommendation = await this.delivered(by, target)
    const { interaction } = await workshop.done(workshop.carol, 'recommendation.accept', { recommendation })
    return String(interaction)
  }

  /** Has bob's clock recommended by somebody to carol, who answers, gets it, and uses it; gives the name of the interaction. */
  async recommended(by: Device, target: Body<'recommendation.open'>['targets'][0]): Promise<string> {
    const interaction = await this.received(by, target)
    await this.workshop.done(this.workshop.carol, 'interaction.complete', { interaction, use: 'read' })
    return interaction
  }

  async #answered(recommendation: string, by: Device): Promise<void> {
    const { scene } = this.workshop
    const text = this.workshop.instruct(by, 'recommendation.answer', { recommendation })
    await scene.honoured(await this.#stamped(text), { gateway: 'InstitutionMSP' })
  }

  /** An answer with the stamp of a service of the institution's, where those are at home who answer. */
  async #stamped(text: string): Promise<string> {
    const { scene } = this.workshop
    const isNew = this.#service === undefined
    this.#service ??= new Device('institution-service', ['service'])
    const by = this.#service
    if (isNew) await scene.register(by, 'InstitutionMSP', 'organisation')
    const over = digest(text.slice(text.indexOf(':') + 1, text.lastIndexOf(',"signature"')))
    return stamped(text, { by, facts: {}, receivedAt: scene.now, over })
  }
}
