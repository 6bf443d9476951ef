import { expect } from 'chai'
import { titles } from '../../../chaincode/domains/certificates/tables.ts'
import { type InstanceForm, instanceForms, passesMaximum } from '../../../chaincode/domains/certificates/terms.ts'
import { Device } from '../../support/devices.ts'
import { atWorkshop, day, nothing, type Workshop } from '../../support/workshop.ts'

const holding = (to: string) => ({ to, form: 'holding' }) as const
const data = (to: string) => ({ to, form: 'data' }) as const
const ownership = (to: string) => ({ to, form: 'ownership' }) as const
const title = (workshop: Workshop, certificate: string, holder: string) =>
  workshop.scene.view.find(titles, certificate, holder)?.status

/** What somebody is to have in this form, free to move on. */
const inForm = (workshop: Workshop, to: string, form: InstanceForm) => {
  if (form === 'licence') return workshop.licence(to, { transferable: true })
  return form === 'data' ? { to, form, transferable: true } : { to, form }
}

describe('what is handed out of a certificate', () => {
  it(
    'S1-020 names the sealed key that goes along, of each handing over its own',
    atWorkshop(async (workshop) => {
      const { alice } = workshop
      const [first, second] = ['K', 'L'].map((letter) => letter.repeat(43)) as [string, string]
      const certificate = await workshop.issued()
      const granted = await workshop.granted(certificate, { ...holding('alice'), sealedKey: first })
      const passed = await workshop.passed(alice, granted, { ...data('bob'), sealedKey: second })
      const without = await workshop.granted(certificate, data('carol'))
      const keys = [granted, passed, without].map((id) => workshop.instance(id).sealedKey)
      expect(keys).deep.equal([first, second, undefined])
    }),
  )

  it(
    'S1-021 is the data themselves; exclusive ones are one’s alone, and a second is refused',
    atWorkshop(async (workshop) => {
      const { maker, alice, bob } = workshop
      const many = await workshop.issued()
      for (const to of ['alice', 'bob']) await workshop.granted(many, data(to))
      const certificate = await workshop.issued({ item: 'SCORE-1', exclusive: true })
      const first = await workshop.granted(certificate, { ...data('alice'), transferable: true })
      expect(workshop.certificate(certificate).given).equal(first)
      for (const form of ['data', 'holding', 'ownership'] as const) {
        const body = { certificate, to: 'bob', form }
        expect(await workshop.code(maker, 'certificate.grant', body), form).equal('exclusive_given')
      }
      const second = await workshop.passed(alice, first, data('bob'))
      expect(workshop.certificate(certificate).given).equal(second)
      expect(workshop.instance(first)).include({ holder: 'alice', status: 'passed' })
      expect(workshop.instance(second)).include({ holder: 'bob', status: 'held', from: first, passes: 2 })
      const again = { instance: first, ...data('carol') }
      expect(await workshop.code(alice, 'instance.pass-on', again)).equal('instance_state_forbids')
      expect(await workshop.code(alice, 'instance.use', { instance: first, use: 'read' })).equal(
        'instance_state_forbids',
      )
      expect(await workshop.code(bob, 'instance.use', { instance: second, use: 'read' })).equal('accepted')
    }),
  )

  it(
    'S1-021 leaves data that are not exclusive with the giver too, where they may move on at all',
    atWorkshop(async (workshop) => {
      const { alice } = workshop
      const certificate = await workshop.issued()
      const sealed = await workshop.granted(certificate, data('alice'))
      const pass = { instance: sealed, ...data('bob') }
      expect(await workshop.code(alice, 'instance.pass-on', pass)).equal('not_transferable')
      const open = await workshop.granted(certificate, { ...data('alice'), transferable: true })
      const copy = await workshop.passed(alice, open, { ...data('bob'), transferable: false })
      expect([open, copy].map((id) => workshop.instance(id).status)).deep.equal(['held', 'held'])
      expect(workshop.certificate(certificate).given).equal(undefined)
    }),
  )

  it(
    'S1-022 is ownership, which the present owner alone moves on',
    atWorkshop(async (workshop) => {
      const { alice, bob, carol } = workshop
      const certificate = await workshop.issued({ exclusive: true })
      const first = await workshop.granted(certificate, ownership('alice'))
      expect(title(workshop, certificate, 'alice')).equal('owned')
      expect(await workshop.code(bob, 'instance.pass-on', { instance: first, ...ownership('carol') })).equal(
        'not_a_party',
      )
      const second = await workshop.passed(alice, first, ownership('bob'))
      expect([title(workshop, certificate, 'alice'), title(workshop, certificate, 'bob')]).deep.equal([
        'passed',
        'owned',
      ])
      const past = { instance: first, ...ownership('carol') }
      expect(await workshop.code(alice, 'instance.pass-on', past)).equal('instance_state_forbids')
      const third = await workshop.passed(bob, second, ownership('carol'))
      const fourth = await workshop.passed(carol, third, ownership('alice'))
      expect(title(workshop, certificate, 'alice')).equal('owned')
      expect(workshop.instance(fourth)).include({ holder: 'alice', passes: 4, from: third })
      expect(workshop.certificate(certificate).given).equal(fourth)
    }),
  )

  it(
    'S1-052 is ownership once: whoever owns a certificate is given no second title to it',
    atWorkshop(async (workshop) => {
      const { maker, alice, bob } = workshop
      const certificate = await workshop.issued()
      const first = await workshop.granted(certificate, ownership('alice'))
      const again = { certificate, ...ownership('alice') }
      expect(await workshop.code(maker, 'certificate.grant', again)).equal('already_owned')
      const other = await workshop.granted(certificate, ownership('bob'))
      expect(await workshop.code(bob, 'instance.pass-on', { instance: other, ...ownership('alice') })).equal(
        'already_owned',
      )
      expect([first, other].map((id) => workshop.instance(id).status)).deep.equal(['held', 'held'])
      await workshop.passed(alice, first, ownership('carol'))
      await workshop.passed(bob, other, ownership('alice'))
      expect(title(workshop, certificate, 'alice')).equal('owned')
    }),
  )

  it(
    'S1-023 is a licence with scope and term: no use after the term, and none outside the scope',
    atWorkshop(async (workshop) => {
      const { alice, bob } = workshop
      const certificate = await workshop.issued({ exclusive: true })
      const owned = await workshop.granted(certificate, ownership('alice'))
      const licence = await workshop.passed(alice, owned, workshop.licence('bob'))
      expect(workshop.instance(owned).status).equal('held')
      expect(title(workshop, certificate, 'alice')).equal('owned')
      expect(workshop.certificate(certificate).given).equal(owned)
      const use = (name: string) => workshop.code(bob, 'instance.use', { instance: licence, use: name })
      expect(await use('read')).equal('accepted')
      expect(await use('order')).equal('use_not_licensed')
      expect(await workshop.code(alice, 'instance.use', { instance: licence, use: 'read' })).equal('not_a_party')
      workshop.wait(day)
      expect(await use('print')).equal('accepted')
      workshop.wait(1n)
      expect(await use('read')).equal('licence_ended')
      expect(await workshop.code(alice, 'instance.use', { instance: owned, use: 'anything' })).equal('accepted')
    }),
  )

  it(
    'S1-024 is a licence that moves on where it may, and then the giver has it no more',
    atWorkshop(async (workshop) => {
      const { alice, bob } = workshop
      const certificate = await workshop.issued()
      const fixed = await workshop.granted(certificate, workshop.licence('alice'))
      const pass = { instance: fixed, ...workshop.licence('bob') }
      expect(await workshop.code(alice, 'instance.pass-on', pass)).equal('not_transferable')
      const free = await workshop.granted(certificate, workshop.licence('alice', { transferable: true }))
      const more = workshop.licence('bob', { scope: ['read', 'order'] })
      expect(await workshop.code(alice, 'instance.pass-on', { instance: free, ...more })).equal('licence_exceeded')
      const longer = workshop.licence('bob', { endsAt: workshop.ahead(day + 1n) })
      expect(await workshop.code(alice, 'instance.pass-on', { instance: free, ...longer })).equal('licence_exceeded')
      const less = workshop.licence('bob', { scope: ['read'], endsAt: workshop.ahead(day / 2n) })
      const moved = await workshop.passed(alice, free, less)
      const use = (device: Device, instance: string, name = 'read') =>
        workshop.code(device, 'instance.use', { instance, use: name })
      expect(await use(alice, free)).equal('instance_state_forbids')
      expect(await use(bob, moved)).equal('accepted')
      expect(await use(bob, moved, 'print')).equal('use_not_licensed')
    }),
  )

  it(
    'S1-024 is refused when it was handed on sixteen times',
    atWorkshop(async (workshop) => {
      const { alice, bob } = workshop
      let instance = await workshop.granted(await workshop.issued(), workshop.licence('alice', { transferable: true }))
      const hands = [alice, bob]
      const give = (passes: number) => ({
        from: hands[(passes + 1) % 2] as Device,
        given: workshop.licence((hands[passes % 2] as Device).participant, { transferable: true }),
      })
      for (let passes = 1; passes < passesMaximum; passes += 1) {
        const { from, given } = give(passes)
        instance = await workshop.passed(from, instance, given)
      }
      expect(workshop.instance(instance).passes).equal(passesMaximum)
      const { from, given } = give(passesMaximum)
      expect(await workshop.code(from, 'instance.pass-on', { instance, ...given })).equal('too_many_passes')
      expect(workshop.instance(instance).status).equal('held')
    }),
  )

  it(
    'goes on from a holding in whichever form, and from any other as no more than it is',
    atWorkshop(async (workshop) => {
      const { alice } = workshop
      const onwards = {
        holding: ['holding', 'data', 'ownership', 'licence'],
        ...{ data: ['data'], ownership: ['ownership', 'licence'], licence: ['licence'] },
      }
      for (const form of instanceForms) {
        for (const to of instanceForms) {
          const certificate = await workshop.issued({ item: `${form}-${to}`.toUpperCase() })
          const instance = await workshop.granted(certificate, inForm(workshop, 'alice', form))
          const code = await workshop.code(alice, 'instance.pass-on', { instance, ...inForm(workshop, 'carol', to) })
          expect(code, `${form} to ${to}`).equal(onwards[form].includes(to) ? 'accepted' : 'form_forbids')
        }
      }
    }),
  )

  it(
    'is the provider’s to hand out, to others who are active, of a certificate that there is',
    atWorkshop(async (workshop) => {
      const { maker, scene, alice } = workshop
      const other = await scene.register(new Device('tea-house', ['merchant']), 'SupplierMSP')
      const certificate = await workshop.issued()
      const grant = (device: Device, to: string) =>
        workshop.code(device, 'certificate.grant', { certificate, ...data(to) })
      expect(await grant(other, 'alice')).equal('not_a_party')
      expect(await grant(maker, 'clockmaker')).equal('provider_is_receiver')
      expect(await grant(maker, 'nobody')).equal('unknown_participant')
      const unknown = { certificate: nothing, ...data('alice') }
      expect(await workshop.code(maker, 'certificate.grant', unknown)).equal('unknown_certificate')
      const instance = await workshop.granted(certificate, holding('alice'))
      const pass = (to: string) => workshop.code(alice, 'instance.pass-on', { instance, ...holding(to) })
      expect(await pass('alice')).equal('sender_is_receiver')
      expect(await pass('clockmaker')).equal('provider_is_receiver')
      expect(await workshop.code(alice, 'instance.pass-on', { instance: nothing, ...holding('bob') })).equal(
        'unknown_instance',
      )
      const freeze = { participant: 'bob', caseNumber: 'CASE-1' }
      await workshop.done(scene.registrars.SupplierMSP, 'participant.freeze', freeze)
      expect(await pass('bob')).equal('receiver_not_active')
    }),
  )

  it(
    'is held to be handed on only where the certificate may be, and is then used by nobody',
    atWorkshop(async (workshop) => {
      const { maker, carol } = workshop
      const certificate = await workshop.issued({ passable: false })
      const held = { certificate, ...holding('carol') }
      expect(await workshop.code(maker, 'certificate.grant', held)).equal('certificate_not_passable')
      const instance = await workshop.granted(await workshop.issued({ item: 'CLOCK-2' }), holding('carol'))
      expect(await workshop.code(carol, 'instance.use', { instance, use: 'read' })).equal('form_forbids')
    }),
  )

  it(
    'has scope and term where it is a licence, and nowhere else',
    atWorkshop(async (workshop) => {
      const { maker } = workshop
      const certificate = await workshop.issued()
      const { scope = [], endsAt = '' } = workshop.licence('alice')
      const unfit = [
        ...[
          { form: 'licence', scope },
          { form: 'licence', endsAt },
          { form: 'data', scope },
          { form: 'holding', endsAt },
        ],
        ...[
          { form: 'holding', transferable: true },
          { form: 'ownership', transferable: false },
        ],
      ] as const
      for (const given of unfit) {
        const code = await workshop.code(maker, 'certificate.grant', { certificate, to: 'alice', ...given } as never)
        expect(code, JSON.stringify(given)).equal('licence_terms_unfit')
      }
      const past = { certificate, ...workshop.licence('alice', { endsAt: workshop.ahead(-1n) }) }
      expect(await workshop.code(maker, 'certificate.grant', past)).equal('deadline_in_past')
      for (const change of [{ scope: [] }, { scope: ['read', 'read'] }, { scope: ['Read'] }]) {
        const faulty = { certificate, ...workshop.licence('alice', change) }
        expect(await workshop.code(maker, 'certificate.grant', faulty)).equal('malformed_instruction')
      }
    }),
  )

  it(
    'S1-050 carries nothing of the certificate that its holder could change',
    atWorkshop(async (workshop) => {
      const certificate = await workshop.issued()
      const before = workshop.certificate(certificate)
      const first = await workshop.granted(certificate, holding('alice'))
      const second = await workshop.passed(workshop.alice, first, holding('carol'))
      expect(workshop.certificate(certificate)).deep.equal(before)
      expect(workshop.instance(second)).include({ certificate, provider: 'clockmaker', providerHome: 'SupplierMSP' })
      for (const change of [{ price: '1' }, { provider: 'carol' }, { terms: nothing }, { cash: 'EUR' }]) {
        const body = { instance: second, ...holding('bob'), ...change }
        const code = await workshop.code(workshop.carol, 'instance.pass-on', body as never)
        expect(code, JSON.stringify(change)).equal('malformed_instruction')
      }
    }),
  )
})
