import { expect } from 'chai'
import fc from 'fast-check'
import { certificates, type Instance, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { deliveries } from '../../../chaincode/domains/recommendations/tables.ts'
import { Device } from '../../support/devices.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { demand, Matchmaking } from '../../support/matchmaking.ts'
import { runs } from '../../support/runs.ts'
import { Scene } from '../../support/scene.ts'

const steps = ['answer', 'accept', 'reject', 'withdraw', 'pass', 'order', 'deliver', 'take', 'refuse', 'wait'] as const
type Step = (typeof steps)[number]

/** Bob holds one instance, which a demand, a recommendation, an order and a handing on all want. */
class Wanted {
  readonly on: Matchmaking
  readonly instance: string
  readonly recommendation: string

  private constructor(on: Matchmaking, { instance, recommendation }: { instance: string; recommendation: string }) {
    this.on = on
    this.instance = instance
    this.recommendation = recommendation
  }

  static async open(): Promise<Wanted> {
    const on = await Matchmaking.open(await Scene.open())
    const certificate = await on.workshop.issued({ item: 'CLOCK-2', exclusive: true })
    const instance = await on.workshop.granted(certificate, { to: 'bob', form: 'holding' })
    await on.asked()
    const target = { kind: 'certificate', target: instance, certificate } as const
    const recommendation = await on.answeredInTime(on.workshop.bob, target, 'holding')
    return new Wanted(on, { instance, recommendation })
  }

  /** Tries one step; most are refused, by what came before. */
  async try(step: Step): Promise<string> {
    const { on, instance, recommendation } = this
    const { workshop } = on
    const { alice, bob, carol } = workshop
    const { certificate } = workshop.instance(instance)
    const until = workshop.ahead(60_000n)
    const order = { certificate, provider: 'clockmaker', cash: 'CNY', price: '1200', count: 1, pay: false }
    const { salt } = workshop.priceTerms({ item: 'CLOCK-2' })
    const tried: { readonly [S in Step]: () => Promise<string> } = {
      answer: () => workshop.code(bob, 'demand.answer', { demand, instance, form: 'holding', until }),
      accept: () => workshop.code(alice, 'demand.accept', { demand, holder: 'bob' }),
      reject: () => workshop.code(alice, 'demand.reject', { demand, holder: 'bob' }),
      withdraw: () => workshop.code(alice, 'demand.withdraw', { demand }),
      pass: () => workshop.code(bob, 'instance.pass-on', { instance, to: 'alice', form: 'holding' }),
      order: () => workshop.code(bob, 'purchase.order', { ...order, salt, instance }),
      deliver: () =>
        workshop.code(bob, 'recommendation.deliver', { recommendation, participant: 'carol', target: instance, until }),
      take: () => workshop.code(carol, 'recommendation.accept', { recommendation }),
      refuse: () => workshop.code(carol, 'recommendation.reject', { recommendation }),
      wait: async () => {
        workshop.wait(60_001n)
        return 'waited'
      },
    }
    return tried[step]()
  }

  /** What came of the instance: those that came of it in one step, and whether an order used it up. */
  get uses(): number {
    const { scene } = this.on.workshop
    const { start, end } = instances.range()
    const all = scene.ledger
      .keys(start, end)
      .map((key): Instance => instances.codec.decode(scene.ledger.row(key) as never))
    const passed = all.filter(({ from }) => from === this.instance).length
    return passed + Number(this.on.workshop.instance(this.instance).status === 'consumed')
  }
}

const ends: readonly Step[] = ['accept', 'pass', 'order', 'take']

describe('an instance that a demand, a recommendation, an order and a handing on want', () => {
  it('SX-007 is consumed once at most, whatever comes when, and refuses every second use', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 4, maxLength: 14 }), async (order) => {
        const wanted = await Wanted.open()
        const accepted: Step[] = []
        for (const step of order) if ((await wanted.try(step)) === 'accepted') accepted.push(step)
        const used = accepted.filter((step) => ends.includes(step)).length
        expect(used).to.be.at.most(1)
        expect(wanted.uses).equal(used)
        expect(ledgerFaults(wanted.on.workshop.scene.ledger)).deep.equal([])
      }),
      runs(25),
    )
  })

  it('SX-007 is refused to each other one while it is offered, and for good once that was accepted', async () => {
    const wanted = await Wanted.open()
    expect(await wanted.try('answer')).equal('accepted')
    expect(await wanted.try('pass')).equal('instance_offered')
    expect(await wanted.try('order')).equal('instance_offered')
    expect(await wanted.try('deliver')).equal('not_the_next_target')
    expect(await wanted.try('accept')).equal('accepted')
    expect(await wanted.try('pass')).equal('instance_state_forbids')
    expect(await wanted.try('order')).equal('instance_state_forbids')
    expect(wanted.uses).equal(1)
  })

  it('SX-007 is refused to each other one while it is delivered, and for good once that was accepted', async () => {
    const wanted = await Wanted.open()
    expect(await wanted.try('deliver')).equal('accepted')
    expect(await wanted.try('pass')).equal('instance_offered')
    expect(await wanted.try('order')).equal('instance_offered')
    expect(await wanted.try('answer')).equal('instance_offered')
    expect(await wanted.try('take')).equal('accepted')
    expect(await wanted.try('pass')).equal('instance_state_forbids')
    expect(await wanted.try('answer')).equal('instance_state_forbids')
    expect(wanted.uses).equal(1)
  })
})

