import { expect } from 'chai'
import { type Purchase, purchases } from '../../chaincode/domains/commerce/tables.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import { goldBody, Scene } from './scene.ts'
import { Workshop } from './workshop.ts'

/** The metal and the cash of the scene. */
export const gold = goldBody.voucher
export const cash = 'CNY'

/** Each period of the provider's certificates ends so many milliseconds after it began. */
export const period = 60_000n

/** What alice is told of the goods' price, for one clock. */
export const price = 1_200n

/** Twenty units of gold with each piece. */
export const perPiece = 20n

/**
 * A workshop whose provider takes orders: alice of the bank and carol of the institution have 100,000 fen each, the provider has gold to
 * deliver, and an auditor can decide. Nobody's credits are folded yet.
 */
export class Storefront {
  readonly workshop: Workshop
  readonly auditor = new Device('auditor-desk', ['auditor'])

  private constructor(workshop: Workshop) {
    this.workshop = workshop
  }

  static async open(scene: Scene): Promise<Storefront> {
    const storefront = new Storefront(await Workshop.open(scene))
    const { workshop } = storefront
    await scene.enrol(storefront.auditor, scene.homes.auditor)
    for (const to of ['alice', 'carol']) {
      const deposit = { voucher: cash, to, quantity: '100000', reference: 'counter 1' }
      await workshop.done(workshop.bank, 'cash.deposit', deposit)
    }
    await scene.give([workshop.maker], 1_000n)
    return storefront
  }

  get alice(): Device {
    return this.workshop.alice
  }

  get maker(): Device {
    return this.workshop.maker
  }

  get scene(): Scene {
    return this.workshop.scene
  }

  /** Sends one instruction and gives the code of its refusal, or `accepted`. */
  code<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<string> {
    return this.workshop.code(device, kind, body)
  }

  /** Sends one instruction, insists that it is accepted, and gives its effects. */
  done<K extends Kind>(device: Device, kind: K, body: Body<K>): ReturnType<Workshop['done']> {
    return this.workshop.done(device, kind, body)
  }

  /** Lets the ledger's time go on to the last moment of the period, and behind it. */
  waitForPeriod(): void {
    this.workshop.wait(period + 1n)
  }

  /** Has the provider issue a certificate of goods that are gold, twenty units a piece. */
  issuedMetal(change: Parameters<Workshop['issued']>[0] = {}): Promise<string> {
    const metal = { voucher: gold, quantity: `${perPiece}` }
    return this.workshop.issued({ item: 'GOLD-1', metal, ...change })
  }

  /** The body of an order of one piece by the link, paid at once. */
  order(certificate: string, change: Partial<Body<'purchase.order'>> = {}): Body<'purchase.order'> {
    const { item } = this.workshop.certificate(certificate)
    const { provider, cash: of, price: asked, salt } = this.workshop.priceTerms({ item })
    return { certificate, provider, cash: of, price: asked, salt, count: 1, pay: true, ...change }
  }

  /** Has a buyer order, and gives the id of the purchase. */
  async ordered(
    certificate: string,
    { buyer = this.alice, ...change }: Partial<Body<'purchase.order'>> & { buyer?: Device } = {},
  ): Promise<string> {
    return String((await this.done(buyer, 'purchase.order', this.order(certificate, change)))['purchase'])
  }

  /** Has a purchase of alice's come as far as this state. */
  async brought(state: 'ordered' | 'paid' | 'accepted' | 'shipped' | 'delivered' | 'disputed', certificate?: string) {
    const of = certificate ?? (await this.workshop.issued())
    const purchase = await this.ordered(of, { pay: state !== 'ordered' })
    if (state === 'ordered' || state === 'paid') return purchase
    await this.done(this.maker, 'purchase.accept', { purchase })
    if (state === 'accepted') return purchase
    if (state === 'disputed') {
      await this.done(this.alice, 'purchase.dispute', { purchase, evidence: digest('a photograph') })
      return purchase
    }
    await this.done(this.maker, 'purchase.ship', { purchase, shipment: 'PARCEL-1' })
    if (state === 'delivered') await this.done(this.maker, 'purchase.deliver', { purchase })
    return purchase
  }

  /** Has a purchase of alice's completed, of this certificate or of clocks. */
  async completed(certificate?: string): Promise<string> {
    const purchase = await this.brought('delivered', certificate)
    await this.done(this.alice, 'purchase.complete', { purchase })
    return purchase
  }

  purchase(id: string): Purchase {
    return this.scene.view.find(purchases, id) as Purchase
  }

  /** What a participant has available and reserved of a voucher, with the credits on their way. */
  buckets(participant: string, voucher = cash): [available: bigint, reserved: bigint] {
    const { holdings } = this.scene.view.find(accounts, participant) ?? { holdings: {} }
    const reserved = (holdings as { [voucher: string]: { reserved: bigint } })[voucher]?.reserved ?? 0n
    return [this.scene.balance(participant, voucher), reserved]
  }
}

/** A test at a storefront of its own, after which every invariant must hold. */
export const atStorefront = (play: (storefront: Storefront) => Promise<void>) => async (): Promise<void> => {
  const storefront = await Storefront.open(await Scene.open())
  await play(storefront)
  expect(ledgerFaults(storefront.scene.ledger)).deep.equal([])
}
