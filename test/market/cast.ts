import { termsDigest } from '../../chaincode/domains/certificates/terms.ts'
import { stampText } from '../../chaincode/stamp.ts'
import type { Body, Kind, StampFacts } from '../../chaincode/vocabulary.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device, privateKeyFrom, signatureOver } from '../support/devices.ts'
import type { Organisation } from '../support/ledger.ts'
import { cashBody } from '../support/market.ts'
import { goldBody, only, Scene } from '../support/scene.ts'
import { wayOf } from '../support/way.ts'

const twoDays = 172_800_000n

/** The two cash series and the two metals of the market, each of an issuer of its own. */
export const series = { yuan: cashBody.voucher, euro: 'EUR', gold: goldBody.voucher, silver: 'AG-999' } as const

type Terms = NonNullable<Body<'voucher.issue'>['trade']>

/** Gold is priced by the gram in yuan; both fees have a least, and that of a buy a most. */
export const goldTerms: Terms = {
  cash: series.yuan,
  priceScale: '1000',
  fees: {
    buy: { partsPerMillion: 2_000, minimum: '10', maximum: '5000' },
    sell: { partsPerMillion: 1_000, minimum: '5' },
  },
}

/** Silver is priced in euro by a scale, and at fees, that hardly ever come out even; the least of a sale is above what little brings. */
export const silverTerms: Terms = {
  cash: series.euro,
  priceScale: '7',
  fees: {
    buy: { partsPerMillion: 333_333, minimum: '7', maximum: '1009' },
    sell: { partsPerMillion: 99_991, minimum: '17' },
  },
}

interface Role {
  participant: string
  home: Organisation
  type: 'person' | 'organisation'
  /** One device for each set of roles; the first one does what its participant is there for. */
  devices: readonly (readonly DeviceRole[])[]
}

/** Who is where: with two banks, or with one for both, an institution, and the last member with a peer. */
const rolesIn = ({ members, peerOrganisations }: Consortium): Role[] => {
  const playing = (part: 'bank' | 'institution') => members.filter(({ parts }) => parts.includes(part))
  const [bank, otherBank = bank] = playing('bank').map(({ mspId }) => mspId as Organisation)
  const [institution] = playing('institution').map(({ mspId }) => mspId as Organisation)
  const last = peerOrganisations.at(-1) as Organisation
  const organisation = (participant: string, home: Organisation | undefined, ...devices: DeviceRole[][]): Role => ({
    ...{ participant, home: home as Organisation, type: 'organisation', devices },
  })
  const person = (participant: string, home: Organisation | undefined): Role => ({
    ...{ participant, home: home as Organisation, type: 'person', devices: [['customer'], ['merchant'], ['customer']] },
  })
  return [
    organisation('city-bank', bank, ['issuer', 'teller', 'customer'], ['price']),
    organisation('harbour-bank', otherBank, ['issuer', 'teller', 'customer'], ['price']),
    organisation('silver-mint', last, ['issuer', 'teller', 'customer', 'price'], ['merchant']),
    organisation('bank-service', bank, ['service'], ['customer']),
    organisation('last-service', last, ['service'], ['customer']),
    organisation('credit-desk', bank, ['credit', 'customer']),
    organisation('credit-office', bank, ['credit', 'customer']),
    organisation('harbour-credit', otherBank, ['credit']),
    organisation('last-credit', last, ['credit']),
    organisation('trade-service', bank, ['dispatcher']),
    organisation('trading-house', institution, ['executor', 'customer']),
    organisation('last-executor', last, ['executor']),
    organisation('noodle-bar', bank, ['merchant', 'customer'], ['customer']),
    organisation('tea-house', bank, ['merchant', 'customer'], ['customer']),
    organisation('metal-shop', last, ['merchant', 'customer'], ['customer']),
    organisation('match-house', bank, ['matcher'], ['customer']),
    organisation('fit-finder', last, ['matcher'], ['customer']),
    organisation('key-keeper', last, ['keeper'], ['customer']),
    organisation('vault-house', institution, ['keeper']),
    ...['carol', 'gina'].map((name) => person(name, institution)),
    ...['dora', 'emil'].map((name) => person(name, bank)),
    ...['fritz'].map((name) => person(name, last)),
    person('hugo', otherBank),
  ]
}

