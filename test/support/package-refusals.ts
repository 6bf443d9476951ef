import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import { Device } from './devices.ts'
import { keysMilliseconds, Packaging } from './packaging.ts'
import type { Scenario } from './trade-refusals.ts'

const among = (make: (of: Packaging) => string | Promise<string>, gateway: string): Scenario => ({
  way: { gateway },
  make: async (scene) => make(await Packaging.open(scene)),
})

const delivering = (change: Partial<Body<'package.deliver'>>): Scenario =>
  among((of) => of.on.till.instruct(of.on.shop, 'package.deliver', of.body(change)), 'SupplierMSP')

/** Alice's step after these. */
const alice = (kind: 'package.open' | 'package.request', before: (of: Packaging) => Promise<void>): Scenario =>
  among(async (of) => {
    await before(of)
    return of.on.till.instruct(of.on.alice, kind, of.named)
  }, 'BankMSP')

const releasing = (before: (of: Packaging) => Promise<void>): Scenario =>
  among(async (of) => {
    await before(of)
    return of.on.till.instruct(of.keeper, 'package.release', of.release())
  }, 'InstitutionMSP')

const released = async (of: Packaging): Promise<void> => {
  await of.delivered()
  await of.requested()
  await of.on.done(of.keeper, 'package.release', of.release())
}

/** One way to each refusal of packages. */
export const packageRefusals: { [Code in RefusalCode]?: Scenario } = {
  unknown_package: alice('package.request', async () => {}),
  package_exists: among(async (of) => {
    await of.delivered()
    return of.on.till.instruct(of.on.shop, 'package.deliver', of.body())
  }, 'SupplierMSP'),
  package_state_forbids: alice('package.request', async (of) => {
    await of.delivered()
    await of.on.done(of.on.shop, 'package.revoke', of.named)
  }),
  keeper_is_party: delivering({ keeper: 'alice' }),
  device_without_seal_key: among(async (of) => {
    await of.delivered()
    const desk = new Device('alice', ['customer'], 'desk')
    await of.on.done(of.on.scene.registrars.BankMSP, 'device.add', { participant: 'alice', device: desk.entry })
    return of.on.till.instruct(desk, 'package.request', of.named)
  }, 'BankMSP'),
  requested_already: alice('package.request', async (of) => {
    await of.delivered()
    await of.requested()
  }),
  asked_late: among(async (of) => {
    await of.delivered()
    of.on.scene.now += keysMilliseconds + 1n
    await of.requested()
    return of.on.till.instruct(of.on.alice, 'package.reject', of.named)
  }, 'BankMSP'),
  released_already: releasing(released),
  not_requested: releasing((of) => of.delivered()),
  not_the_keeper: among(async (of) => {
    await of.delivered()
    return of.on.till.instruct(of.on.alice, 'package.release', of.release())
  }, 'BankMSP'),
  key_not_released: alice('package.open', released),
  opened_already: alice('package.open', async (of) => {
    await released(of)
    await of.on.done(of.on.shop, 'package.release', of.release())
    await of.on.done(of.on.alice, 'package.open', of.named)
  }),
}
