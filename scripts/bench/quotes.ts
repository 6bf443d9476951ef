import { setTimeout as sleep } from 'node:timers/promises'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Topology } from '../../network/topology.ts'
import type { Device } from '../../test/support/devices.ts'
import { goldSeries } from '../series.ts'
import type { Ask } from './ask.ts'
import { closedLoop, median } from './load.ts'
import { readInvalid } from './metrics.ts'
import { networkTotal } from './processor-time.ts'
import { act, cash, type Payer, type Shop, withShop } from './shop.ts'

/** Trades at the newest quote while it stands, and while it changes: how many a second, and what the change costs. */
export type QuoteFigures = {
  standing: Priced
  changing: Priced & {
    /** Milliseconds from the issuer's price to its outcome, and from its withdrawal. */
    publishMedian: number
    withdrawMedian: number
    quotes: number
    /** Trades that named a quote which a newer one, or a withdrawal, had ended. */
    superseded: number
  }
}
type Priced = { perSecond: number; medianMilliseconds: number; network: number; invalid: number }

const gold = 'BENCH-GOLD'
const lifeSeconds = 3_600
const everyMilliseconds = 1_000

const issue = {
  ...goldSeries({ voucher: gold, name: 'Bench gold', cash, quantity: '1000000000' }),
  functions: ['buy' as const, 'sell' as const],
}

/** Whether a trade was refused because its quote is no longer the newest. */
const isEnded = (error: unknown): boolean => /quote_(superseded|withdrawn)/.test((error as Error).message)

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** One voucher, its issuer and its buyers, who always name the newest quote that they know. */
class BusyVoucher {
  readonly #topology: Topology
  readonly #ask: Ask
  readonly #shop: Shop
  #newest = ''
  #count = 0
  #turn = 0
  #superseded = 0

  constructor(topology: Topology, ask: Ask, shop: Shop) {
    this.#topology = topology
    this.#ask = ask
    this.#shop = shop
  }

  #act<K extends Kind>(device: Device, kind: K, body: Body<K>) {
    return act(this.#ask, this.#topology.channel, device, kind, body)
  }

  async open(): Promise<void> {
    await this.#act(this.#shop.bank, 'voucher.issue', issue)
    await this.#publish()
  }

  async #publish(): Promise<number> {
    this.#count += 1
    const quote = `BENCH-${this.#count}`
    const buy = String(56_000 + (this.#count % 50))
    const body = { voucher: gold, quote, buy, sell: '55500', lifeSeconds }
    const spent = await milliseconds(() => this.#act(this.#shop.bank, 'quote.publish', body))
    this.#newest = quote
    return spent
  }

  #withdraw(): Promise<number> {
    const body = { voucher: gold, quote: this.#newest }
    return milliseconds(() => this.#act(this.#shop.bank, 'quote.withdraw', body))
  }

  async #buy({ device }: Payer): Promise<void> {
    const issuer = this.#shop.bank.participant
    const body = { voucher: gold, issuer, quantity: '10', quote: this.#newest, worstPrice: '99999999' }
    try {
      await this.#act(device, 'trade.buy', body)
    } catch (error) {
      if (!isEnded(error)) throw error
      this.#superseded += 1
      await this.#buy({ device } as Payer)
    }
  }

  async trade(seconds: number): Promise<Priced> {
    const topology = this.#topology
    const { payers } = this.#shop
    const invalidBefore = await readInvalid(topology)
    const operation = () => {
      this.#turn += 1
      return this.#buy(payers[this.#turn % payers.length] as Payer)
    }
    const load = { inFlight: payers.length, seconds, dataFolder: topology.dataFolder, operation }
    const { perSecond, medianMilliseconds, cost, failures } = await closedLoop(load)
    if (failures.length > 0) throw new Error(`a trade failed: ${failures[0]}`)
    const network = cost === undefined ? Number.NaN : networkTotal(cost)
    return { perSecond, medianMilliseconds, network, invalid: (await readInvalid(topology)) - invalidBefore }
  }

  async tradeWhileItChanges(seconds: number): Promise<QuoteFigures['changing']> {
    const [published, withdrawn]: [number[], number[]] = [[], []]
    const over = new AbortController()
    const change = async () => {
      while (!over.signal.aborted) {
        await sleep(everyMilliseconds, undefined, { signal: over.signal }).catch(() => {})
        if (this.#count % 5 === 0) withdrawn.push(await this.#withdraw())
        published.push(await this.#publish())
      }
    }
    this.#superseded = 0
    const changing = change()
    const traded = await this.trade(seconds).finally(() => over.abort())
    await changing
    const medians = { publishMedian: median(published), withdrawMedian: median(withdrawn) }
    return { ...traded, ...medians, quotes: published.length, superseded: this.#superseded }
  }
}

/**
 * Has many buyers buy one voucher at its newest quote, all the time: first while the quote stands, then while the issuer publishes
 * another each second and takes every fifth back. A buyer whose quote has ended takes the next one and tries again.
 */
export const measureQuotes = async (
  topology: Topology,
  { buyers, seconds, report }: { buyers: number; seconds: number; report: (line: string) => void },
): Promise<QuoteFigures> => {
  report(`quotes: an issuer and ${buyers} buyers come onto the ledger`)
  return withShop(topology, { payers: buyers, connections: buyers + 1 }, async ({ ask, shop }) => {
    const voucher = new BusyVoucher(topology, ask, shop)
    await voucher.open()
    report('quotes: trades while the quote stands')
    const standing = await voucher.trade(seconds)
    report('quotes: trades while another is published each second')
    return { standing, changing: await voucher.tradeWhileItChanges(seconds) }
  })
}

const describe = (what: string, { perSecond, medianMilliseconds, network, invalid }: Priced): string =>
  `trades ${what}: ${perSecond.toFixed(0)} a second, median ${medianMilliseconds.toFixed(0)} ms, ${network.toFixed(2)} processor ms each, ${invalid} transactions invalid`

/** The figures in words. */
export const describeQuotes = ({ standing, changing }: QuoteFigures): string[] => {
  const { publishMedian, withdrawMedian, quotes, superseded } = changing
  return [
    describe('at a quote that stands', standing),
    describe('while the quote changes', changing),
    `  ${quotes} quotes, each known after ${publishMedian.toFixed(0)} ms, a withdrawal after ${withdrawMedian.toFixed(0)} ms; ${superseded} trades were refused and made at the next one`,
  ]
}

/** The figures for programs. */
export const quotesJson = ({ standing, changing }: QuoteFigures) => ({
  trades_per_second: Number(standing.perSecond.toFixed(2)),
  trades_per_second_while_quotes_change: Number(changing.perSecond.toFixed(2)),
  trade_processor_ms: Number(standing.network.toFixed(3)),
  trade_processor_ms_while_quotes_change: Number(changing.network.toFixed(3)),
  quote_publish_ms: Number(changing.publishMedian.toFixed(1)),
  quote_withdraw_ms: Number(changing.withdrawMedian.toFixed(1)),
  trades_superseded: changing.superseded,
  trades_invalid: standing.invalid + changing.invalid,
})
