import { expect } from 'chai'
import { catalogueItems, providers } from '../../../chaincode/domains/certificates/tables.ts'
import { termsDigest } from '../../../chaincode/domains/certificates/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { Device } from '../../support/devices.ts'
import { goldBody } from '../../support/scene.ts'
import { atWorkshop, day, nothing, type Workshop } from '../../support/workshop.ts'

const metal = { voucher: goldBody.voucher, quantity: '10' }

describe('a provider', () => {
  it(
    'is registered by a teller of its own home, which can say its name and addresses anew',
    atWorkshop(async (workshop) => {
      await workshop.done(workshop.desk, 'provider.register', workshop.registration({ name: 'Clocks and Watches' }))
      const row = workshop.scene.view.find(providers, 'clockmaker')
      expect(row).include({ name: 'Clocks and Watches', member: 'supplier-desk', home: 'SupplierMSP', status: 'open' })
      const { alice, bank } = workshop
      expect(await workshop.code(alice, 'provider.register', workshop.registration())).equal('device_lacks_role')
      expect(await workshop.code(bank, 'provider.register', workshop.registration())).equal('not_registrar_of_home')
      const unknown = workshop.registration({ provider: 'nobody' })
      expect(await workshop.code(workshop.desk, 'provider.register', unknown)).equal('unknown_participant')
    }),
  )

  it(
    'belongs to the member that registered it until that one closes it',
    atWorkshop(async (workshop) => {
      const { scene, desk } = workshop
      const guild = await scene.register(new Device('guild', ['teller']), 'SupplierMSP', 'organisation')
      expect(await workshop.code(guild, 'provider.register', workshop.registration())).equal('not_a_party')
      expect(await workshop.code(guild, 'provider.close', { provider: 'clockmaker' })).equal('not_a_party')
      await workshop.done(desk, 'provider.close', { provider: 'clockmaker' })
      expect(await workshop.code(desk, 'provider.close', { provider: 'clockmaker' })).equal('provider_not_registered')
      expect(await workshop.code(guild, 'provider.register', workshop.registration())).equal('accepted')
    }),
  )

  const faulty: readonly (readonly [what: string, change: Partial<Body<'provider.register'>>])[] = [
    ['a name that shows nothing', { name: '\u3164' }],
    ['a name with letters that cannot be seen', { name: 'The\u200bClockmaker' }],
    ['no address', { addresses: [] }],
    ['five addresses', { addresses: [1, 2, 3, 4, 5].map((place) => `https://goods${place}.example`) }],
    ['the same address twice', { addresses: ['https://goods.example', 'https://goods.example'] }],
    ['an address without protection', { addresses: ['http://goods.example'] }],
    ['an address that goes on', { addresses: ['https://goods.example/shop'] }],
    ['an address with a name in it', { addresses: ['https://bank@goods.example'] }],
    ['an address in capitals', { addresses: ['https://Goods.example'] }],
    ['an address that runs something', { addresses: ['javascript:alert(1)'] }],
  ]
  for (const [what, change] of faulty) {
    it(
      `with ${what} is no instruction at all`,
      atWorkshop(async (workshop) => {
        const body = workshop.registration(change)
        expect(await workshop.code(workshop.desk, 'provider.register', body)).equal('malformed_instruction')
      }),
    )
  }
})