export const customers = ['alice', 'bob', 'carol', 'dora', 'emil', 'fritz', 'gina', 'hugo'] as const
export const shops = ['noodle-bar', 'tea-house', 'metal-shop'] as const

/** Officers for credit: two of the bank that shares something with an institution, one of the other bank where there is one, and one of the last member. */
export const officers = ['credit-desk', 'credit-office', 'harbour-credit', 'last-credit'] as const

/** Who matches demands and recommendations, each with settings and traits of its own. */
export const services = ['match-house', 'fit-finder'] as const

/** Who keeps first keys of packages. */
export const keepers = ['key-keeper', 'vault-house'] as const

/** The fields of interest that one service lists; the other takes any. */
export const fields = ['coins', 'tea', 'clocks'] as const

/** The tellers that register shops, each with its own organisation. */
export const tellers = ['city-bank', 'silver-mint', 'harbour-bank'] as const

/** Where every shop shows its goods. */
export const addresses = ['https://goods.example', 'https://shop.example:8443'] as const

/** What a piece of these goods costs, as the readers of their certificate know it. */
export const priceOf = (item: string) => ({ price: item === 'RING' ? '997' : '97', salt: digest(`a salt for ${item}`) })

/** A device that has the same key on every day and in every process, so that a seed draws the same day again. */
const knownDevice = (participant: string, roles: readonly DeviceRole[], place = 0): Device =>
  new Device(participant, [...roles], 'test device', privateKeyFrom(`${participant} ${place}`))

/** The people of the market with their devices, and the ledger on which they begin. */
export class Cast {
  readonly scene: Scene
  /** By participant, the devices whose private keys are known here, in the order in which they came. */
  readonly devices: ReadonlyMap<string, readonly Device[]>
  static readonly #first = new Map<Consortium, Promise<Cast>>()

  private constructor(scene: Scene, devices: ReadonlyMap<string, readonly Device[]>) {
    this.scene = scene
    this.devices = devices
  }

  /** A copy of the market as it opens in the morning; it is set once for each consortium. */
  static async open(consortium: Consortium): Promise<Cast> {
    const first = Cast.#first.get(consortium) ?? Cast.#set(consortium)
    Cast.#first.set(consortium, first)
    const { scene, devices } = await first
    return new Cast(scene.copy(), devices)
  }

  static async #set(consortium: Consortium): Promise<Cast> {
    const scene = await Scene.open('assay', consortium, (participant, roles) => knownDevice(participant, roles))
    const devices = new Map<string, readonly Device[]>()
    const pricing = knownDevice('institution-treasury', ['price'], 1)
    const executor = knownDevice('institution-treasury', ['executor'], 2)
    const auditor = knownDevice('auditor-desk', ['auditor'])
    await scene.enrol(auditor, scene.homes.auditor)
    devices.set('auditor-desk', [auditor])
    for (const device of Object.values(scene.registrars)) devices.set(device.participant, [device])
    devices.set('institution-treasury', [scene.treasury, pricing, executor])
    devices.set('alice', [scene.alice])
    devices.set('bob', [scene.bob])
    const cast = new Cast(scene, devices)
    await cast.#add(pricing, scene.homes.treasury)
    await cast.#add(executor, scene.homes.treasury)
    for (const role of rolesIn(consortium)) devices.set(role.participant, await cast.#enter(role))
    await cast.#issue()
    await cast.#spread()
    return cast
  }

  /** The first device of a participant of the cast. */
  first(participant: string): Device {
    return this.devices.get(participant)?.[0] as Device
  }

