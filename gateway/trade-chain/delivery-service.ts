import type { Logger } from 'pino'
import { type Chain, chains, hops, segments } from '../../chaincode/domains/trade-chain/tables.ts'
import type { ConfidentialBody } from '../../chaincode/vocabulary.ts'
import { deliveryPath } from '../../chaincode/wire/delivery.ts'
import type { Metrics } from '../metrics.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import { chainFileAt } from './chain-file.ts'
import type { Deliveries } from './deliveries.ts'
import type { ChainLedger } from './folded-view.ts'
import type { Path, Paths } from './paths.ts'
import { type AskOver, PathFault } from './pinned-request.ts'

interface Options {
  mspId: string
  /** The name of the ledger, as a chain's file has it. */
  ledger: string
  projection: ChainLedger & Pick<Projection, 'instruction' | 'lists'>
  paths: Pick<Paths, 'to' | 'inOrder' | 'used' | 'isFailing'>
  deliveries: Deliveries
  ask: AskOver
  timeoutMilliseconds: number
  isCaughtUp: () => boolean
  log: Pick<Logger, 'warn' | 'info'>
  metrics: Pick<Metrics, 'deliveries'>
  /** How often it looks for what is to be delivered again, where not each second. */
  intervalMilliseconds?: number
}

/** A chain that its institution has not acknowledged. */
interface Waiting {
  isUnderWay: boolean
  /** The paths that it was tried over since it last waited. */
  tried: Set<string>
  /** How often all paths failed. */
  rounds: number
  /** Before which it is not tried again, in UTC milliseconds. */
  notBefore: number
}

/** How many deliveries go over one path at a time: a path that hangs holds up those that are to go over it, and no other. */
const overPathMaximum = 4
const answerBytesMaximum = 4_096
const usualIntervalMilliseconds = 1_000
const pauseMilliseconds = { first: 1_000, longest: 60_000 }
const awaited: readonly Chain['status'][] = ['sent', 'unknown']
const pageSize = 200

const nameOf = ({ institution, name }: Path): string => `${institution} ${name}`

/** Whether an answer says that the institution has what was delivered under this id. */
const isAcknowledgement = (body: Buffer, send: string): boolean => {
  try {
    return (JSON.parse(body.toString()) as { acknowledged?: unknown } | null)?.acknowledged === send
  } catch {
    return false
  }
}

const chainIn = ({ envelope, outcome }: Pick<Recorded, 'envelope' | 'outcome'>, kind: string): string[] => {
  if (outcome.status !== 'accepted' || !envelope.includes(`"kind":"${kind}"`)) return []
  return [String(outcome.effects['chain'])]
}

/**
 * Brings each chain that was sent to its institution's server, behind the block that holds it (S2-027): over the path that was chosen, and over
 * the next best where that fails, under the id of its `chain.send` each time, so that the institution handles it once. What is not acknowledged
 * is delivered again, also behind a restart, until it is answered; the institution finds on the ledger what never reached it.
 */
export class DeliveryService {
  readonly #options: Options
  readonly #timer: NodeJS.Timeout
  readonly #waiting = new Map<string, Waiting>()
  /** How many deliveries are under way over each path. */
  readonly #over = new Map<string, number>()
  #isBegun = false
  #isStopped = false

  constructor(options: Options) {
    this.#options = options
    this.#timer = setInterval(() => this.look(), options.intervalMilliseconds ?? usualIntervalMilliseconds)
    this.#timer.unref()
  }

  /** Delivers what is to be delivered and not under way; called with each block, and each second for what failed. */
  look(recorded: readonly Pick<Recorded, 'envelope' | 'outcome'>[] = []): void {
    if (this.#isStopped || !this.#options.isCaughtUp()) return
    if (!this.#isBegun) this.#begin()
    this.#notice(recorded)
    const now = Date.now()
    for (const [name, waiting] of this.#waiting) {
      if (!this.#isAwaited(name)) this.#waiting.delete(name)
      else if (!waiting.isUnderWay && waiting.notBefore <= now) void this.#deliver(name, waiting)
    }
  }

  #notice(recorded: readonly Pick<Recorded, 'envelope' | 'outcome'>[]): void {
    for (const one of recorded) {
      for (const chain of chainIn(one, 'chain.send')) this.#await(chain)
      for (const chain of chainIn(one, 'chain.purge')) this.#options.deliveries.forget(chain)
    }
  }

  /** Takes up what an earlier run left: all that was sent and not answered. */
  #begin(): void {
    this.#isBegun = true
    const { projection, mspId } = this.#options
    for (const status of awaited) {
      let after: string | undefined
      do {
        const page = { limit: pageSize, ...(after === undefined ? {} : { after }) }
        const { items, next } = projection.lists.chainsOf(mspId, { isOpen: true, status }, page as never)
        for (const { chain } of items as unknown as Chain[]) this.#await(chain)
        after = next
      } while (after !== undefined)
    }
  }

  #await(chain: string): void {
    if (this.#waiting.has(chain) || this.#options.deliveries.isAcknowledged(chain)) return
    this.#waiting.set(chain, { isUnderWay: false, tried: new Set(), rounds: 0, notBefore: 0 })
  }

  #find(name: string): Chain | undefined {
    const chain = this.#options.projection.view.find(chains, name)
    return chain?.chain === name && chain.bank === this.#options.mspId ? chain : undefined
  }

