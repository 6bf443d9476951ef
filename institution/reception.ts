import type { Terminal } from '../terminal/sdk/terminal.ts'
import { readHop } from '../terminal/sdk/trade-chain/records.ts'
import type { ReceivedTrade } from './conditions.ts'
import type { AnswerJournal } from './journal.ts'
import type { Delivered, Told } from './server.ts'
import { type Receiving, thirdReceivingUnit } from './third-receiving-unit.ts'

interface Options {
  terminal: Pick<Terminal, 'read' | 'identity'>
  journal: Pick<AnswerJournal, 'receive'>
  banks?: Receiving['banks']
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
  /** Hears of each chain that was noted. */
  onReceived: (received: { chain: string; path: string }) => void
}

/** How often it is asked whether a chain that came stands on the ledger, which the institution's own gateway may read a little later. */
const standing = { tries: 10, pauseMilliseconds: 200 }
/** How many trades that came are kept at hand at most; what is not is read from the gateway. */
const atHandMaximum = 256

/**
 * Takes in chains that banks deliver, each as often as it comes and over whatever path: what stands on the ledger as it was delivered, and was
 * sent by this bank, is noted in the journal with its path, and acknowledged only then (S2-027).
 */
export class Reception {
  readonly #options: Options
  readonly #atHand = new Map<string, ReceivedTrade>()

  constructor(options: Options) {
    this.#options = options
  }

  /** The trade of a chain that came since the start, once; undefined where it is to be read from the gateway. */
  take(chain: string): ReceivedTrade | undefined {
    const trade = this.#atHand.get(chain)
    this.#atHand.delete(chain)
    return trade
  }

  /**
   * Notes what came. Tells 422 where it is no chain of this institution's, or other than its message says, 403 where another bank sent it, 409
   * where another message did, and 503 while the ledger is not known to hold it. Throws at an outage.
   */
  async receive({ path, bank, send, text }: Delivered): Promise<Told> {
    const { terminal, journal, banks, now, onReceived } = this.#options
    const { ledger, mspId: institution } = await terminal.identity()
    const received = await thirdReceivingUnit(text, { ledger, institution, banks })
    if ('fault' in received) return { status: 422, code: received.fault.code }
    const { trade } = received
    if (trade.send !== send) return { status: 422, code: 'another_message' }
    const hop = await this.#standing(trade.chain)
    if (hop === undefined) return { status: 503, code: 'not_on_the_ledger' }
    if (hop.bank !== bank) return { status: 403, code: 'another_bank' }
    if (hop.send !== send) return { status: 409, code: 'another_message' }
    journal.receive({ chain: trade.chain, send, path, at: now() })
    if (this.#atHand.size < atHandMaximum) this.#atHand.set(trade.chain, trade)
    onReceived({ chain: trade.chain, path })
    return { status: 200 }
  }

  async #standing(chain: string) {
    const { terminal, sleep } = this.#options
    for (let tries = 1; ; tries += 1) {
      const hop = await readHop(terminal, chain)
      if (hop !== undefined || tries >= standing.tries) return hop
      await sleep(standing.pauseMilliseconds)
    }
  }
}
