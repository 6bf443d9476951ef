import { type VoucherFunction, voucherFunctions } from '../../chaincode/domains/vouchers/terms.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import type { Device } from './devices.ts'
import { cash, type Exchange, gold, terms } from './exchange.ts'
import type { Organisation, Proposal } from './ledger.ts'

/** One instruction that somebody will send: what is meant by the numbers depends on what is on the ledger by then. */
export interface Move {
  action: Action
  actor: number
  other: number
  /** Which of the things opened before, or which variety of the instruction. */
  pick: number
  quantity: bigint
}

/** How the moves of a round reach the ledger: in how many batches at once, in which order, after what time. */
export interface Round {
  moves: number
  lanes: number
  wait: bigint
  order: number
  /** Which of its transactions is never ordered, if any. */
  dropped: number
}

interface Sent {
  gateway: Organisation
  text: string
}

const alive = new Set(['open', 'part-filled', 'proposed', 'locked', 'offered', 'accepted'])
const openedTables = ['order', 'pledge', 'offer'] as const
type OpenedTable = (typeof openedTables)[number]

interface Opened {
  id: string
  /** Who opened it. */
  by: Device
  /** Who else must answer it. */
  to: Device
  voucher: string
}

type Customer = 'alice' | 'bob' | 'carol'
const customers: readonly Customer[] = ['alice', 'bob', 'carol']
const oneHour = 3_600_000n

type Play = (market: RandomMarket, move: Move) => Sent

const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T

const hold = (kind: 'holding.freeze' | 'holding.unfreeze'): Play => {
  return (market, { actor, pick, quantity }) => {
    const { pricing: _pricing, treasury, auditor, bank } = market.exchange
    const participant = at([...customers, 'institution-treasury'], actor)
    const voucher = market.voucherFor(pick)
    const device = at([auditor, voucher === gold ? treasury : bank], pick >> 3)
    return market.send(device, kind, { participant, voucher, quantity: `${quantity}`, caseNumber: 'CASE-1' }, voucher)
  }
}

const standing: Play = (market, { actor, pick }) => {
  const participant = at(customers, actor)
  const home = market.homeOf(participant)
  const kind = pick % 3 === 0 ? 'participant.freeze' : 'participant.unfreeze'
  return market.sendTo(home, market.exchange.scene.registrars[home], kind, { participant, caseNumber: 'CASE-1' })
}

/** Somebody else, mostly: now and then oneself, or nobody. */
const receiver = (actor: number, other: number): string =>
  at(
    [...customers, 'institution-treasury', ...customers, ...customers].filter(
      (name) => other === 8 || name !== at(customers, actor),
    ),
    other,
  )

const trade = (side: 'buy' | 'sell'): Play => {
  return (market, { actor, pick, quantity }) => {
    const worstPrice = pick % 16 === 0 ? '20000' : side === 'buy' ? '99999999' : '1'
    const body = market.exchange.trade(side, quantity, { quote: market.quote(pick), worstPrice })
    return market.send(market.customer(actor), `trade.${side}`, body)
  }
}

/** A step of something that was opened before; opens one where there is none. */
const stepOf = (table: OpenedTable, step: (market: RandomMarket, move: Move, opened: Opened) => Sent): Play => {
  const open = { order: 'place', pledge: 'propose', offer: 'offer' } as const
  return (market, move) => {
    const opened = market.opened(table, move.pick)
    return opened === undefined ? (plays[open[table]] as Play)(market, move) : step(market, move, opened)
  }
}

const pledgeStep = (kind: 'pledge.accept' | 'pledge.decline' | 'pledge.cancel' | 'pledge.expire' | 'pledge.enforce') =>
  stepOf('pledge', (market, { other }, { id, by, to, voucher }) => {
    const device = market.usually(kind === 'pledge.cancel' ? by : to, other)
    return market.send(device, kind, { pledge: id, holder: by.participant, voucher }, voucher)
  })

const offerStep = (
  kind: 'transfer.accept' | 'transfer.decline' | 'transfer.cancel' | 'transfer.expire' | 'transfer.return',
) =>
  stepOf('offer', (market, { other }, { id, by, to, voucher }) => {
    const device = market.usually(kind === 'transfer.cancel' ? by : to, other)
    return market.send(device, kind, { offer: id, sender: by.participant, voucher }, voucher)
  })

