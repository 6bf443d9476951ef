import { passesMaximum } from '../../chaincode/domains/certificates/terms.ts'
import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import type { Device } from './devices.ts'
import type { Scenario } from './trade-refusals.ts'
import { day, nothing, Workshop } from './workshop.ts'

/** A scenario at a workshop, whose last envelope goes through this home. */
const at =
  (gateway: 'BankMSP' | 'SupplierMSP') =>
  (make: (workshop: Workshop) => Promise<string>): Scenario => ({
    way: { gateway },
    make: async (scene) => make(await Workshop.open(scene)),
  })
/** What the provider sends, through the supplier. */
const bySupplier = at('SupplierMSP')
/** What alice sends, through the bank. */
const byAlice = at('BankMSP')

const data = (to: string) => ({ to, form: 'data' }) as const
const holding = (to: string) => ({ to, form: 'holding' }) as const

const grantOf = (
  change: Parameters<Workshop['issued']>[0],
  ...given: readonly Parameters<Workshop['granted']>[1][]
): Scenario =>
  bySupplier(async (workshop) => {
    const certificate = await workshop.issued(change)
    for (const one of given.slice(0, -1)) await workshop.granted(certificate, one)
    return workshop.instruct(workshop.maker, 'certificate.grant', {
      certificate,
      ...(given.at(-1) as (typeof given)[0]),
    })
  })

/** A licence of alice's, and what she does with it. */
const licensed = (
  given: (workshop: Workshop) => ReturnType<Workshop['licence']>,
  act: (workshop: Workshop, instance: string) => string | Promise<string>,
): Scenario =>
  byAlice(async (workshop) => act(workshop, await workshop.granted(await workshop.issued(), given(workshop))))

const free = (workshop: Workshop) => workshop.licence('alice', { transferable: true })
const fixed = (workshop: Workshop) => workshop.licence('alice')
const held = () => holding('alice') as ReturnType<Workshop['licence']>

/** One way to each refusal of goods certificates. */
export const workshopRefusals: { [Code in RefusalCode]?: Scenario } = {
  provider_not_registered: bySupplier(async (workshop) => {
    await workshop.done(workshop.desk, 'provider.close', { provider: 'clockmaker' })
    return workshop.instruct(workshop.maker, 'certificate.issue', workshop.clock())
  }),
  item_has_certificate: bySupplier(async (workshop) => {
    await workshop.issued()
    return workshop.instruct(workshop.maker, 'certificate.issue', workshop.clock())
  }),
  not_a_metal: bySupplier(async (workshop) => {
    const metal = { voucher: 'CNY', quantity: '1' }
    return workshop.instruct(workshop.maker, 'certificate.issue', workshop.clock({ metal }))
  }),
  unknown_certificate: bySupplier(async (workshop) =>
    workshop.instruct(workshop.maker, 'certificate.revoke', { certificate: nothing }),
  ),
  certificate_revoked: bySupplier(async (workshop) => {
    const certificate = await workshop.issued()
    await workshop.done(workshop.maker, 'certificate.revoke', { certificate })
    return workshop.instruct(workshop.maker, 'certificate.revoke', { certificate })
  }),
  certificate_expired: bySupplier(async (workshop) => {
    const certificate = await workshop.issued()
    workshop.wait(30n * day + 1n)
    return workshop.instruct(workshop.maker, 'certificate.grant', { certificate, ...data('alice') })
  }),
  exclusive_given: grantOf({ exclusive: true }, data('alice'), data('bob')),
  certificate_not_passable: grantOf({ passable: false }, holding('alice')),
  provider_is_receiver: grantOf({}, data('clockmaker')),
  already_owned: grantOf({}, { to: 'alice', form: 'ownership' }, { to: 'alice', form: 'ownership' }),
  licence_terms_unfit: grantOf({}, { to: 'alice', form: 'licence' }),
  unknown_instance: byAlice(async (workshop) =>
    workshop.instruct(workshop.alice, 'instance.publish', { instance: nothing }),
  ),
  instance_state_forbids: licensed(held, async (workshop, instance) => {
    await workshop.passed(workshop.alice, instance, holding('bob'))
    return workshop.instruct(workshop.alice, 'instance.publish', { instance })
  }),
  form_forbids: licensed(held, (workshop, instance) =>
    workshop.instruct(workshop.alice, 'instance.use', { instance, use: 'read' }),
  ),
  not_transferable: licensed(fixed, (workshop, instance) =>
    workshop.instruct(workshop.alice, 'instance.pass-on', { instance, ...workshop.licence('bob') }),
  ),
  too_many_passes: byAlice(async (workshop) => {
    const { alice, bob } = workshop
    let [giver, taker]: [Device, Device] = [bob, alice]
    let instance = await workshop.granted(await workshop.issued(), holding('bob'))
    for (let passes = 1; passes < passesMaximum; passes += 1) {
      instance = await workshop.passed(giver, instance, holding(taker.participant))
      ;[giver, taker] = [taker, giver]
    }
    return workshop.instruct(giver, 'instance.pass-on', { instance, ...holding(taker.participant) })
  }),
  licence_exceeded: licensed(free, (workshop, instance) => {
    const more = workshop.licence('bob', { scope: ['order'] })
    return workshop.instruct(workshop.alice, 'instance.pass-on', { instance, ...more })
  }),
  licence_ended: licensed(fixed, (workshop, instance) => {
    workshop.wait(day + 1n)
    return workshop.instruct(workshop.alice, 'instance.use', { instance, use: 'read' })
  }),
  use_not_licensed: licensed(fixed, (workshop, instance) =>
    workshop.instruct(workshop.alice, 'instance.use', { instance, use: 'order' }),
  ),
  foreign_link: licensed(held, (workshop, instance) => {
    const link = `https://goods.example/c/${nothing}`
    return workshop.instruct(workshop.alice, 'instance.publish', { instance, link })
  }),
  unknown_publication: byAlice(async (workshop) =>
    workshop.instruct(workshop.alice, 'publication.withdraw', { publication: nothing }),
  ),
  publication_state_forbids: licensed(held, async (workshop, instance) => {
    await workshop.done(workshop.alice, 'instance.publish', { instance })
    await workshop.done(workshop.alice, 'publication.withdraw', { publication: instance })
    return workshop.instruct(workshop.alice, 'publication.withdraw', { publication: instance })
  }),
}
