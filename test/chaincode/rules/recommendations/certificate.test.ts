import { expect } from 'chai'
import { certificates, instances } from '../../../../chaincode/domains/certificates/tables.ts'
import { purchases } from '../../../../chaincode/domains/commerce/tables.ts'
import { interactions } from '../../../../chaincode/domains/matching/tables.ts'
import { deliveries } from '../../../../chaincode/domains/recommendations/tables.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { Device } from '../../../support/devices.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { Matchmaking } from '../../../support/matchmaking.ts'
import { Scene } from '../../../support/scene.ts'

const item = 'CLOCK-7'
type Ordered = Partial<Body<'purchase.order'>>

/** A provider's certificate of a clock, which the provider recommends to carol as something to hold and to order with. */
class Recommended {
  readonly on: Matchmaking
  readonly certificate: string

  private constructor(on: Matchmaking, certificate: string) {
    this.on = on
    this.certificate = certificate
  }

  static async open(change: Partial<Body<'certificate.issue'>> = {}): Promise<Recommended> {
    const on = await Matchmaking.open(await Scene.open())
    return new Recommended(on, await on.workshop.issued({ item, ...change }))
  }

  get target() {
    return { kind: 'certificate', target: this.certificate } as const
  }

  answered(): Promise<string> {
    return this.on.answeredInTime(this.on.workshop.maker, this.target, 'holding')
  }

  /** The code with which a delivery of the certificate is refused, or `accepted`. */
  delivered(recommendation: string, target: string | undefined = this.certificate): Promise<string> {
    const { workshop } = this.on
    const body = { recommendation, participant: 'carol', until: workshop.ahead(60_000n) }
    return workshop.code(workshop.maker, 'recommendation.deliver', target === '' ? body : { ...body, target })
  }

  /** Has it delivered to carol, who accepts it; gives her instance and the interaction. */
  async accepted(): Promise<{ instance: string; interaction: string }> {
    const recommendation = await this.answered()
    expect(await this.delivered(recommendation)).equal('accepted')
    const { workshop } = this.on
    const effects = await workshop.done(workshop.carol, 'recommendation.accept', { recommendation })
    return { instance: String(effects['instance']), interaction: String(effects['interaction']) }
  }

  /** The code with which carol’s order by the certificate is refused, or `accepted`. */
  ordered(change: Ordered = {}): Promise<string> {
    const { workshop } = this.on
    const { salt } = workshop.priceTerms({ item })
    return workshop.code(workshop.carol, 'purchase.order', {
      ...{ certificate: this.certificate, provider: 'clockmaker', cash: 'CNY', price: '1200', salt },
      ...{ count: 1, pay: false, ...change },
    })
  }
}

/** Something that is recommended by somebody: the code of its refusal, or `accepted`. */
const opening = (
  { workshop }: Matchmaking,
  by: Device,
  targets: Body<'recommendation.open'>['targets'],
): Promise<string> =>
  workshop.code(by, 'recommendation.open', {
    ...{ matcher: 'clock-finder', title: 'A clock', identifier: 'CLOCK-1', traits: [], parameters: [] },
    ...{ windows: [{ form: 'duration', milliseconds: '3600000' }], targets, form: 'holding' },
  })

