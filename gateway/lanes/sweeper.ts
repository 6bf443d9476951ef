import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { accounts, credits } from '../../chaincode/domains/registry/tables.ts'
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

/**
 * Folds the credits of this organisation's participants into their accounts when many have gathered, by explicit keys, so
 * that it conflicts with no payment on its way (decision 0007), and in the lane of the account, so that it conflicts with nothing
 * that its owner sends, such as the claims of a busy merchant. It changes no total; when it fails, it comes again.
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
    const { projection, mspId, log, lanes } = this.#options
    try {
      const payees = projection.payeesWithCredits(foldThreshold)
      const own = payees.filter((payee) => projection.view.find(accounts, payee)?.home === mspId)
      for (const subject of own) {
        // Behind an outage nothing would be folded, and nobody else’s credits meanwhile.
        const isHeld = lanes.waitingFor({ homes: [mspId], receivers: [] }) !== undefined
        if (!isHeld) await this.#fold(subject)
      }
    } catch (error) {
      log.info({ err: error }, 'credits were not folded; they will be later')
    } finally {
      this.#isBusy = false
    }
  }

  #fold(participant: string): Promise<void> {
    const { contract, endorsers, mspId, lanes, projection } = this.#options
    return lanes.alone({ homes: [mspId], subject: participant }, () => {
      const found = projection.rows(credits.range(participant), foldMaximum)
      const endorsingOrganizations = endorsers.choose([mspId])
      return contract.submit('fold', {
        arguments: [participant, ...found.map(({ key }) => key)],
        endorsingOrganizations,
      })
    })
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