const supply = (kind: 'voucher.increase-supply' | 'voucher.decrease-supply'): Play => {
  return (market, { quantity }) =>
    market.send(market.exchange.treasury, kind, { voucher: gold, quantity: `${quantity}` })
}

/** Every action of a market day, and the instruction that it makes. */
const plays = {
  transfer: (market, { actor, other, pick, quantity }) => {
    const voucher = market.voucherFor(pick)
    const to = other === 9 ? 'nobody' : receiver(actor, other)
    return market.send(market.customer(actor), 'voucher.transfer', { voucher, to, quantity: `${quantity}` }, voucher)
  },
  buy: trade('buy'),
  sell: trade('sell'),
  place: (market, { actor, other, pick, quantity }) => {
    const side = at(['buy', 'sell'] as const, pick)
    const limitPrice = at([market.price[side], market.price[side], 54_000n, 60_000n], other)
    const body = { ...market.exchange.limit(side, quantity, limitPrice), expiresAt: market.deadline(pick) }
    return market.send(market.customer(actor), 'order.place', body)
  },
  fill: stepOf('order', (market, { other, quantity }, { id, by }) => {
    const part = other % 4 === 0 ? quantity : market.left(id, other)
    const body = market.exchange.fill(id, part, market.quote(other), by.participant)
    return market.send(market.exchange.pricing, 'order.fill', body)
  }),
  cancelOrder: stepOf('order', (market, { other }, { id, by }) =>
    market.send(market.usually(by, other), 'order.cancel', { order: id }),
  ),
  expireOrder: stepOf('order', (market, { actor }, { id, by }) =>
    market.send(market.customer(actor), 'order.expire', { order: id, owner: by.participant }),
  ),
  propose: (market, { actor, other, pick, quantity }) => {
    const voucher = market.voucherFor(pick)
    const pledgee = other % 3 === 0 ? 'city-bank' : receiver(actor, other)
    const enforcement = at(['transfer-to-pledgee', 'transfer-to-pledgee', 'none'] as const, pick)
    const termEndsAt = market.exchange.ahead(at([0n, 60_000n, oneHour], pick))
    const times = { answerBy: market.deadline(pick), termEndsAt }
    const body = { ...market.exchange.proposal(quantity), voucher, pledgee, enforcement, ...times }
    return market.send(market.customer(actor), 'pledge.propose', body, voucher)
  },
  acceptPledge: pledgeStep('pledge.accept'),
  declinePledge: pledgeStep('pledge.decline'),
  cancelPledge: pledgeStep('pledge.cancel'),
  expirePledge: pledgeStep('pledge.expire'),
  enforcePledge: pledgeStep('pledge.enforce'),
  releasePledge: stepOf('pledge', (market, { other, quantity }, { id, by, to, voucher }) => {
    const body = { pledge: id, holder: by.participant, voucher, quantity: `${quantity}` }
    return market.send(market.usually(to, other), 'pledge.release', body, voucher)
  }),
  offer: (market, { actor, other, pick, quantity }) => {
    const voucher = market.voucherFor(pick)
    const body = { voucher, to: receiver(actor, other), quantity: `${quantity}`, answerBy: market.deadline(pick) }
    return market.send(market.customer(actor), 'transfer.offer', body, voucher)
  },
  acceptOffer: offerStep('transfer.accept'),
  declineOffer: offerStep('transfer.decline'),
  cancelOffer: offerStep('transfer.cancel'),
  expireOffer: offerStep('transfer.expire'),
  returnOffer: offerStep('transfer.return'),
  deposit: (market, { actor, quantity }) => {
    const to = at([...customers, 'institution-treasury', 'city-bank'], actor)
    const body = { voucher: cash, to, quantity: `${quantity * 50n}`, reference: 'counter 1' }
    return market.send(market.exchange.bank, 'cash.deposit', body, cash)
  },
  withdraw: (market, { actor, quantity }) => {
    const participant = at([...customers, 'institution-treasury', 'city-bank'], actor)
    const body = { voucher: cash, participant, quantity: `${quantity * 20n}`, reference: 'counter 1' }
    return market.send(market.exchange.bank, 'cash.withdraw', body, cash)
  },
  publish: (market, { pick }) => {
    const sell = 54_000n + BigInt(pick % 5) * 500n
    market.price = { buy: sell + 500n, sell }
    const prices = { voucher: gold, quote: market.nameQuote(), buy: `${sell + 500n}`, sell: `${sell}` }
    return market.send(market.exchange.pricing, 'quote.publish', { ...prices, lifeSeconds: at([60, 3600, 3600], pick) })
  },
  freeze: hold('holding.freeze'),
  unfreeze: hold('holding.unfreeze'),
  freezeCustomer: standing,
  accepts: (market, { actor, pick }) => {
    const device = market.customer(actor)
    const body = { accepts: at(['all', 'all', 'known', 'none'] as const, pick), known: ['alice'] }
    return market.sendTo(market.homeOf(device.participant), device, 'participant.accept', body)
  },
  switch: (market, { pick }) => {
    const functions =
      pick % 8 < 6 ? [...voucherFunctions] : voucherFunctions.filter((_one, place) => (pick >> place) & 1)
    const body = { voucher: gold, functions: functions as VoucherFunction[] }
    return market.send(market.exchange.treasury, 'voucher.change-functions', body)
  },
  increase: supply('voucher.increase-supply'),
  decrease: supply('voucher.decrease-supply'),
  revise: (market, { pick }) => {
    const trade = pick % 4 === 0 ? { ...terms, priceScale: '1000000' } : terms
    return market.send(market.exchange.treasury, 'voucher.revise', { voucher: gold, trade, reason: 'new terms' })
  },
  again: (market, { pick }) => market.sentBefore(pick),
} satisfies { [name: string]: Play }

