import { expect } from 'chai'
import fc from 'fast-check'
import { type Instance, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { demand, Matchmaking } from '../../support/matchmaking.ts'
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
      { numRuns: 25 },
    )
  }).timeout(120_000)

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
  }).timeout(20_000)

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
  }).timeout(20_000)
})