  async #enter({ participant, home, type, devices }: Role): Promise<Device[]> {
    const [first, ...others] = devices.map((roles, place) => knownDevice(participant, roles, place))
    await this.scene.register(first as Device, home, type)
    for (const device of others) await this.#add(device, home)
    return [first as Device, ...others]
  }

  async #add(device: Device, home: Organisation): Promise<void> {
    const { participant, entry } = device
    await this.#done(this.scene.registrars[home], 'device.add', { participant, device: entry }, home)
  }

  async #done<K extends Kind>(device: Device, kind: K, body: Body<K>, gateway: string): Promise<void> {
    await this.scene.honoured(this.scene.instruct(device, kind, body), { gateway })
  }

  #homeOf(participant: string): string {
    return this.scene.account(participant).home
  }

  async #issue(): Promise<void> {
    const send = <K extends Kind>(from: string, kind: K, body: Body<K>) =>
      this.#done(this.first(from), kind, body, this.#homeOf(from))
    const functions: Body<'voucher.issue'>['functions'] = ['transfer', 'pledge']
    await send('city-bank', 'voucher.issue', { ...cashBody, functions, quantity: '1000000' })
    const euro = {
      voucher: series.euro,
      product: { type: 'currency', currency: 'EUR' },
      name: 'Euro on account',
    } as const
    await send('harbour-bank', 'voucher.issue', { ...cashBody, ...euro, functions, quantity: '1000000' })
    const silver = { voucher: series.silver, name: 'Silver 999', trade: silverTerms, quantity: '50000000' }
    await send('silver-mint', 'voucher.issue', { ...goldBody, ...silver })
    const revision = { voucher: series.gold, trade: goldTerms, reason: 'opening' }
    await send('institution-treasury', 'voucher.revise', revision)
  }

  /** Gives everybody something of everything, has the first prices said, and lets the shops claim and issue certificates. */
  async #spread(): Promise<void> {
    const { scene } = this
    const issuers = { yuan: 'city-bank', euro: 'harbour-bank', gold: 'institution-treasury', silver: 'silver-mint' }
    for (const [name, quantity] of [
      ['yuan', '5000000'],
      ['euro', '3000000'],
      ['gold', '40000'],
      ['silver', '90001'],
    ] as const) {
      const issuer = this.first(issuers[name])
      const all = ['institution-treasury', 'silver-mint', ...customers, ...shops]
      const receivers = all.filter((to) => to !== issuer.participant)
      const isCash = name === 'yuan' || name === 'euro'
      const texts = receivers.map((to) => {
        const body = { voucher: series[name], to, quantity }
        return isCash
          ? scene.instruct(issuer, 'cash.deposit', { ...body, reference: 'counter' })
          : scene.instruct(issuer, 'voucher.transfer', body)
      })
      await scene.honoured(texts, { gateway: this.#homeOf(issuer.participant) })
    }
    await this.#price()
    await this.#pledge()
    for (const shop of shops) await this.#letTrade(shop)
    await this.#letTradeAbroad()
    for (const service of services) await this.#letMatch(service)
    const [, , executor] = this.devices.get('institution-treasury') ?? []
    const taken: Body<'institution.open'> = { families: ['metal', 'stock', 'fund'] }
    await this.#done(executor as Device, 'institution.open', taken, this.#homeOf('institution-treasury'))
    await this.#promote(executor as Device)
  }

  /** Has some customers of the bank pledge gold to it, which may lift their grades, and to a shop there, which may not. */
  async #pledge(): Promise<void> {
    const { scene } = this
    const times = { answerBy: `${scene.now + 3_600_000n}`, termEndsAt: `${scene.now + twoDays}` }
    for (const holder of ['alice', 'dora', 'emil']) {
      for (const pledgee of ['city-bank', 'tea-house']) {
        const said = { voucher: series.gold, quantity: '2000', pledgee, purpose: 'a loan', ...times }
        const body = { ...said, enforcement: 'transfer-to-pledgee' } as const
        const proposal = scene.instruct(this.first(holder), 'pledge.propose', body)
        const { id } = only(await scene.honoured(proposal, wayOf(scene, proposal)))
        const device = this.devices.get(pledgee)?.find(({ entry }) => entry.roles.includes('customer')) as Device
        const answer = scene.instruct(device, 'pledge.accept', { pledge: id, holder, voucher: series.gold })
        await scene.honoured(answer, wayOf(scene, answer))
      }
    }
  }

  /** Has the institution pay for trades that are brought to it, and some customers bring those that are traded most. */
  async #promote(executor: Device): Promise<void> {
    const { scene } = this
    const until = `${scene.now + 300n * (twoDays / 2n)}`
    const open = async (pays: Body<'campaign.open'>['pays'], budget: string): Promise<string> => {
      const opening = scene.instruct(executor, 'campaign.open', {
        ...{ cash: series.yuan, pays, budget, promoterMaximum: '4', holdMilliseconds: '0' },
        ...(pays === 'promoter' ? {} : { traderReward: '13' }),
        ...(pays === 'trader' ? {} : { promoterReward: '7' }),
        ...{ opensAt: `${scene.now}`, closesAt: until },
      })
      return only(await scene.honoured(opening, { gateway: this.#homeOf('institution-treasury') })).id as string
    }
    // One of each rule, and one that has too little for both of who bring a trade.
    for (const [promoter, side, family, pays, budget] of [
      ['bob', 'sell', 'metal', 'both', '997'],
      ['fritz', 'buy', 'metal', 'trader', '31'],
      ['dora', 'sell', 'stock', 'both', '17'],
      ['carol', 'buy', 'stock', 'promoter', '97'],
    ] as const) {
      const body: Body<'promotion.create'> = {
        ...{ campaign: await open(pays, budget), institution: this.#homeOf('institution-treasury'), family, side },
        ...(family === 'metal' ? { metal: series.gold } : {}),
        ...{ terms: digest('terms'), authentication: { type: 'digits', digest: digest('digits') } },
        ...{ validUntil: until, usesMaximum: '3', whenOver: 'goes-on' },
      }
      await this.#done(this.first(promoter), 'promotion.create', body, this.#homeOf(promoter))
    }
  }

  /** Has a service match, by traits of its own, and those who may be asked store what they have and want. */
  async #letMatch(matcher: (typeof services)[number]): Promise<void> {
    const home = this.#homeOf(matcher)
    const isListing = matcher === 'match-house'
    const settings = { counterparties: isListing ? 1 : 2, ...(isListing ? { fields: [...fields] } : {}) }
    const registrar = this.scene.registrars[home as Organisation]
    await this.#done(registrar, 'matcher.set', { matcher, ...settings, status: 'open' }, home)
    const send = (body: Body<'trait.register'>) => this.#done(this.first(matcher), 'trait.register', body, home)
    await send({ trait: 'age', of: 'holder', least: 0, most: 100, source: 'declared' })
    await send({ trait: 'tongue', of: 'holder', codes: ['german', 'chinese', 'latin'], source: 'declared' })
    await send({ trait: 'deals', of: 'holder', least: 0, most: 50, source: 'interactions' })
    await send({ trait: 'weight', of: 'goods', least: 0, most: 100, source: 'declared' })
    await send({ trait: 'colour', of: 'goods', codes: ['red', 'green', 'blue'], source: 'declared' })
    for (const [place, one] of [...customers, ...shops].entries()) await this.#store(matcher, one, place)
  }

  async #store(matcher: string, participant: string, place: number): Promise<void> {
    const traits = [
      { trait: 'age', number: 10 * place },
      { trait: 'tongue', codes: [place % 2 === 0 ? 'german' : 'chinese'] },
    ]
    const wants = { identifier: 'CLOCK', traits: [], parameters: [] }
    const exact = { ...wants, traits: [{ trait: 'colour', anyOf: ['red', 'blue'] }] }
    const needs = [wants, exact].slice(0, place % 3)
    const profile = { fields: fields.slice(place % 3), traits, needs, status: 'active' as const }
    await this.#done(this.first(participant), 'profile.set', { matcher, ...profile }, this.#homeOf(participant))
  }

  async #price(): Promise<void> {
    const pricing = this.devices.get('institution-treasury')?.[1] as Device
    const gold = { voucher: series.gold, quote: 'Q-1', buy: '56000', sell: '55500', lifeSeconds: 86_400 }
    await this.#done(pricing, 'quote.publish', gold, this.#homeOf('institution-treasury'))
    const silver = { voucher: series.silver, quote: 'Q-1', buy: '101', sell: '97', lifeSeconds: 86_400 }
    await this.#done(this.first('silver-mint'), 'quote.publish', silver, this.#homeOf('silver-mint'))
  }

  /** A certificate of a shop's for two days, which two customers hold, and of which others have something. */
  async #handOut(shop: Device): Promise<void> {
    const { scene } = this
    const way = { gateway: this.#homeOf(shop.participant) }
    const [item, cash] = ['CLOCK', series.yuan]
    const terms = termsDigest({ provider: shop.participant, item, cash, ...priceOf(item) })
    const issue = scene.instruct(shop, 'certificate.issue', {
      ...{ item, title: 'A clock', body: digest('a body'), terms, cash },
      ...{ allows: ['order', 'pay'], expiresAt: `${scene.now + twoDays}`, exclusive: false, passable: true },
      periods: { accept: 3_600, ship: 3_600, deliver: 3_600, confirm: 60, decide: 3_600 },
      traits: [{ trait: 'colour', codes: ['red'] }],
    })
    const certificate = only(await scene.honoured(issue, way)).id as string
    const grants = [...['alice', 'dora'].map((to) => ({ to, form: 'holding' as const })), ...this.#giftsOf(shop)]
    const texts = grants.map((gift) => scene.instruct(shop, 'certificate.grant', { certificate, ...gift }))
    const { outcomes } = await scene.honoured(texts, way)
    for (const [place, { id }] of outcomes.entries()) {
      const { to, form } = grants[place] as (typeof grants)[0]
      const instance = id as string
      if (form === 'licence' || form === 'data') continue
      await this.#done(this.first(to), 'instance.publish', { instance }, this.#homeOf(to))
    }
  }

  /** What a shop gives to the customers whose turn it is: everybody something, and all forms. */
  #giftsOf({ participant }: Device) {
    const [endsAt, scope] = [`${this.scene.now + twoDays / 2n}`, ['read', 'print']]
    const gifts = [
      { form: 'holding' as const },
      { form: 'ownership' as const },
      { form: 'licence' as const, scope, endsAt, transferable: true },
      { form: 'data' as const, transferable: true },
    ]
    return customers
      .map((to, place) => ({ to, ...(gifts[place % gifts.length] as (typeof gifts)[0]) }))
      .filter((_gift, place) => shops[place % shops.length] === participant)
  }

  /** Has each bank register merchants of other homes for its own customers' codes (decision 0043), and its issuer of metal. */
  async #letTradeAbroad(): Promise<void> {
    const fee = { partsPerMillion: 6_000, minimum: '1' }
    const open = new Set<string>(shops.map((shop) => `${shop} ${this.#homeOf(shop)}`))
    for (const teller of tellers) {
      const home = this.#homeOf(teller)
      for (const merchant of [...shops, 'silver-mint']) {
        if (open.has(`${merchant} ${home}`)) continue
        open.add(`${merchant} ${home}`)
        const terms = { name: 'A shop', fee, maximum: '50000', vouchers: Object.values(series), anyHome: true as const }
        await this.#done(this.first(teller), 'merchant.register', { merchant, ...terms }, home)
      }
    }
  }

  async #letTrade(merchant: (typeof shops)[number]): Promise<void> {
    const teller = merchant === 'metal-shop' ? 'silver-mint' : 'city-bank'
    const fee = { partsPerMillion: 6_000, minimum: '1', ...(merchant === 'tea-house' ? { maximum: '17' } : {}) }
    const terms = { name: 'A shop', fee, maximum: '50000', vouchers: [series.yuan, series.gold, series.silver] }
    await this.#done(this.first(teller), 'merchant.register', { merchant, ...terms }, this.#homeOf(teller))
    const provider = { provider: merchant, name: 'A shop', addresses: [...addresses] }
    await this.#done(this.first(teller), 'provider.register', provider, this.#homeOf(teller))
    await this.#handOut(this.first(merchant))
  }
}

/** The home's word beside an envelope: by which device, of what, when. */
export interface StampMade {
  by: Device
  facts: Partial<StampFacts<'payment-code.request'> & StampFacts<'payment.claim'> & StampFacts<'chain.enrich'>>
  receivedAt: bigint
  /** The instruction that its signature is over. */
  over: string
}

/** The text of an envelope with a stamp beside it. */
export const stamped = (text: string, { by, facts, receivedAt, over }: StampMade): string => {
  const unsigned = { participant: by.participant, device: by.id, receivedAt: `${receivedAt}`, facts }
  const signature = signatureOver(stampText(over, unsigned as never), by.privateKey)
  return `${text.slice(0, -1)},"stamp":${canonical({ ...unsigned, signature } as never)}}`
}