describe('a certificate that is delivered for a recommendation', () => {
  it('S3-063 is the provider’s own document: what carol gets names its issuer, its goods and its functions, and is ordered with', async () => {
    const recommended = await Recommended.open()
    const { on, certificate } = recommended
    const { view, ledger } = on.workshop.scene
    const { instance, interaction } = await recommended.accepted()
    expect(view.find(instances, instance)).deep.include({
      ...{ certificate, provider: 'clockmaker', holder: 'carol', form: 'holding', status: 'held' },
    })
    expect(view.find(certificates, certificate)).deep.include({
      ...{ provider: 'clockmaker', item, title: 'A clock', body: digest('a sealed body'), cash: 'CNY' },
      ...{ allows: ['order', 'pay'], status: 'active' },
    })
    expect(await recommended.ordered({ instance })).equal('accepted')
    const { start, end } = purchases.range()
    const [order] = ledger.keys(start, end).map((key) => purchases.codec.decode(ledger.row(key) as never))
    expect(order).include({ certificate, instance, buyer: 'carol', provider: 'clockmaker', item })
    expect(await recommended.ordered({ instance }), 'once').equal('instance_state_forbids')
    await on.workshop.done(on.workshop.carol, 'interaction.complete', { interaction, use: 'order' })
    expect(view.find(interactions, interaction)).include({ status: 'completed', giver: 'clockmaker' })
    expect(ledgerFaults(ledger)).deep.equal([])
  })

  it('S3-063 cannot be ordered with from another, at another price, in another cash, or as it does not allow', async () => {
    const recommended = await Recommended.open({ allows: ['order'] })
    const { instance } = await recommended.accepted()
    const { workshop } = recommended.on
    expect(await recommended.ordered({ instance, provider: 'bob' })).equal('not_the_provider')
    expect(await recommended.ordered({ instance, price: '1' })).equal('price_terms_differ')
    expect(await recommended.ordered({ instance, cash: 'AU-9999' })).equal('not_the_voucher')
    expect(await recommended.ordered({ instance, pay: true })).equal('certificate_forbids')
    expect(workshop.instance(instance).status).equal('held')
    expect(await recommended.ordered({ instance })).equal('accepted')
  })

  it('S3-063 is nothing that another than a registered provider issued, and none that others say is a certificate', async () => {
    const { on, certificate } = await Recommended.open()
    const { workshop } = on
    const { scene, bob, maker } = workshop
    const stall = await scene.register(new Device('stall', ['merchant', 'customer']), 'SupplierMSP')
    const own = workshop.clock({ item: 'CLOCK-8' })
    expect(await workshop.code(stall, 'certificate.issue', own)).equal('provider_not_registered')
    expect(await workshop.code(bob, 'certificate.issue', own)).equal('device_lacks_role')
    const kind = 'certificate'
    const content = digest('goods information')
    expect(await opening(on, stall, [{ kind, target: content }]), 'goods information alone').equal(
      'unknown_certificate',
    )
    expect(await opening(on, stall, [{ kind, target: certificate }]), 'another’s').equal('not_a_party')
    expect(await opening(on, maker, [{ kind: 'goods', target: content, certificate }])).equal('target_unfit')
    expect(await opening(on, maker, [{ kind, target: certificate }])).equal('accepted')
  })

  for (const [what, end, code] of [
    ['revoked', 'certificate.revoke', 'certificate_revoked'],
    ['over', 'wait', 'certificate_expired'],
    ['of a provider who was closed', 'provider.close', 'provider_not_registered'],
  ] as const) {
    it(`S3-063 is delivered to nobody and accepted by nobody once it is ${what}`, async () => {
      const recommended = await Recommended.open()
      const { on, certificate } = recommended
      const { workshop } = on
      const { scene } = workshop
      const terms = { expiresAt: workshop.ahead(30_000n) }
      const short = await workshop.issued({ item: 'CLOCK-9', ...terms })
      const target = end === 'wait' ? short : certificate
      const asked = () => on.answeredInTime(workshop.maker, { kind: 'certificate', target }, 'holding')
      const [waiting, given] = [await asked(), await asked()]
      expect(await recommended.delivered(given, target)).equal('accepted')
      if (end === 'wait') workshop.wait(30_001n)
      else if (end === 'provider.close') await workshop.done(workshop.desk, end, { provider: 'clockmaker' })
      else await workshop.done(workshop.maker, end, { certificate })
      expect(await workshop.code(workshop.carol, 'recommendation.accept', { recommendation: given })).equal(code)
      expect(await recommended.delivered(waiting, target)).equal('not_the_next_target')
      expect(await recommended.delivered(waiting, '')).equal('accepted')
      expect(scene.view.find(deliveries, waiting, 'carol')?.status).equal('no-certificate')
      expect(await opening(on, workshop.maker, [{ kind: 'certificate', target }])).equal(code)
    })
  }
})
