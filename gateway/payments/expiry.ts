import type { Logger } from 'pino'
import { isPast } from '../../chaincode/rules/deadline.ts'
import type { Projection } from '../projection/projection.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import type { Instructions } from '../services/instructions.ts'

interface Options {
  mspId: string
  device: GatewayDevice
  projection: Projection
  instructions: Pick<Instructions, 'accept'>
  /** Whether the projection has read what the peer had at the start: before that, much is overdue that ended long ago. */
  isCaughtUp: () => boolean
  log: Pick<Logger, 'info'>
}

const intervalMilliseconds = 1_000
const againMilliseconds = 30_000

/**
 * Ends on the ledger what a payer of this home left unanswered, so that both sides are told (S4-032). The deadline has
 * counted without this already; when it fails, it comes again.
 */
export class PaymentExpiry {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  readonly #sentAt = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => this.sweep(), intervalMilliseconds)
    this.#timer.unref()
  }

  /** Looks once what is over, and ends it; the timer does so every second. */
  sweep(): void {
    const { device, log, isCaughtUp } = this.#options
    if (!isCaughtUp() || device.known?.status !== 'active') return
    for (const payment of this.#overdue()) {
      this.#sentAt.set(payment, Date.now())
      this.#expire(payment).catch((error: unknown) =>
        log.info({ err: error }, 'a payment was not ended; it will be later'),
      )
    }
  }

  /** The payments of this home whose time to answer is over, but for those sent lately. */
  #overdue(): string[] {
    const { projection, mspId } = this.#options
    const now = Date.now()
    for (const [payment, sentAt] of this.#sentAt) if (sentAt + againMilliseconds < now) this.#sentAt.delete(payment)
    return projection.lists.openPayments().flatMap((row) => {
      const { payment, home, claim } = row as { payment: string; home: string; claim?: { answerBy: string } }
      const isOver = claim !== undefined && isPast(BigInt(claim.answerBy), { now: BigInt(now) })
      return home === mspId && isOver && !this.#sentAt.has(payment) ? [payment] : []
    })
  }

  async #expire(payment: string): Promise<void> {
    const { device, instructions } = this.#options
    await instructions.accept(device.sign('payment.expire', { payment }), { waitSeconds: 0, isRelayed: true })
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
