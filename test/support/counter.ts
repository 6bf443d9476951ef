import { expect } from 'chai'
import { type Certificate, certificates, instances } from '../../chaincode/domains/certificates/tables.ts'
import { type Purchase, purchases } from '../../chaincode/domains/commerce/tables.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'
import { Device } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import { plainTerms } from './market.ts'
import { codeOf, goldBody, only, Scene } from './scene.ts'
import { Till } from './till.ts'
import { wayOf } from './way.ts'

type ClaimBody = Body<'payment.claim'>

const { voucher } = goldBody
const oneHour = 3_600_000n
const periods = { accept: 600, ship: 600, deliver: 600, confirm: 600, decide: 600 }

/** What a buy of 100 units costs at the quote `Q1`: 100 fen for 10 units, and 5 fen. */
export const gold = { settles: { buy: { voucher, quantity: '100', quote: 'Q1' } }, quantity: '1005' } as const

/**
 * A till whose merchants are of other homes than the payer's bank: the provider `tea-farm` of the supplier, with an order of alice's over
 * 1,000 fen, and the issuer of the gold, with a quote. Every instruction goes the way that its rule says, and no other peer endorses it.
 */
export class Counter {
  readonly till: Till
  readonly farm: Device
  readonly mint: Device

  private constructor(till: Till, { farm, mint }: Pick<Counter, 'farm' | 'mint'>) {
    this.till = till
    this.farm = farm
    this.mint = mint
  }

  static async open(scene: Scene): Promise<Counter> {
    const counter = new Counter(await Till.open(scene), {
      farm: new Device('tea-farm', ['merchant', 'customer']),
      mint: new Device('institution-treasury', ['merchant', 'price'], 'counter'),
    })
    const { till, farm, mint } = counter
    await scene.register(farm, 'SupplierMSP')
    const device = { participant: mint.participant, device: mint.entry }
    await counter.done(scene.registrars.InstitutionMSP, 'device.add', device)
    for (const merchant of [farm, mint]) {
      await counter.done(till.bank, 'merchant.register', { ...till.registration(merchant), anyHome: true })
    }
    await counter.done(scene.treasury, 'voucher.revise', { voucher, trade: plainTerms, reason: 'opening' })
    await counter.quote('Q1')
    return counter
  }

  /** The same people with the same devices, on a copy of the ledger as it stands. */
  copy(): Counter {
    return new Counter(this.till.copy(), this)
  }

  get scene(): Scene {
    return this.till.scene
  }

  async quote(quote: string): Promise<void> {
    await this.done(this.mint, 'quote.publish', { voucher, quote, buy: '100', sell: '90', lifeSeconds: 60 })
  }

  /** Sends an envelope the way that its rule says, which must be a valid transaction; gives the code of its refusal, or `accepted`. */
  async sent(text: string): Promise<string> {
    const applied = await this.scene.apply(text, wayOf(this.scene, text))
    expect(applied.code).equal('VALID')
    return codeOf(only(applied))
  }

  code<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<string> {
    return this.sent(this.till.instruct(device, kind, body))
  }

  async done<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<void> {
    expect(await this.code(device, kind, body)).equal('accepted')
  }

  #plant<T extends Table>(table: T, record: RecordIn<T>): void {
    const planted = { key: table.keyOf(record as never), row: table.codec.encode(record as never) }
    this.scene.ledger.plant({ ...planted, homes: [...table.homesOf(record as never)] })
  }

  /** Puts an order of alice's with the farm on the ledger, under its certificate; gives its name. */
  ordered(change: Partial<Purchase> = {}, allows: Certificate['allows'] = ['order', 'pay']): string {
    const name = digest(`order ${this.scene.ledger.planted.length}`)
    const { now } = this.scene
    const shared = {
      certificate: digest(`certificate ${name}`),
      provider: 'tea-farm',
      item: 'TEA',
      cash: 'CNY',
      periods,
    }
    this.#plant(certificates, {
      ...{ ...shared, home: 'SupplierMSP', title: 'Tea', device: this.farm.id, body: name, terms: name, allows },
      ...{ expiresAt: now + oneHour, exclusive: false, passable: false, status: 'active' as const },
    })
    this.#plant(instances, {
      ...{ instance: name, certificate: shared.certificate, provider: 'tea-farm', providerHome: 'SupplierMSP' },
      ...{ holder: 'alice', holderHome: 'BankMSP', form: 'holding' as const, transferable: false, passes: 1 },
      status: 'consumed' as const,
    })
    this.#plant(purchases, {
      ...{
        ...shared,
        purchase: name,
        instance: name,
        providerHome: 'SupplierMSP',
        buyer: 'alice',
        buyerHome: 'BankMSP',
      },
      ...{
        home: 'BankMSP',
        count: 1,
        price: 1000n,
        amount: 1000n,
        held: 0n,
        actBy: now + oneHour,
        refunded: 0n,
        captured: 0n,
      },
      ...{ status: 'ordered' as const, ...change },
    })
    return name
  }

  purchase(name: string): Purchase {
    return this.scene.view.find(purchases, name) as Purchase
  }

  /** The envelope of a claim of a merchant of another home; the farm's when no other is named. */
  claim(payment: string, sale: Partial<ClaimBody> = {}, shop = this.farm): string {
    return this.till.claim(payment, { shop, sale: { payerHome: 'BankMSP', ...sale } })
  }

  /** Has alice ask for a code and a merchant claim it; gives the payment's id. */
  async claimed(sale: Partial<ClaimBody> = {}, shop = this.farm): Promise<string> {
    const payment = await this.till.requested({ facts: { keepsOlder: true } })
    expect(await this.sent(this.claim(payment, sale, shop))).equal('accepted')
    return payment
  }

  /** What alice answers, as her device was asked. */
  terms(payment: string): Body<'payment.approve'> {
    const { buy, purchase } = this.till.payment(payment)?.claim?.settles ?? {}
    const settled = buy === undefined ? undefined : { buy: { ...buy, quantity: `${buy.quantity}` } }
    const settles = purchase === undefined ? settled : { purchase }
    return { ...this.till.terms(payment), ...(settles === undefined ? {} : { settles }) }
  }

  /** What of the gold the issuer has reserved. */
  get reserved(): bigint {
    return this.scene.account('institution-treasury').holdings[voucher]?.reserved ?? 0n
  }

  /** What somebody may dispose of, in cash. */
  cash(participant: string): bigint {
    return this.scene.balance(participant, 'CNY')
  }
}

/** A test at a counter of its own, after which every invariant must hold. */
export const atCounter = (play: (counter: Counter) => Promise<void>) => async (): Promise<void> => {
  const counter = await Counter.open(await Scene.open())
  await play(counter)
  expect(ledgerFaults(counter.scene.ledger)).deep.equal([])
}
