import { expect } from 'chai'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { Device } from '../../../support/devices.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { keysMilliseconds, Packaging } from '../../../support/packaging.ts'
import { nothing } from '../../../support/workshop.ts'

const day = 86_400_000n

/** A test with an interaction, after which every invariant must hold. */
const packaging = (play: (of: Packaging) => Promise<void>) => async (): Promise<void> => {
  const of = await Packaging.open()
  await play(of)
  expect(ledgerFaults(of.on.scene.ledger)).deep.equal([])
}

/** A further device of alice's. */
const furtherDevice = async (of: Packaging, name = 'desk'): Promise<Device> => {
  const { scene } = of.on
  const desk = new Device('alice', ['customer'], name)
  const body = { participant: 'alice', device: desk.entry }
  await of.on.done(scene.registrars.BankMSP, 'device.add', body)
  return desk
}

describe('a package', () => {
  it(
    'S1-057 S3-053 is delivered once, by who gave in the interaction, with its digest and that of the sealed first key alone',
    packaging(async (of) => {
      const { shop, alice, scene } = of.on
      const code = (by: Device, change = {}) => of.on.code(by, 'package.deliver', of.body(change))
      expect(await code(shop, { interaction: nothing })).equal('unknown_interaction')
      expect(await code(alice)).equal('not_a_party')
      for (const keeper of ['alice', 'book-shop']) expect(await code(shop, { keeper })).equal('keeper_is_party')
      expect(await code(shop, { keeper: 'nobody' })).equal('unknown_participant')
      expect(await code(shop, { until: `${scene.now - 1n}` })).equal('deadline_in_past')
      expect(await code(shop, { until: `${scene.now + 30n * day + 1n}` })).equal('until_too_far')
      const effects = await of.on.done(shop, 'package.deliver', of.body())
      expect(effects).include({ interaction: of.interaction, package: digest('a package'), status: 'open' })
      expect(of.rows().package).deep.equal({
        ...{ interaction: of.interaction, package: digest('a package'), contents: 'passwords', size: 1_000n },
        ...{ giver: 'book-shop', giverHome: 'SupplierMSP', device: shop.id },
        ...{ receiver: 'alice', receiverHome: 'BankMSP', keeper: 'release-service', keeperHome: 'InstitutionMSP' },
        ...{ firstKey: digest('the first key'), until: scene.now + keysMilliseconds, status: 'open' },
      })
      expect(await code(shop)).equal('package_exists')
    }),
  )

  it(
    'S1-062 is revoked by its giver until the second key is out; then nothing more is asked, released or opened',
    packaging(async (of) => {
      const { shop, alice } = of.on
      const { named } = of
      expect(await of.on.code(shop, 'package.revoke', named)).equal('unknown_package')
      await of.delivered()
      await of.requested()
      await of.on.done(of.keeper, 'package.release', of.release())
      expect(await of.on.code(alice, 'package.revoke', named)).equal('not_a_party')
      await of.on.done(shop, 'package.revoke', named)
      expect(await of.on.code(shop, 'package.release', of.release())).equal('package_state_forbids')
      expect(await of.on.code(alice, 'package.request', named)).equal('package_state_forbids')
      expect(await of.on.code(alice, 'package.open', named)).equal('package_state_forbids')
      expect(await of.on.code(shop, 'package.revoke', named)).equal('package_state_forbids')
      expect(of.rows()).include({ second: undefined, opening: undefined })
    }),
  )

  it(
    'S1-062 cannot be revoked once the second key is out',
    packaging(async (of) => {
      await of.delivered()
      await of.requested()
      await of.on.done(of.on.shop, 'package.release', of.release())
      expect(of.rows().package?.status).equal('released')
      expect(await of.on.code(of.on.shop, 'package.revoke', of.named)).equal('package_state_forbids')
    }),
  )

  it(
    'is rejected by the device that asked and has not both keys when their time is over, and not a moment earlier',
    packaging(async (of) => {
      const { alice, shop, scene } = of.on
      const reject = (by = alice) => of.on.code(by, 'package.reject', of.named)
      expect(await reject()).equal('unknown_package')
      await of.delivered()
      const until = of.rows().package?.until as bigint
      expect(await reject(shop)).equal('not_a_party')
      expect(await reject()).equal('not_requested')
      await of.requested()
      scene.now = until
      expect(await reject()).equal('deadline_not_passed')
      scene.now = until + 1n
      await of.on.done(of.keeper, 'package.release', of.release())
      expect(await reject()).equal('accepted')
      expect(await of.on.code(shop, 'package.release', of.release())).equal('package_state_forbids')
      expect(await reject()).equal('package_state_forbids')
    }),
  )

  it(
    'is not rejected by who asks only after the time of its keys, though another device asked in time and opened it',
    packaging(async (of) => {
      const { alice, scene } = of.on
      await of.delivered()
      const until = of.rows().package?.until as bigint
      await of.requested()
      for (const by of [of.keeper, of.on.shop]) await of.on.done(by, 'package.release', of.release())
      await of.on.done(alice, 'package.open', of.named)
      const [desk, tablet] = [await furtherDevice(of, 'desk'), await furtherDevice(of, 'tablet')]
      for (const device of [desk, tablet]) await of.keyed(device)
      scene.now = until
      await of.requested(tablet)
      scene.now = until + 1n
      await of.requested(desk)
      expect(await of.on.code(desk, 'package.reject', of.named)).equal('asked_late')
      expect(await of.on.code(tablet, 'package.reject', of.named), 'at the very moment').equal('accepted')
    }),
  )

  it(
    'is not rejected by a device that has both keys, however late they came',
    packaging(async (of) => {
      const { alice, shop, scene } = of.on
      await of.delivered()
      await of.requested()
      scene.now += keysMilliseconds + 1n
      for (const by of [of.keeper, shop]) await of.on.done(by, 'package.release', of.release())
      expect(await of.on.code(alice, 'package.reject', of.named)).equal('released_already')
    }),
  )
})

