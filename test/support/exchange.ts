import { expect } from 'chai'
import { type Offer, offers, type Pledge, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { type Order, orders } from '../../chaincode/domains/market/tables.ts'
import type { Holding } from '../../chaincode/domains/registry/tables.ts'
import type { Effects, Outcome } from '../../chaincode/outcome.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { Device, type Head } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import { cashBody } from './market.ts'
import { consortium as ownConsortium } from './members.ts'
import { codeOf, goldBody, only, Scene, type Way } from './scene.ts'
import { wayOf } from './way.ts'

const second = 1_000n
const oneMinute = 60n * second
const oneHour = 60n * oneMinute

/** The metal and the cash of the scene. */
export const gold = goldBody.voucher
export const cash = cashBody.voucher

/** Prices are for a gram of 1,000 mg; the fee of a buy has a least and a most, that of a sale a least only. */
export const terms: NonNullable<Body<'voucher.issue'>['trade']> = {
  cash,
  priceScale: '1000',
  fees: {
    buy: { partsPerMillion: 2_000, minimum: '10', maximum: '50000' },
    sell: { partsPerMillion: 1_000, minimum: '5' },
  },
}

const newDevices = () => ({
  bank: new Device('city-bank', ['issuer', 'teller', 'customer']),
  pricing: new Device('institution-treasury', ['price'], 'price desk'),
  auditor: new Device('auditor-desk', ['auditor']),
  carol: new Device('carol', ['customer']),
})

/**
 * A consortium that trades: cash of the bank, gold of the treasury with trade terms, the quote `Q-1` at 560.00 and 555.00 yuan
 * a gram for ten minutes, an auditor's device, and customers with cash and gold. Nobody's credits are folded yet. It is
 * set once, and each test plays on a copy of its own.
 */
export class Exchange {
  readonly scene: Scene
  readonly bank: Device
  readonly pricing: Device
  readonly auditor: Device
  readonly carol: Device
  static readonly #first = new Map<Consortium, Promise<Exchange>>()

  private constructor(scene: Scene, devices: ReturnType<typeof newDevices>) {
    this.scene = scene
    this.bank = devices.bank
    this.pricing = devices.pricing
    this.auditor = devices.auditor
    this.carol = devices.carol
  }

  /** A copy of the scene as it was set, with the project's own consortium when none is named. */
  static async open(consortium = ownConsortium): Promise<Exchange> {
    const first = Exchange.#first.get(consortium) ?? Exchange.#set(consortium)
    Exchange.#first.set(consortium, first)
    return (await first).copy()
  }

  static async #set(consortium: Consortium): Promise<Exchange> {
    const scene = await Scene.open('assay', consortium)
    const { homes } = scene
    const exchange = new Exchange(scene, newDevices())
    const { bank, pricing, auditor, carol, treasury } = exchange
    await scene.register(bank, homes.alice, 'organisation')
    await scene.register(carol, homes.treasury)
    await scene.enrol(auditor, homes.auditor)
    const { participant } = pricing
    await exchange.done(scene.registrars[homes.treasury], 'device.add', { participant, device: pricing.entry })
    await exchange.done(bank, 'voucher.issue', { ...cashBody, functions: ['transfer', 'pledge'], quantity: '1000000' })
    await exchange.done(treasury, 'voucher.revise', { voucher: gold, trade: terms, reason: 'opening of trade' })
    for (const [to, quantity] of [
      ['alice', '10000000'],
      ['bob', '1000000'],
      ['institution-treasury', '20000000'],
    ] as const) {
      await exchange.done(bank, 'cash.deposit', { voucher: cash, to, quantity, reference: 'counter 1' })
    }
    await scene.give([scene.alice, scene.bob], 100_000n)
    await exchange.quote('Q-1', 56_000n, 55_500n)
    return exchange
  }

  /** The same people and state, to go on by itself. */
  copy(): Exchange {
    return new Exchange(this.scene.copy(), this)
  }

  get treasury(): Device {
    return this.scene.treasury
  }

  get alice(): Device {
    return this.scene.alice
  }

  get bob(): Device {
    return this.scene.bob
  }

  get now(): bigint {
    return this.scene.now
  }

  /** A moment of the ledger's time, that many milliseconds ahead. */
  ahead(milliseconds: bigint): string {
    return `${this.scene.now + milliseconds}`
  }

  /** Lets the ledger's time go on. */
  wait(milliseconds: bigint): void {
    this.scene.now += milliseconds
  }

  /** The envelope text of an instruction, valid for a minute. */
  instruct<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): string {
    return this.scene.instruct(device, kind, body, { validUntil: this.ahead(oneMinute), ...head })
  }

  /**
   * Which way an instruction goes, as its rule says: through the home that the rule names, endorsed by no more than the
   * organisations whose rows it changes, and others up to the quorum.
   */
  wayOf(text: string): Required<Pick<Way, 'gateway' | 'organisations'>> {
    return wayOf(this.scene, text)
  }

  /** Commits one envelope the way that its rule says, which must be a valid transaction, and gives its outcome. */
  async apply(text: string, way: Way = {}): Promise<Outcome> {
    const applied = await this.scene.apply(text, { ...this.wayOf(text), ...way })
    expect(applied.code).equal('VALID')
    return only(applied)
  }

  /** Sends one instruction and gives its outcome. */
  send<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): Promise<Outcome> {
    return this.apply(this.instruct(device, kind, body, head))
  }

  /** Sends one instruction and gives the code of its refusal, or `accepted`. */
  async code<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): Promise<string> {
    return codeOf(await this.send(device, kind, body, head))
  }

  /** Sends one instruction, insists that it is accepted, and gives its effects. */
  async done<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): Promise<Effects> {
    const outcome = await this.send(device, kind, body, head)
    if (outcome.status === 'accepted') return outcome.effects
    throw new Error(`${kind} was not honoured: ${JSON.stringify(outcome)}`)
  }

  /** Publishes a quote for gold. */
  quote(quote: string, buy: bigint, sell: bigint, lifeSeconds = 600): Promise<Effects> {
    const prices = { voucher: gold, quote, buy: `${buy}`, sell: `${sell}`, lifeSeconds }
    return this.done(this.pricing, 'quote.publish', prices)
  }

  /** The body of a trade of gold at a quote, whatever its price. */
  trade(side: 'buy' | 'sell', quantity: bigint, change: Partial<Body<'trade.buy'>> = {}): Body<'trade.buy'> {
    const worstPrice = side === 'buy' ? '99999999' : '1'
    const body = { voucher: gold, issuer: 'institution-treasury', quantity: `${quantity}`, quote: 'Q-1', worstPrice }
    return { ...body, ...change }
  }

  /** The body of a limit order for gold, for an hour. */
  limit(side: 'buy' | 'sell', quantity: bigint, limitPrice: bigint): Body<'order.place'> {
    return {
      voucher: gold,
      side,
      quantity: `${quantity}`,
      limitPrice: `${limitPrice}`,
      expiresAt: this.ahead(oneHour),
    }
  }

  /** Places an order of a customer and gives its id. */
  async placed(device: Device, ...order: Parameters<Exchange['limit']>): Promise<string> {
    return String((await this.done(device, 'order.place', this.limit(...order)))['order'])
  }

  /** The body of a fill of somebody's order at a quote. */
  fill(order: string, quantity: bigint, quote = 'Q-1', owner = 'alice'): Body<'order.fill'> {
    return { order, owner, voucher: gold, quote, quantity: `${quantity}` }
  }

  /** The body of a pledge of gold to the bank, to be answered within an hour, for a term of two. */
  proposal(quantity: bigint, change: Partial<Body<'pledge.propose'>> = {}): Body<'pledge.propose'> {
    const answerBy = this.ahead(oneHour)
    const termEndsAt = this.ahead(2n * oneHour)
    const enforcement = 'transfer-to-pledgee'
    const body = {
      voucher: gold,
      quantity: `${quantity}`,
      pledgee: 'city-bank',
      purpose: 'loan 1',
      enforcement,
    } as const
    return { ...body, answerBy, termEndsAt, ...change }
  }

  /** Has alice propose a pledge and gives how the others name it. */
  async proposed(quantity: bigint, change: Partial<Body<'pledge.propose'>> = {}): Promise<Body<'pledge.accept'>> {
    const effects = await this.done(this.alice, 'pledge.propose', this.proposal(quantity, change))
    return { pledge: String(effects['pledge']), holder: 'alice', voucher: change.voucher ?? gold }
  }

  /** Has alice propose a pledge and the bank accept it. */
  async locked(quantity: bigint, change: Partial<Body<'pledge.propose'>> = {}): Promise<Body<'pledge.accept'>> {
    const pledge = await this.proposed(quantity, change)
    await this.done(this.bank, 'pledge.accept', pledge)
    return pledge
  }

  /** Has alice offer gold to bob, to be answered within an hour, and gives how the others name the offer. */
  async offered(quantity: bigint, change: Partial<Body<'transfer.offer'>> = {}): Promise<Body<'transfer.accept'>> {
    const body = { voucher: gold, to: 'bob', quantity: `${quantity}`, answerBy: this.ahead(oneHour), ...change }
    const effects = await this.done(this.alice, 'transfer.offer', body)
    return { offer: String(effects['offer']), sender: 'alice', voucher: body.voucher }
  }

  /** A participant's holding of a voucher with the credits on their way, as its owner would see it. */
  holding(participant: string, voucher = gold): Holding {
    const none: Holding = { available: 0n, reserved: 0n, pledged: 0n, frozen: 0n, cost: 0n, costed: 0n }
    const holding = this.scene.account(participant).holdings[voucher] ?? none
    return { ...holding, available: this.scene.balance(participant, voucher) }
  }

  /** The buckets of a holding: available, reserved, pledged, frozen. */
  buckets(participant: string, voucher = gold): bigint[] {
    const { available, reserved, pledged, frozen } = this.holding(participant, voucher)
    return [available, reserved, pledged, frozen]
  }

  order(id: string): Order {
    return orders.codec.decode(this.scene.ledger.row(`order~${id}`) as never)
  }

  pledge({ pledge }: { pledge: string }): Pledge {
    return pledges.codec.decode(this.scene.ledger.row(`pledge~${pledge}`) as never)
  }

  offer({ offer }: { offer: string }): Offer {
    return offers.codec.decode(this.scene.ledger.row(`offer~${offer}`) as never)
  }
}

/** A test on an exchange of its own, after which every invariant must hold. */
export const onExchange = (play: (exchange: Exchange) => Promise<void>) => async (): Promise<void> => {
  const exchange = await Exchange.open()
  await play(exchange)
  expect(ledgerFaults(exchange.scene.ledger)).deep.equal([])
}