export type Action = keyof typeof plays
export const actions = Object.keys(plays) as Action[]

const openings: { [K in Kind]?: OpenedTable } = {
  'order.place': 'order',
  'pledge.propose': 'pledge',
  'transfer.offer': 'offer',
}

/** What an instruction opens if it is accepted, with the names of its parties. */
const openingOf = (text: string) => {
  const { kind, from, body } = (JSON.parse(text) as Envelope).instruction
  const table = openings[kind]
  if (table === undefined) return undefined
  const { voucher, to, pledgee } = body as { voucher: string; to?: string; pledgee?: string }
  const id = digest(text.slice('{"instruction":'.length, text.lastIndexOf(',"signature"')))
  return { table, id, by: from, to: to ?? pledgee ?? from, voucher }
}

/** The envelopes parted by their homes, and each home's into so many batches at once. */
const inBatches = (
  sent: readonly Sent[],
  { lanes, gateways }: { lanes: number; gateways: readonly Organisation[] },
): { gateway: Organisation; texts: string[] }[] =>
  gateways
    .flatMap((gateway) => {
      const own = sent.filter((one) => one.gateway === gateway).map(({ text }) => text)
      return Array.from({ length: lanes }, (_, lane) => ({
        gateway,
        texts: own.filter((_text, place) => place % lanes === lane),
      }))
    })
    .filter(({ texts }) => texts.length > 0)

const rotated = <T>(items: readonly T[], by: number): T[] => items.map((_item, place) => at(items, place + by))

/** A market on which a generator's moves become signed instructions, transactions and blocks. */
export class RandomMarket {
  readonly exchange: Exchange
  /** What the quote published last says. */
  price = { buy: 56_000n, sell: 55_500n }
  readonly #quotes = ['Q-1']
  readonly #sent: Sent[] = []
  readonly #opened: Record<OpenedTable, Opened[]> = { order: [], pledge: [], offer: [] }

  constructor(exchange: Exchange) {
    this.exchange = exchange
  }

  customer(index: number): Device {
    return this.exchange[at(customers, index)]
  }

  /** The device meant, and now and then somebody else's. */
  usually(device: Device, chance: number): Device {
    return chance % 10 === 9 ? this.exchange.alice : device
  }

  voucherFor(pick: number): string {
    return pick % 4 === 3 ? cash : gold
  }

  deadline(pick: number): string {
    return this.exchange.ahead(at([3n * oneHour, oneHour, 3n * oneHour, 60_000n, 3n * oneHour, 0n], pick >> 2))
  }