describe('the keys of a package', () => {
  it(
    'S1-059 are asked for by each device of the receiver once, which must have a key to which they can be sealed',
    packaging(async (of) => {
      const { alice, shop } = of.on
      expect(await of.on.code(alice, 'package.request', of.named)).equal('unknown_package')
      await of.delivered()
      expect(await of.on.code(shop, 'package.request', of.named)).equal('not_a_party')
      await of.requested()
      expect(of.rows().request).deep.equal({
        ...{ interaction: of.interaction, device: alice.id, receiver: 'alice', home: 'BankMSP' },
        ...{ giver: 'book-shop', keeper: 'release-service', askedAt: of.on.scene.now },
      })
      expect(await of.on.code(alice, 'package.request', of.named)).equal('requested_already')
      const desk = await furtherDevice(of)
      expect(await of.on.code(desk, 'package.request', of.named)).equal('device_without_seal_key')
      await of.keyed(desk)
      await of.requested(desk)
    }),
  )

  it(
    'S1-059 are released once each to a device that asked, the first by the keeper, the second by the device that delivered',
    packaging(async (of) => {
      const { alice, shop } = of.on
      const release = (by: Device, device = alice) => of.on.code(by, 'package.release', of.release(device))
      expect(await release(of.keeper)).equal('unknown_package')
      await of.delivered()
      expect(await release(of.keeper)).equal('not_requested')
      await of.requested()
      expect(await release(alice)).equal('not_the_keeper')
      expect(await release(of.on.till.shop)).equal('not_the_keeper')
      const other = new Device('book-shop', ['merchant', 'customer'], 'other')
      const body = { participant: 'book-shop', device: other.entry }
      await of.on.done(of.on.scene.registrars.SupplierMSP, 'device.add', body)
      expect(await release(other), 'another device of the giver').equal('not_the_keeper')
      const { effects } = { effects: await of.on.done(of.keeper, 'package.release', of.release()) }
      expect(effects).deep.equal({ interaction: of.interaction, device: alice.id, part: 'first' })
      expect(await release(of.keeper)).equal('released_already')
      expect(await release(shop)).equal('accepted')
      expect(await release(shop)).equal('released_already')
      expect(of.rows().first).include({ by: 'release-service', home: 'InstitutionMSP', receiver: 'alice' })
      expect(of.rows().second).include({ by: 'book-shop', home: 'SupplierMSP', sealedKey: digest('a sealed key') })
      const desk = await furtherDevice(of)
      await of.keyed(desk)
      expect(await release(shop, desk)).equal('not_requested')
      await of.requested(desk)
      for (const by of [of.keeper, shop]) expect(await release(by, desk)).equal('accepted')
    }),
  )

  it(
    'S1-058 S1-062 let the device open the package once it has both, which leaves a receipt: who, when and which',
    packaging(async (of) => {
      const { alice, shop, scene } = of.on
      const open = (by = alice) => of.on.code(by, 'package.open', of.named)
      expect(await open()).equal('unknown_package')
      await of.delivered()
      await of.requested()
      expect(await open(shop)).equal('not_a_party')
      for (const by of [shop, of.keeper]) {
        expect(await open()).equal('key_not_released')
        await of.on.done(by, 'package.release', of.release())
      }
      expect(await open()).equal('accepted')
      expect(of.rows().opening).deep.equal({
        ...{ interaction: of.interaction, device: alice.id, receiver: 'alice', home: 'BankMSP' },
        ...{ giver: 'book-shop', openedAt: scene.now },
      })
      expect(await open()).equal('opened_already')
    }),
  )
})