  #isAwaited(name: string): boolean {
    const chain = this.#find(name)
    return chain !== undefined && awaited.includes(chain.status) && !this.#options.deliveries.isAcknowledged(name)
  }

  /** Tries one path after the other, the one that was chosen first, until the chain is acknowledged or all have failed. */
  async #deliver(name: string, waiting: Waiting): Promise<void> {
    waiting.isUnderWay = true
    try {
      while (!this.#isStopped && this.#isAwaited(name)) {
        const path = this.#pathOf(this.#find(name) as Chain, waiting.tried)
        if (path === undefined) return this.#pause(waiting)
        const isDelivered = await this.#overPath(name, path)
        if (isDelivered !== false) return
        waiting.tried.add(path.name)
      }
    } catch (error) {
      this.#options.log.warn({ err: error, chain: name }, 'a trade could not be delivered; it is tried again')
      this.#pause(waiting)
    } finally {
      waiting.isUnderWay = false
    }
  }

  #pause(waiting: Waiting): void {
    const milliseconds = Math.min(pauseMilliseconds.first * 2 ** waiting.rounds, pauseMilliseconds.longest)
    waiting.rounds += 1
    waiting.tried.clear()
    waiting.notBefore = Date.now() + milliseconds
  }

  /** The path that was chosen as the chain was sent, unless it failed since; then the best of those that were not tried. */
  #pathOf(chain: Chain, tried: ReadonlySet<string>): Path | undefined {
    const { paths } = this.#options
    const { institution } = chain
    const all = paths.to(institution)
    const chosen = tried.size === 0 ? all.find(({ name }) => name === this.#chosenFor(chain)) : undefined
    if (chosen !== undefined && !paths.isFailing(chosen)) return chosen
    const next = paths.inOrder(institution).find((one) => !tried.has(one))
    return all.find(({ name }) => name === next)
  }

  #chosenFor({ bank, institution, chain }: Chain): string | undefined {
    const rows = this.#options.projection.privateRecord(segments, bank, institution, chain)
    return rows === undefined ? undefined : (JSON.parse(rows.second) as ConfidentialBody<'chain.send'>).path?.address
  }

  /** True once it is acknowledged, false where it was not; undefined where as many as may are under way over the path already. */
  async #overPath(name: string, path: Path): Promise<boolean | undefined> {
    const over = () => this.#over.get(nameOf(path)) ?? 0
    if (over() >= overPathMaximum) return undefined
    this.#over.set(nameOf(path), over() + 1)
    try {
      const result = await this.#ask(name, path)
      const isAcknowledged = result === 'acknowledged'
      const { deliveries, metrics, log } = this.#options
      metrics.deliveries.inc({ result })
      if (this.#isStopped) return true
      deliveries.note(name, { path: path.name, at: Date.now(), result }, isAcknowledged)
      if (!isAcknowledged)
        log.info({ chain: name, path: nameOf(path), result }, 'a delivery failed; the next path is tried')
      return isAcknowledged
    } finally {
      this.#over.set(nameOf(path), over() - 1)
    }
  }

  async #ask(name: string, path: Path): Promise<string> {
    const { projection, ledger, mspId, ask, timeoutMilliseconds, paths } = this.#options
    const send = projection.view.find(hops, name)?.send as string
    const body = JSON.stringify(chainFileAt(name, { projection, ledger, mspId, texts: undefined }))
    const bounds = { bytesMaximum: answerBytesMaximum, timeoutMilliseconds }
    try {
      const { status, body: said } = await ask(path.end, {
        method: 'PUT',
        path: `${deliveryPath}${send}`,
        body,
        ...bounds,
      })
      paths.used(path, true)
      return status === 200 && isAcknowledgement(said, send) ? 'acknowledged' : `refused_${status}`
    } catch (error) {
      if (!(error instanceof PathFault)) throw error
      paths.used(path, false)
      return error.code
    }
  }

  /** Delivers nothing more; what is not acknowledged is delivered again at the next start. */
  stop(): void {
    this.#isStopped = true
    clearInterval(this.#timer)
  }
}