  /** One of the quotes published last. */
  quote(pick: number): string {
    return at(this.#quotes.slice(-2).reverse(), pick % 5 === 4 ? 1 : 0)
  }

  nameQuote(): string {
    const name = `Q-${this.#quotes.length + 1}`
    this.#quotes.push(name)
    return name
  }

  /** One of the orders, pledges or offers opened last, mostly of those that can go on; nothing while there is none. */
  opened(table: OpenedTable, pick: number): Opened | undefined {
    const all = this.#opened[table]
    const able = all.filter(({ id }) => this.#isAlive(`${table}~${id}`))
    const latest = (pick % 8 === 0 || able.length === 0 ? all : able).slice(-4).reverse()
    return latest.length === 0 ? undefined : at(latest, pick)
  }

  #isAlive(key: string): boolean {
    const row = this.exchange.scene.ledger.row(key) as { status: string } | undefined
    return row === undefined || alive.has(row.status)
  }

  /** What an order still wants, or half of it; what is not on the ledger yet is filled with little. */
  left(order: string, chance: number): bigint {
    const row = this.exchange.scene.ledger.row(`order~${order}`) as { quantity: string; filled: string } | undefined
    const left = row === undefined ? 1_000n : BigInt(row.quantity) - BigInt(row.filled)
    const part = chance % 4 === 3 ? left : left / 2n
    return part > 0n ? part : 1n
  }

  sentBefore(pick: number): Sent {
    const latest = this.#sent.slice(-8)
    return latest.length === 0 ? (plays.publish as Play)(this, { pick } as Move) : at(latest, pick)
  }

  get #organisations(): readonly Organisation[] {
    return this.exchange.scene.ledger.consortium.peerOrganisations as readonly Organisation[]
  }

  /** Whose home a customer is. */
  homeOf(customer: string): Organisation {
    const { alice, bob, treasury } = this.exchange.scene.homes
    return { alice, bob, carol: treasury }[customer as Customer]
  }

  /** An instruction that goes to the home of a voucher: gold's when left out. */
  send<K extends Kind>(device: Device, kind: K, body: Body<K>, voucher = gold): Sent {
    return this.sendTo(
      voucher === cash ? this.exchange.scene.homes.alice : this.exchange.scene.homes.treasury,
      device,
      kind,
      body,
    )
  }

  sendTo<K extends Kind>(gateway: Organisation, device: Device, kind: K, body: Body<K>): Sent {
    const text = this.exchange.instruct(device, kind, body)
    const sent = { gateway, text }
    this.#sent.push(sent)
    this.#expect(text)
    return sent
  }

  /** Plays the moves of a round: signs them, has them endorsed in batches against one state, and orders the batches. */
  async play(moves: readonly Move[], round: Round): Promise<void> {
    this.exchange.wait(round.wait)
    const sent = moves.map((move) => (plays[move.action] as Play)(this, move))
    const batches = inBatches(sent, { lanes: round.lanes, gateways: this.#organisations })
    const proposals = await Promise.all(batches.map((batch) => this.#endorse(batch)))
    const ordered = rotated(proposals, round.order).filter((_proposal, place) => place !== round.dropped)
    const { transactions } = this.exchange.scene.ledger.commit(ordered)
    for (const { proposal, code } of transactions) {
      if (code !== 'VALID') await this.#again(proposal)
    }
    this.#forget()
  }

  /** What a gateway does about a conflict: it has the same envelopes decided again, on the state as it is now. */
  async #again({ args, caller }: Proposal): Promise<void> {
    const proposal = await this.#endorse({ gateway: caller.mspId as Organisation, texts: [...args] })
    const [committed] = this.exchange.scene.ledger.commit([proposal]).transactions
    if (committed?.code !== 'VALID') throw new Error(`a transaction alone in its block was ${committed?.code}`)
  }

  /** One peer's answer stands for all: that peers agree is shown elsewhere, and costs as much again for each of them. */
  async #endorse({ gateway, texts }: { gateway: Organisation; texts: string[] }): Promise<Proposal> {
    const proposal = await this.exchange.scene.endorse(texts, { gateway, organisations: [gateway] })
    return { ...proposal, organisations: this.#organisations }
  }

  /** An instruction's id is known before it is sent, so that the next ones of its batch can name what it opens. */
  #expect(text: string): void {
    const opening = openingOf(text)
    if (opening === undefined) return
    const { table, id, by, to, voucher } = opening
    this.#opened[table].push({ id, by: this.#device(by), to: this.#device(to), voucher })
  }

  #device(participant: string): Device {
    if (participant === 'city-bank') return this.exchange.bank
    return customers.includes(participant as Customer) ? this.exchange[participant as Customer] : this.exchange.treasury
  }

  /** Forgets what was expected and never opened: refused, or lost with its transaction. */
  #forget(): void {
    const { ledger } = this.exchange.scene
    for (const table of openedTables) {
      this.#opened[table] = this.#opened[table].filter(({ id }) => ledger.row(`${table}~${id}`) !== undefined)
    }
  }
}
