import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { Device, type Head } from './devices.ts'
import { type Applied, goldBody, only, type Scene } from './scene.ts'

const oneHour = 3_600_000n

export const cashBody: Body<'voucher.issue'> = {
  voucher: 'CNY',
  name: 'Renminbi on account',
  product: { type: 'currency', currency: 'CNY' },
  unit: { base: '1 fen', shownAs: 'yuan', basePerShown: '100' },
  functions: ['transfer'],
  quantity: '1000',
}

/** Terms without a fee but a least one: prices are for 10 base units, and each trade costs 5 fen. */
export const plainTerms: NonNullable<Body<'voucher.issue'>['trade']> = {
  cash: 'CNY',
  priceScale: '10',
  fees: { buy: { partsPerMillion: 0, minimum: '5' }, sell: { partsPerMillion: 0, minimum: '5' } },
}

/** A market on the scene's consortium: cash of the bank, trade terms and prices for AU-9999, and money for the customers. */
export class Market {
  readonly scene: Scene
  readonly bank = new Device('bank-treasury', ['issuer', 'teller', 'customer'])
  readonly pricing = new Device('institution-treasury', ['price'])

  private constructor(scene: Scene) {
    this.scene = scene
  }

  /** Opens it: alice and bob have 1,000 fen each, and the quote `Q1` sells 10 units at 100 and buys them at 90. */
  static async open(scene: Scene): Promise<Market> {
    const market = new Market(scene)
    const { bank, pricing } = market
    await scene.register(bank, 'BankMSP', 'organisation')
    await scene.honoured(scene.instruct(bank, 'voucher.issue', cashBody), { gateway: 'BankMSP' })
    const body = { participant: pricing.participant, device: pricing.entry }
    await scene.honoured(scene.instruct(scene.registrars.InstitutionMSP, 'device.add', body))
    const { voucher } = goldBody
    await scene.honoured(
      scene.instruct(scene.treasury, 'voucher.revise', { voucher, trade: plainTerms, reason: 'opening' }),
    )
    for (const to of ['alice', 'bob']) await market.deposit(to, 1000n)
    await scene.honoured(market.quote('Q1'))
    return market
  }

  /** Puts cash on a participant's account. */
  deposit(to: string, quantity: bigint): Promise<Applied> {
    const body = { voucher: cashBody.voucher, to, quantity: `${quantity}`, reference: 'counter 1' }
    return this.scene.honoured(this.scene.instruct(this.bank, 'cash.deposit', body), { gateway: 'BankMSP' })
  }

  /** The envelope of a quote for AU-9999. */
  quote(name: string, change: Partial<Body<'quote.publish'>> = {}): string {
    const prices = { voucher: goldBody.voucher, quote: name, buy: '100', sell: '90', lifeSeconds: 60, ...change }
    return this.scene.instruct(this.pricing, 'quote.publish', prices)
  }

  /** The envelope of a trade at the quote `Q1`, whatever its price. */
  trade(device: Device, side: 'buy' | 'sell', quantity: bigint, change: Partial<Body<'trade.buy'>> = {}): string {
    const body = { voucher: goldBody.voucher, issuer: 'institution-treasury', quantity: `${quantity}`, quote: 'Q1' }
    const worstPrice = side === 'buy' ? '999999' : '1'
    return this.scene.instruct(device, `trade.${side}`, { ...body, worstPrice, ...change })
  }

  /** The envelope of alice's limit order for AU-9999, good for an hour. */
  order(side: 'buy' | 'sell', quantity: bigint, change: Partial<Body<'order.place'>> = {}): string {
    const body = { voucher: goldBody.voucher, side, quantity: `${quantity}`, limitPrice: '100' }
    const expiresAt = `${this.scene.now + oneHour}`
    return this.scene.instruct(this.scene.alice, 'order.place', { ...body, expiresAt, ...change })
  }

  /** The envelope that fills an order of alice at the quote `Q1`. */
  fill(order: string, quantity: bigint): string {
    const body = { order, owner: 'alice', voucher: goldBody.voucher, quote: 'Q1', quantity: `${quantity}` }
    return this.scene.instruct(this.pricing, 'order.fill', body)
  }

  /** The envelope of alice's pledge of AU-9999 to bob. */
  pledge(quantity: bigint, change: Partial<Body<'pledge.propose'>> = {}): string {
    const { voucher } = goldBody
    const [answerBy, termEndsAt] = [`${this.scene.now + oneHour}`, `${this.scene.now + 2n * oneHour}`]
    const body = { voucher, quantity: `${quantity}`, pledgee: 'bob', purpose: 'loan 1', termEndsAt, answerBy }
    return this.scene.instruct(this.scene.alice, 'pledge.propose', {
      ...body,
      enforcement: 'transfer-to-pledgee',
      ...change,
    })
  }

  /** The envelope of alice's offer of AU-9999 to bob. */
  offer(quantity: bigint, change: Partial<Body<'transfer.offer'>> = {}): string {
    const body = {
      voucher: goldBody.voucher,
      to: 'bob',
      quantity: `${quantity}`,
      answerBy: `${this.scene.now + oneHour}`,
    }
    return this.scene.instruct(this.scene.alice, 'transfer.offer', { ...body, ...change })
  }

  /** Has an envelope accepted and gives the instruction's id, which names what it opened. */
  async opened(text: string): Promise<string> {
    return only(await this.scene.honoured(text)).id
  }

  /** The envelope of an answer to an offer or a pledge of alice. */
  answer<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): string {
    return this.scene.instruct(device, kind, body, head)
  }
}
