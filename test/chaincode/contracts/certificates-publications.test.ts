import { expect } from 'chai'
import { atWorkshop, nothing } from '../../support/workshop.ts'

const linkTo = (certificate: string, address = 'https://goods.example') => `${address}/c/${certificate}`

describe('publishing a certificate', () => {
  it(
    'S1-049 is for who holds or owns it, and is refused from who does not',
    atWorkshop(async (workshop) => {
      const { alice, bob } = workshop
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      expect(await workshop.code(bob, 'instance.publish', { instance })).equal('not_a_party')
      expect(await workshop.code(alice, 'instance.publish', { instance: nothing })).equal('unknown_instance')
      const seen = await workshop.granted(certificate, { to: 'alice', form: 'data' })
      expect(await workshop.code(alice, 'instance.publish', { instance: seen })).equal('form_forbids')
      await workshop.done(alice, 'instance.publish', { instance })
      const row = { certificate, provider: 'clockmaker', holder: 'alice', home: 'BankMSP', status: 'open' }
      expect(workshop.publication(instance)).deep.equal({ publication: instance, ...row })
      await workshop.done(alice, 'instance.pass-on', { instance, to: 'bob', form: 'holding' })
      expect(workshop.publication(instance)?.status).equal('withdrawn')
      expect(await workshop.code(alice, 'instance.publish', { instance })).equal('instance_state_forbids')
      expect(workshop.publication(instance)?.status).equal('withdrawn')
    }),
  )

  it(
    'S1-031 may say the way to it: a link that is broken or foreign is refused',
    atWorkshop(async (workshop) => {
      const { alice } = workshop
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'ownership' })
      const other = await workshop.issued({ item: 'CLOCK-2' })
      const links = [
        ...[linkTo(certificate.slice(1)), linkTo(nothing), linkTo(other), `${linkTo(certificate)}/more`],
        ...[linkTo(certificate, 'https://goods.example.evil.example'), linkTo(certificate, 'http://goods.example')],
        ...[`https://goods.example/d/${certificate}`, 'https://goods.example'],
      ]
      for (const link of links) {
        expect(await workshop.code(alice, 'instance.publish', { instance, link }), link).equal('foreign_link')
      }
      expect(workshop.publication(instance)).equal(undefined)
      for (const address of ['https://goods.example', 'http://127.0.0.1:9443']) {
        await workshop.done(alice, 'instance.publish', { instance, link: linkTo(certificate, address) })
        expect(workshop.publication(instance)).include({ link: linkTo(certificate, address), status: 'open' })
      }
    }),
  )

  it(
    'takes no link with a key in it, so that none reaches a block',
    atWorkshop(async (workshop) => {
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      const blocks = workshop.scene.ledger.rows()
      for (const tail of ['#k=secret', '?k=secret', ' secret', '#']) {
        const body = { instance, link: `${linkTo(certificate)}${tail}` }
        expect(await workshop.code(workshop.alice, 'instance.publish', body), tail).equal('malformed_instruction')
      }
      expect(workshop.scene.ledger.rows()).deep.equal(blocks)
    }),
  )

  it(
    'is taken back by who published it, once, and may be said anew',
    atWorkshop(async (workshop) => {
      const { alice, bob } = workshop
      const certificate = await workshop.issued()
      const instance = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
      const withdraw = (device = alice, publication = instance) =>
        workshop.code(device, 'publication.withdraw', { publication })
      expect(await withdraw()).equal('unknown_publication')
      await workshop.done(alice, 'instance.publish', { instance })
      expect(await withdraw(bob)).equal('not_a_party')
      expect(await withdraw()).equal('accepted')
      expect(await withdraw()).equal('publication_state_forbids')
      await workshop.done(alice, 'instance.publish', { instance })
      await withdraw()
      const next = await workshop.passed(alice, instance, { to: 'bob', form: 'holding' })
      expect(workshop.publication(instance)?.status).equal('withdrawn')
      expect(await withdraw(bob, next)).equal('unknown_publication')
    }),
  )
})
