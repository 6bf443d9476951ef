import { expect } from 'chai'
import { type Payment, payments } from '../../chaincode/domains/payments/tables.ts'
import { stampText } from '../../chaincode/stamp.ts'
import type { Body, Kind, StampFacts } from '../../chaincode/vocabulary.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import { commitmentTo } from '../../chaincode/wire/payment-code.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device, type Head, signatureOver } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import { cashBody } from './market.ts'
import { codeOf, only, Scene } from './scene.ts'

const bank = { gateway: 'BankMSP' }
const codeMilliseconds = 60_000n
const answerMilliseconds = 120_000n

/** What a stamp may differ in from the one that the bank would make. */
export interface StampChange {
  facts?: Partial<StampFacts<'payment-code.request'> & StampFacts<'payment.claim'>>
  by?: Device
  receivedAt?: bigint
  /** The instruction that the signature is over, in place of the one it stands beside. */
  over?: string
}

type Staff = Pick<Till, 'bank' | 'service' | 'shop' | 'other'>

const newStaff = (): Staff => ({
  bank: new Device('city-bank', ['issuer', 'teller', 'customer']),
  service: new Device('bank-service', ['service']),
  shop: new Device('noodle-bar', ['merchant', 'customer']),
  other: new Device('tea-house', ['merchant', 'customer']),
})

/**
 * A shop's till at the bank: cash for alice, the shop `noodle-bar` registered to claim codes for cash and gold at 0.6 per
 * cent, and the bank's service device, which stamps what only the bank knows.
 */
export class Till {
  readonly scene: Scene
  readonly bank: Device
  readonly service: Device
  readonly shop: Device
  readonly other: Device
  #codes = 0

  private constructor(scene: Scene, { bank, service, shop, other }: Staff) {
    this.scene = scene
    this.bank = bank
    this.service = service
    this.shop = shop
    this.other = other
  }

  /** The same people with the same devices, on a copy of the ledger as it stands. */
  copy(): Till {
    const copy = new Till(this.scene.copy(), this)
    copy.#codes = this.#codes
    return copy
  }

  static async open(scene: Scene): Promise<Till> {
    const till = new Till(scene, newStaff())
    await scene.register(till.bank, 'BankMSP', 'organisation')
    await scene.register(till.service, 'BankMSP', 'organisation')
    await scene.register(till.shop, 'BankMSP')
    await scene.register(till.other, 'BankMSP')
    await till.done(till.bank, 'voucher.issue', { ...cashBody, quantity: '1000' })
    await till.done(till.bank, 'cash.deposit', {
      voucher: 'CNY',
      to: 'alice',
      quantity: '100000',
      reference: 'counter 1',
    })
    for (const shop of [till.shop, till.other]) await till.done(till.bank, 'merchant.register', till.registration(shop))
    await scene.give([scene.alice], 1_000n)
    return till
  }

  registration({ participant }: Device): Body<'merchant.register'> {
    const fee = { partsPerMillion: 6_000, minimum: '1' }
    return { merchant: participant, name: 'Noodle Bar', fee, maximum: '50000', vouchers: ['CNY', 'AU-9999'] }
  }

  get alice(): Device {
    return this.scene.alice
  }

  /** Lets the ledger's time go on. */
  wait(milliseconds: bigint): void {
    this.scene.now += milliseconds
  }

  instruct<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): string {
    return this.scene.instruct(device, kind, body, { validUntil: `${this.scene.now + 600_000n}`, ...head })
  }

  /** Sends an envelope through the bank and gives the code of its refusal, or `accepted`. */
  async sent(text: string): Promise<string> {
    const applied = await this.scene.apply(text, bank)
    if (applied.code !== 'VALID') throw new Error(applied.code)
    return codeOf(only(applied))
  }

  code<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): Promise<string> {
    return this.sent(this.instruct(device, kind, body, head))
  }

  async done<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<void> {
    await this.scene.honoured(this.instruct(device, kind, body), bank)
  }

  /** The envelope with the bank's stamp beside it, as the gateway of the home adds it. */
  stamped(text: string, facts: object, { by = this.service, receivedAt, over = text }: StampChange = {}): string {
    const { instruction, signature } = JSON.parse(text)
    const id = digest(over.slice(over.indexOf(':') + 1, over.lastIndexOf(',"signature"')))
    const unsigned = {
      participant: by.participant,
      device: by.id,
      receivedAt: `${receivedAt ?? this.scene.now}`,
      facts,
    }
    const stamp = { ...unsigned, signature: signatureOver(stampText(id, unsigned as never), by.privateKey) }
    return `{"instruction":${JSON.stringify(instruction)},"signature":"${signature}","stamp":${canonical(stamp as never)}}`
  }

  /** The id under which the next code would stand. */
  nextCode(): string {
    this.#codes += 1
    return digest(`code ${this.#codes}`)
  }

  /** A stamped request for a code, and the id of the payment that it opens. */
  request(payment = this.nextCode(), change: StampChange & { device?: Device } = {}): string {
    const codeExpiresAt = `${this.scene.now + codeMilliseconds}`
    const facts = { payment, codeExpiresAt, keepsOlder: false, ...change.facts }
    return this.stamped(this.instruct(change.device ?? this.alice, 'payment-code.request', {}), facts, change)
  }

  /** Has a device of alice's ask for a code; gives the id of the payment. */
  async requested(change: StampChange & { device?: Device } = {}): Promise<string> {
    const payment = this.nextCode()
    await this.scene.honoured(this.request(payment, change), bank)
    return payment
  }

  sale(change: Partial<Body<'payment.claim'>> = {}): Body<'payment.claim'> {
    const commitment = commitmentTo({ code: '620000000000000000', salt: 'A'.repeat(22) })
    return { commitment, orderNumber: 'ORDER-1', voucher: 'CNY', quantity: '1000', ...change }
  }

  /** A stamped claim of a payment by a shop. */
  claim(
    payment: string,
    { shop = this.shop, ...change }: StampChange & { shop?: Device; sale?: Partial<Body<'payment.claim'>> } = {},
  ): string {
    const { device = this.alice.id } = this.payment(payment) ?? {}
    const answerBy = `${this.scene.now + answerMilliseconds}`
    const facts = { payment, payer: 'alice', payerDevice: device, answerBy, ...change.facts }
    return this.stamped(this.instruct(shop, 'payment.claim', this.sale(change.sale)), facts, change)
  }

  /** Has alice ask and the shop claim; gives the payment's id. */
  async claimed(change: Parameters<Till['claim']>[1] = {}): Promise<string> {
    const payment = await this.requested()
    await this.scene.honoured(this.claim(payment, change), bank)
    return payment
  }

  /** What alice answers, as her device was asked. */
  terms(payment: string): Body<'payment.approve'> {
    const { claim } = this.payment(payment) as Payment
    if (claim === undefined) throw new Error('nobody claimed it')
    const { merchant, order, voucher, quantity, answerBy } = claim
    return { payment, merchant, orderNumber: order, voucher, quantity: `${quantity}`, answerBy: `${answerBy}` }
  }

  async captured(change: Parameters<Till['claim']>[1] = {}): Promise<string> {
    const payment = await this.claimed(change)
    await this.done(this.alice, 'payment.approve', this.terms(payment))
    return payment
  }

  payment(id: string): Payment | undefined {
    return this.scene.view.find(payments, id)
  }
}

/** A test at a till of its own, after which every invariant must hold. */
export const atTill = (play: (till: Till) => Promise<void>) => async (): Promise<void> => {
  const till = await Till.open(await Scene.open())
  await play(till)
  expect(ledgerFaults(till.scene.ledger)).deep.equal([])
}
