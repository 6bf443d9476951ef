import { packageOpenings, packageReleases, packageRequests, packages } from '../../chaincode/domains/packages/tables.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device } from './devices.ts'
import type { Organisation } from './ledger.ts'
import { Recommending } from './recommending.ts'
import { Scene } from './scene.ts'

/** How long a package's keys may take where a test says nothing else, in milliseconds. */
export const keysMilliseconds = 60_000n

/** An interaction of the shop's with alice, for which a package can be delivered, and a keeper of the institution's. */
export class Packaging {
  readonly on: Recommending
  readonly keeper = new Device('release-service', ['keeper'])
  interaction = ''

  private constructor(on: Recommending) {
    this.on = on
  }

  static async open(scene?: Scene, keeperHome: Organisation = 'InstitutionMSP'): Promise<Packaging> {
    const packaging = new Packaging(await Recommending.open(scene ?? (await Scene.open())))
    const { on, keeper } = packaging
    await on.scene.register(keeper, keeperHome, 'organisation')
    const recommendation = await on.opened({ form: 'duration', milliseconds: '3600000' })
    await on.answered(recommendation)
    packaging.interaction = await on.accepted(recommendation)
    await packaging.keyed(on.alice)
    return packaging
  }

  /** Has a device tell the key to which others seal. */
  async keyed(device: Device): Promise<void> {
    const { publicKey } = new Device('whoever', [])
    await this.on.done(device, 'device.set-seal-key', { publicKey })
  }

  /** The body that delivers a package of passwords. */
  body(change: Partial<Body<'package.deliver'>> = {}): Body<'package.deliver'> {
    return {
      ...{ interaction: this.interaction, package: digest('a package'), contents: 'passwords', size: '1000' },
      ...{ keeper: 'release-service', firstKey: digest('the first key') },
      ...{ until: `${this.on.scene.now + keysMilliseconds}`, ...change },
    }
  }

  /** The shop delivers a package. */
  async delivered(): Promise<void> {
    await this.on.done(this.on.shop, 'package.deliver', this.body())
  }

  /** Alice's device asks for the keys. */
  async requested(device = this.on.alice): Promise<void> {
    await this.on.done(device, 'package.request', this.named)
  }

  get named() {
    return { interaction: this.interaction }
  }

  release(device = this.on.alice): Body<'package.release'> {
    return { interaction: this.interaction, device: device.id, sealedKey: digest('a sealed key') }
  }

  /** The package's row, and those of one device. */
  rows(device = this.on.alice) {
    const { view } = this.on.scene
    const { interaction } = this
    return {
      package: view.find(packages, interaction),
      request: view.find(packageRequests, interaction, device.id),
      first: view.find(packageReleases, interaction, device.id, 'first'),
      second: view.find(packageReleases, interaction, device.id, 'second'),
      opening: view.find(packageOpenings, interaction, device.id),
    }
  }
}