describe('issuing a certificate', () => {
  it(
    'S1-030 puts the provider’s word on the ledger, and is refused from who is no provider',
    atWorkshop(async (workshop) => {
      const { bob, maker, scene } = workshop
      const certificate = await workshop.issued({ metal })
      expect(workshop.certificate(certificate)).deep.include({
        ...{ provider: 'clockmaker', home: 'SupplierMSP', device: maker.id, item: 'CLOCK-1', status: 'active' },
        ...{ allows: ['order', 'pay'], metal: { voucher: goldBody.voucher, quantity: 10n } },
        expiresAt: scene.now + 30n * day,
      })
      expect(await workshop.code(bob, 'certificate.issue', workshop.clock())).equal('device_lacks_role')
      const other = await scene.register(new Device('tea-house', ['merchant']), 'SupplierMSP')
      expect(await workshop.code(other, 'certificate.issue', workshop.clock())).equal('provider_not_registered')
      await workshop.done(workshop.desk, 'provider.close', { provider: 'clockmaker' })
      const later = workshop.clock({ item: 'CLOCK-2' })
      expect(await workshop.code(maker, 'certificate.issue', later)).equal('provider_not_registered')
      expect(scene.view.find(catalogueItems, 'clockmaker', 'CLOCK-2')).equal(undefined)
    }),
  )

  it(
    'S1-032 gives each item one certificate, and a second one once that is revoked or expired',
    atWorkshop(async (workshop) => {
      const { maker, scene } = workshop
      const first = await workshop.issued()
      expect(await workshop.code(maker, 'certificate.issue', workshop.clock())).equal('item_has_certificate')
      expect(scene.view.find(catalogueItems, 'clockmaker', 'CLOCK-1')?.certificate).equal(first)
      expect(await workshop.code(maker, 'certificate.issue', workshop.clock({ item: 'CLOCK-2' }))).equal('accepted')
      await workshop.done(maker, 'certificate.revoke', { certificate: first })
      const second = await workshop.issued()
      workshop.wait(30n * day)
      expect(await workshop.code(maker, 'certificate.issue', workshop.clock())).equal('item_has_certificate')
      workshop.wait(1n)
      const third = await workshop.issued()
      expect(scene.view.find(catalogueItems, 'clockmaker', 'CLOCK-1')?.certificate).equal(third)
      expect([first, second, third].map((id) => workshop.certificate(id).status)).deep.equal([
        ...['revoked', 'active', 'active'],
      ])
    }),
  )

  type Change = (workshop: Workshop) => Partial<Body<'certificate.issue'>>
  const refused: readonly (readonly [code: string, what: string, change: Change])[] = [
    ['deadline_in_past', 'an end in the past', (workshop) => ({ expiresAt: workshop.ahead(-1n) })],
    ['unknown_voucher', 'money that there is not', () => ({ cash: 'XX-0000' })],
    ['not_a_currency', 'a metal for money', () => ({ cash: goldBody.voucher })],
    ['unknown_voucher', 'metal that there is not', () => ({ metal: { voucher: 'XX-0000', quantity: '1' } })],
    ['not_a_metal', 'money for metal', () => ({ metal: { voucher: 'CNY', quantity: '1' } })],
  ]
  for (const [code, what, change] of refused) {
    it(
      `is refused with ${what}`,
      atWorkshop(async (workshop) => {
        expect(await workshop.code(workshop.maker, 'certificate.issue', workshop.clock(change(workshop)))).equal(code)
      }),
    )
  }

  it(
    'is refused for money that is retired, and for metal that is, or cannot be handed over',
    atWorkshop(async (workshop) => {
      const { scene, bank, maker } = workshop
      const { voucher, quantity } = goldBody
      await workshop.done(scene.treasury, 'voucher.change-functions', { voucher, functions: ['buy'] })
      const bar = workshop.clock({ metal })
      expect(await workshop.code(maker, 'certificate.issue', bar)).equal('function_not_enabled')
      await workshop.done(scene.treasury, 'voucher.decrease-supply', { voucher, quantity })
      await workshop.done(scene.treasury, 'voucher.retire', { voucher })
      expect(await workshop.code(maker, 'certificate.issue', bar)).equal('voucher_retired')
      await workshop.done(bank, 'voucher.decrease-supply', { voucher: 'CNY', quantity: '1000' })
      await workshop.done(bank, 'voucher.retire', { voucher: 'CNY' })
      expect(await workshop.code(maker, 'certificate.issue', workshop.clock())).equal('voucher_retired')
    }),
  )

  it(
    'takes no item, function or period that is none',
    atWorkshop(async (workshop) => {
      const { periods } = workshop.clock()
      const faulty: Partial<Body<'certificate.issue'>>[] = [
        ...[{ item: 'clock' }, { item: 'A~B' }, { allows: [] }, { allows: ['pay' as const, 'pay' as const] }],
        ...[{ periods: { ...periods, ship: 0 } }, { periods: { ...periods, decide: 7_776_001 } }],
        ...[{ metal: { ...metal, quantity: '0' } }, { title: '' }, { body: 'short' }],
      ]
      for (const change of faulty) {
        const code = await workshop.code(workshop.maker, 'certificate.issue', workshop.clock(change))
        expect(code, JSON.stringify(change)).equal('malformed_instruction')
      }
    }),
  )

  it('S1-050 commits to the price terms: another price, payee, item, cash or salt is another text', () => {
    const terms = { provider: 'clockmaker', item: 'CLOCK-1', cash: 'CNY', price: '1200', salt: nothing }
    const others = [{ provider: 'carol' }, { item: 'CLOCK-2' }, { cash: 'EUR' }, { price: '1199' }]
    const digests = [terms, ...others.map((one) => ({ ...terms, ...one })), { ...terms, salt: `B${nothing.slice(1)}` }]
    expect(new Set(digests.map(termsDigest)).size).equal(6)
  })
})

describe('revoking a certificate', () => {
  it(
    'is for its provider, once and for ever; nothing of it can be had or used from then on',
    atWorkshop(async (workshop) => {
      const { maker, scene, carol } = workshop
      const other = await scene.register(new Device('tea-house', ['merchant']), 'BankMSP')
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'carol', form: 'holding' })
      expect(await workshop.code(other, 'certificate.revoke', { certificate })).equal('not_a_party')
      expect(await workshop.code(maker, 'certificate.revoke', { certificate: nothing })).equal('unknown_certificate')
      await workshop.done(maker, 'certificate.revoke', { certificate })
      expect(await workshop.code(maker, 'certificate.revoke', { certificate })).equal('certificate_revoked')
      const given = { to: 'alice', form: 'data' } as const
      expect(await workshop.code(maker, 'certificate.grant', { certificate, ...given })).equal('certificate_revoked')
      expect(await workshop.code(carol, 'instance.pass-on', { instance, ...given })).equal('certificate_revoked')
      expect(await workshop.code(carol, 'instance.use', { instance, use: 'read' })).equal('certificate_revoked')
      expect(await workshop.code(carol, 'instance.publish', { instance })).equal('certificate_revoked')
    }),
  )

  it(
    'needs nobody once it expired or its provider was closed: nothing of it can be had or used either',
    atWorkshop(async (workshop) => {
      const { maker, carol, desk } = workshop
      const certificate = await workshop.issued({ expiresAt: workshop.ahead(day) })
      const instance = await workshop.granted(certificate, { to: 'carol', form: 'holding' })
      await workshop.done(desk, 'provider.close', { provider: 'clockmaker' })
      const given = { to: 'alice', form: 'data' } as const
      const pass = () => workshop.code(carol, 'instance.pass-on', { instance, ...given })
      expect(await pass()).equal('provider_not_registered')
      await workshop.done(desk, 'provider.register', workshop.registration())
      workshop.wait(day + 1n)
      expect(await pass()).equal('certificate_expired')
      expect(await workshop.code(maker, 'certificate.grant', { certificate, ...given })).equal('certificate_expired')
      expect(await workshop.code(carol, 'instance.publish', { instance })).equal('certificate_expired')
    }),
  )
})
