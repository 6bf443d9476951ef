import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { creditRange } from '../../chaincode/wire/keys.ts'
import type { Projection } from '../projection/projection.ts'
import type { Endorsers } from './endorsers.ts'

const intervalMilliseconds = 2_000
const foldMaximum = 200

/** Below this many credits an account is read and debited quickly enough as it is. */
const foldThreshold = 40

/**
 * Folds the credits of this organisation's participants into their accounts when many have gathered, by explicit keys, so
 * that it conflicts with no payment on its way (decision 0007). It changes no total; when it fails, it comes again.
 */
export class Sweeper {
  readonly #options: { contract: Contract; endorsers: Endorsers; projection: Projection; mspId: string; log: Logger }
  readonly #timer: NodeJS.Timeout
  #isBusy = false

  constructor(options: {
    contract: Contract
    endorsers: Endorsers
    projection: Projection
    mspId: string
    log: Logger
  }) {
    this.#options = options
    this.#timer = setInterval(() => void this.#sweep(), intervalMilliseconds)
    this.#timer.unref()
  }

  async #sweep(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    const { projection, mspId, log } = this.#options
    try {
      const payees = projection.payeesWithCredits(foldThreshold)
      const own = payees.filter((payee) => projection.view.account(payee)?.home === mspId)
      for (const payee of own) await this.#fold(payee, projection.rows(creditRange(payee), foldMaximum))
    } catch (error) {
      log.info({ err: error }, 'credits were not folded; they will be later')
    } finally {
      this.#isBusy = false
    }
  }

  async #fold(participant: string, credits: readonly { key: string }[]): Promise<void> {
    const { contract, endorsers, mspId } = this.#options
    const endorsingOrganizations = endorsers.choose([mspId])
    await contract.submit('fold', {
      arguments: [participant, ...credits.map(({ key }) => key)],
      endorsingOrganizations,
    })
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
