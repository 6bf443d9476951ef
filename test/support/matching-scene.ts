import { reputations } from '../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device } from './devices.ts'
import { Scene } from './scene.ts'

/** The name of something that a device drew, or a hash. */
export const named = (text: string): string => digest(text)

type Conditions = Body<'demand.open'>['wanted']

/** A matching service of the supplier's with some who may be asked, on a ledger in memory. */
export class MatchingScene {
  readonly scene: Scene
  readonly service = new Device('finder', ['matcher'])
  readonly holders = new Map<string, Device>()

  private constructor(scene: Scene) {
    this.scene = scene
  }

  static async open(): Promise<MatchingScene> {
    const matching = new MatchingScene(await Scene.open())
    const { scene, service } = matching
    await scene.register(service, 'SupplierMSP', 'organisation')
    const body = { matcher: 'finder', counterparties: 1, status: 'open' as const }
    await scene.honoured(scene.instruct(scene.registrars.SupplierMSP, 'matcher.set', body), { gateway: 'SupplierMSP' })
    return matching
  }

  /** Lets the service know a trait. */
  async trait(body: Body<'trait.register'>): Promise<void> {
    await this.scene.honoured(this.scene.instruct(this.service, 'trait.register', body), { gateway: 'SupplierMSP' })
  }

  /** Somebody of the bank who stores a profile. */
  async holder(name: string, profile: Partial<Body<'profile.set'>> = {}): Promise<Device> {
    const known = this.holders.get(name)
    const device = known ?? (await this.scene.register(new Device(name, ['customer']), 'BankMSP'))
    this.holders.set(name, device)
    const body = { matcher: 'finder', fields: [], traits: [], needs: [], status: 'active' as const, ...profile }
    await this.scene.honoured(this.scene.instruct(device, 'profile.set', body), { gateway: 'BankMSP' })
    return device
  }

  /** Has alice open a demand; answers its name. */
  async demand(name: string, wanted: Conditions, change: Partial<Body<'demand.open'>> = {}): Promise<string> {
    const { scene } = this
    await scene.honoured(this.opening(name, wanted, change), { gateway: 'BankMSP' })
    return named(name)
  }

  /** The envelope by which alice opens a demand. */
  opening(name: string, wanted: Conditions, change: Partial<Body<'demand.open'>> = {}): string {
    const { alice, now } = this.scene
    return this.scene.instruct(alice, 'demand.open', {
      ...{ demand: named(name), matcher: 'finder', title: 'An old clock', wanted, goods: [], minHolders: 1 },
      ...{ several: false, until: String(now + 3_600_000n), publicKey: alice.card.publicKey, ...change },
    })
  }

  /** Sends what the service signed. */
  async serve(kind: 'demand.match' | 'demand.request', body: object): Promise<void> {
    await this.scene.honoured(this.scene.instruct(this.service, kind, body as never), { gateway: 'SupplierMSP' })
  }

  /** The key of a reputation row, which only folds of marks write. */
  reputationKey(name: string): string {
    return reputations.key(name)
  }
}