const exclusiveSteps = [
  ...(['deliver-carol', 'deliver-dora', 'take-carol', 'take-dora', 'refuse-carol'] as const),
  ...(['order', 'grant', 'wait'] as const),
]
type ExclusiveStep = (typeof exclusiveSteps)[number]

/** The provider recommends an exclusive certificate to carol and dora, who both answered in time; alice knows its link. */
class Exclusive {
  readonly on: Matchmaking
  readonly certificate: string
  readonly recommendation: string
  readonly dora: Device

  private constructor(on: Matchmaking, { certificate, recommendation, dora }: Omit<Exclusive, 'on'>) {
    this.on = on
    this.certificate = certificate
    this.recommendation = recommendation
    this.dora = dora
  }

  static async open(): Promise<Exclusive> {
    const on = await Matchmaking.open(await Scene.open())
    const { workshop } = on
    const dora = await workshop.scene.register(new Device('dora', ['customer']), 'InstitutionMSP')
    await workshop.done(dora, 'profile.set', on.profile())
    const certificate = await workshop.issued({ item: 'CLOCK-3', exclusive: true })
    const to = [workshop.carol, dora]
    const target = { kind: 'certificate', target: certificate } as const
    const recommendation = await on.answeredInTime(workshop.maker, target, 'holding', { to })
    return new Exclusive(on, { certificate, recommendation, dora } as Omit<Exclusive, 'on'>)
  }

  deliver(participant: string): Promise<string> {
    const { workshop } = this.on
    const { certificate: target, recommendation } = this
    const until = workshop.ahead(60_000n)
    return workshop.code(workshop.maker, 'recommendation.deliver', { recommendation, participant, target, until })
  }

  take(by: Device): Promise<string> {
    return this.on.workshop.code(by, 'recommendation.accept', { recommendation: this.recommendation })
  }

  /** Tries one step; most are refused, by what came before. */
  try(step: ExclusiveStep): Promise<string> {
    const { certificate, recommendation } = this
    const { workshop } = this.on
    const { alice, carol, maker } = workshop
    const order = { certificate, provider: 'clockmaker', cash: 'CNY', price: '1200', count: 1, pay: false }
    const { salt } = workshop.priceTerms({ item: 'CLOCK-3' })
    const tried: { readonly [S in ExclusiveStep]: () => Promise<string> } = {
      'deliver-carol': () => this.deliver('carol'),
      'deliver-dora': () => this.deliver('dora'),
      'take-carol': () => this.take(carol),
      'take-dora': () => this.take(this.dora),
      'refuse-carol': () => workshop.code(carol, 'recommendation.reject', { recommendation }),
      order: () => workshop.code(alice, 'purchase.order', { ...order, salt }),
      grant: () => workshop.code(maker, 'certificate.grant', { certificate, to: 'bob', form: 'holding' }),
      wait: async () => {
        workshop.wait(60_001n)
        return 'waited'
      },
    }
    return tried[step]()
  }

