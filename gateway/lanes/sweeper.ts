import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { accounts, credits, marks, reputations } from '../../chaincode/domains/registry/tables.ts'
import type { Projection } from '../projection/projection.ts'
import type { Endorsers } from './endorsers.ts'
import type { Lanes } from './lanes.ts'

const intervalMilliseconds = 2_000
const foldMaximum = 200

/** Below this many credits an account is read and debited quickly enough as it is. */
const foldThreshold = 40

interface Options {
  contract: Contract
  endorsers: Endorsers
  projection: Projection
  mspId: string
  lanes: Pick<Lanes, 'alone' | 'waitingFor'>
  log: Logger
}

/** The most participants whose marks are folded in one round. */
const markedMaximum = 50

/**
 * Folds the credits of this organisation's participants into their accounts when many have gathered, and their marks into their
 * reputations, which are read folded only, as soon as there is one (decision 0041). By explicit keys, so that it conflicts with no payment
 * on its way (decision 0007), and in the lane of the row that it writes, so that it conflicts with nothing that its owner sends, such as
 * the claims of a busy merchant. It changes no total; when it fails, it comes again.
 */
export class Sweeper {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  #isBusy = false

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => void this.#sweep(), intervalMilliseconds)
    this.#timer.unref()
  }

  async #sweep(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    const { projection, log } = this.#options
    try {
      for (const payee of this.#own(projection.payeesWithCredits(foldThreshold)))
        await this.#fold('fold', { participant: payee, subject: payee, range: credits.range(payee) })
      for (const marked of this.#own(this.#marked()).slice(0, markedMaximum)) {
        const subject = reputations.key(marked)
        await this.#fold('foldMarks', { participant: marked, subject, range: marks.range(marked) })
      }
    } catch (error) {
      log.info({ err: error }, 'credits or marks were not folded; they will be later')
    } finally {
      this.#isBusy = false
    }
  }

  /** Those of the participants that are at home here. */
  #own(participants: readonly string[]): string[] {
    const { projection, mspId } = this.#options
    return participants.filter((one) => projection.view.find(accounts, one)?.home === mspId)
  }

  /** Everybody who has marks; those of other homes may stand for long, and must hide nobody behind them. */
  #marked(): string[] {
    const { projection } = this.#options
    const found: string[] = []
    const { start, end } = marks.range()
    let [next] = projection.rows({ start, end }, 1)
    while (next !== undefined) {
      const participant = next.key.split('~')[1] as string
      found.push(participant)
      next = projection.rows({ start: marks.range(participant).end, end }, 1)[0]
    }
    return found
  }

  async #fold(
    transaction: 'fold' | 'foldMarks',
    { participant, subject, range }: { participant: string; subject: string; range: { start: string; end: string } },
  ): Promise<void> {
    const { contract, endorsers, mspId, lanes, projection } = this.#options
    // Behind an outage nothing would be folded, and nobody else’s rows meanwhile.
    if (lanes.waitingFor({ homes: [mspId], receivers: [] }) !== undefined) return
    await lanes.alone({ homes: [mspId], subject }, () => {
      const found = projection.rows(range, foldMaximum)
      const endorsingOrganizations = endorsers.choose([mspId])
      return contract.submit(transaction, {
        arguments: [participant, ...found.map(({ key }) => key)],
        endorsingOrganizations,
      })
    })
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
