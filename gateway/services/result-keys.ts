import type { Logger } from 'pino'
import { z } from 'zod'
import { readUpTo } from '../../chaincode/wire/bounded-body.ts'
import { type PublicKey, publicKey } from '../../chaincode/wire/device.ts'
import { isUsableKey, thumbprint } from '../../chaincode/wire/signature.ts'
import type { Configuration } from '../configuration.ts'
import type { ResultSigner } from './result-signer.ts'

interface Options {
  signer: ResultSigner
  gateways: Configuration['gateways']
  log: Pick<Logger, 'info' | 'warn'>
  now?: () => number
}

const ledgerAnswer = z.object({ mspId: z.string(), resultKeys: z.record(z.string(), publicKey) })

const retryMilliseconds = 1_000
const freshMilliseconds = 60_000
const patienceMilliseconds = 2_000
const answerBytesMaximum = 2 ** 20

const askKey = async (mspId: string, url: string): Promise<PublicKey> => {
  const signal = AbortSignal.timeout(patienceMilliseconds)
  const response = await fetch(new URL('/v1/ledger', url), { signal, redirect: 'error' })
  const bytes = await readUpTo(response.body, answerBytesMaximum)
  const answer = ledgerAnswer.parse(JSON.parse(Buffer.from(bytes ?? []).toString()))
  const key = answer.resultKeys[mspId]
  if (answer.mspId !== mspId || key === undefined || !isUsableKey(key)) throw new Error(`no key of ${mspId} there`)
  return key
}

/**
 * The keys with which the gateways sign their answers: this one's, and the others' as each says of itself. They are
 * asked for in the background when somebody wants the keys: again a second after a failure, and a minute after a success.
 */
export class ResultKeys {
  readonly #options: Options
  readonly #others: [string, string][]
  readonly #learnt = new Map<string, PublicKey>()
  readonly #askAgainAt = new Map<string, number>()
  readonly #now: () => number

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#others = Object.entries(options.gateways).filter(([mspId]) => mspId !== options.signer.mspId)
  }

  /** The keys known now, by MSP; those of others are absent until they were learnt. Starts learning, and never waits. */
  published(): { [mspId: string]: PublicKey } {
    void this.learn()
    const { mspId, publicKey } = this.#options.signer
    return { ...Object.fromEntries(this.#learnt), [mspId]: publicKey }
  }

  /** Asks those gateways whose turn it is; resolves when all have answered or failed, and never rejects. */
  async learn(): Promise<void> {
    const due = this.#others.filter(([mspId]) => (this.#askAgainAt.get(mspId) ?? 0) <= this.#now())
    await Promise.all(due.map(([mspId, url]) => this.#ask(mspId, url)))
  }

  async #ask(mspId: string, url: string): Promise<void> {
    // Nobody asks twice while an answer is under way.
    this.#askAgainAt.set(mspId, Number.POSITIVE_INFINITY)
    try {
      this.#keep(mspId, await askKey(mspId, url))
      this.#askAgainAt.set(mspId, this.#now() + freshMilliseconds)
    } catch {
      this.#askAgainAt.set(mspId, this.#now() + retryMilliseconds)
    }
  }

  #keep(mspId: string, key: PublicKey): void {
    const { log } = this.#options
    const before = this.#learnt.get(mspId)
    this.#learnt.set(mspId, key)
    const found = { mspId, key: thumbprint(key) }
    if (before === undefined) log.info(found, 'learnt the key of another gateway’s results')
    else if (thumbprint(before) !== found.key) log.warn(found, 'another gateway signs its results with another key')
  }
}
