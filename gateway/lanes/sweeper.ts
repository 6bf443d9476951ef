import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import { parseKey } from '../../chaincode/wire/keys.ts'
import type { Projection } from '../projection/projection.ts'
import type { Endorsers } from './endorsers.ts'

const intervalMilliseconds = 2_000
const scanMaximum = 5_000
const foldMaximum = 200

/** Below this many credits an account is read and debited quickly enough as it is. */
export const foldThreshold = 40

/** The credits worth folding now: of participants at home here that have more than the threshold, some of them at once. */
export const creditsToFold = (
  keys: readonly string[],
  isHome: (participant: string) => boolean,
  threshold = foldThreshold,
): Map<string, string[]> => {
  const byPayee = new Map<string, string[]>()
  for (const key of keys) {
    const payee = parseKey(key)?.members[0]
    if (payee !== undefined) byPayee.set(payee, [...(byPayee.get(payee) ?? []), key])
  }
  const chosen = [...byPayee].filter(([payee, credits]) => credits.length > threshold && isHome(payee))
  return new Map(chosen.map(([payee, credits]) => [payee, credits.slice(0, foldMaximum)]))
}

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
      const keys = projection.rows({ start: 'credit~', end: 'credit\u007f' }, scanMaximum).map(({ key }) => key)
      const isHome = (participant: string) => projection.view.account(participant)?.home === mspId
      for (const [participant, credits] of creditsToFold(keys, isHome)) await this.#fold(participant, credits)
    } catch (error) {
      log.info({ err: error }, 'credits were not folded; they will be later')
    } finally {
      this.#isBusy = false
    }
  }

  async #fold(participant: string, credits: readonly string[]): Promise<void> {
    const { contract, endorsers, mspId } = this.#options
    const endorsingOrganizations = endorsers.choose([mspId])
    await contract.submit('fold', { arguments: [participant, ...credits], endorsingOrganizations })
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