  /** Who has, or had, something of it. */
  get holders(): string[] {
    const { start, end } = instances.range()
    const { ledger } = this.on.workshop.scene
    const all = ledger.keys(start, end).map((key): Instance => instances.codec.decode(ledger.row(key) as never))
    return all.filter(({ certificate }) => certificate === this.certificate).map(({ holder }) => holder)
  }
}

const givings: readonly ExclusiveStep[] = ['take-carol', 'take-dora', 'order', 'grant']

describe('an exclusive certificate that its provider delivers to two', () => {
  it('SX-007 is one’s alone, whatever comes when: of all that would give it, one is accepted at most', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.constantFrom(...exclusiveSteps), { minLength: 4, maxLength: 12 }),
      async (order) => {
        const exclusive = await Exclusive.open()
        const accepted: ExclusiveStep[] = []
        for (const step of order) if ((await exclusive.try(step)) === 'accepted') accepted.push(step)
        const given = accepted.filter((step) => givings.includes(step))
        expect(given.length).to.be.at.most(1)
        expect(exclusive.holders.length).equal(given.length)
        const { view, ledger } = exclusive.on.workshop.scene
        expect(view.find(certificates, exclusive.certificate)?.given !== undefined).equal(given.length === 1)
        expect(ledgerFaults(ledger)).deep.equal([])
      },
    )
    await fc.assert(property, runs(15))
  })

  for (const first of ['carol', 'dora'] as const) {
    it(`SX-007 goes to ${first}, who accepts first; the second gets a code, and nothing else of it goes to anybody`, async () => {
      const exclusive = await Exclusive.open()
      const second = first === 'carol' ? 'dora' : 'carol'
      expect([await exclusive.deliver('carol'), await exclusive.deliver('dora')]).deep.equal(['accepted', 'accepted'])
      expect(await exclusive.try(`take-${first}`)).equal('accepted')
      expect(await exclusive.try(`take-${second}`)).equal('exclusive_given')
      expect(await exclusive.try('grant')).equal('exclusive_given')
      expect(await exclusive.try('order')).equal('exclusive_given')
      expect(exclusive.holders).deep.equal([first])
      const { view } = exclusive.on.workshop.scene
      expect(view.find(deliveries, exclusive.recommendation, second)?.status).equal('delivered')
      expect(ledgerFaults(exclusive.on.workshop.scene.ledger)).deep.equal([])
    })

    it(`SX-007 goes to ${first}, whose acceptance stands first in the block in which both stand; the other is void, and refused when it comes again`, async () => {
      const exclusive = await Exclusive.open()
      await exclusive.deliver('carol')
      await exclusive.deliver('dora')
      const { workshop } = exclusive.on
      const { scene, carol } = workshop
      const body = { recommendation: exclusive.recommendation }
      const texts = { carol, dora: exclusive.dora }
      const ordered = [first, first === 'carol' ? 'dora' : 'carol'] as const
      const proposals = []
      for (const name of ordered) {
        const text = workshop.instruct(texts[name], 'recommendation.accept', body)
        proposals.push(await scene.endorse(text, { gateway: 'InstitutionMSP' }))
      }
      const { transactions } = scene.ledger.commit(proposals)
      expect(transactions.map(({ code }) => code)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
      expect(exclusive.holders).deep.equal([first])
      expect(await exclusive.take(texts[ordered[1]])).equal('exclusive_given')
      expect(exclusive.holders).deep.equal([first])
    })
  }

  it('S3-044 SX-007 is delivered to nobody more once somebody has it: the recommender says so to the other', async () => {
    const exclusive = await Exclusive.open()
    await exclusive.deliver('carol')
    await exclusive.try('take-carol')
    expect(await exclusive.deliver('dora')).equal('not_the_next_target')
    const { workshop } = exclusive.on
    const said = { recommendation: exclusive.recommendation, participant: 'dora', until: workshop.ahead(60_000n) }
    expect(await workshop.code(workshop.maker, 'recommendation.deliver', said)).equal('accepted')
    const { view } = workshop.scene
    expect(view.find(deliveries, exclusive.recommendation, 'dora')?.status).equal('no-certificate')
    expect(await exclusive.try('take-dora')).equal('delivery_state_forbids')
  })
})
