import { performance } from 'node:perf_hooks'
import { probeBytesMaximum, probePath } from '../../chaincode/wire/delivery.ts'
import type { Path, Paths } from './paths.ts'
import type { AskOver } from './pinned-request.ts'

interface Options {
  paths: Pick<Paths, 'all' | 'measured'>
  ask: AskOver
  /** Between two looks at all paths. */
  intervalMilliseconds: number
  /** How many bytes each probe brings. */
  bytes: number
  timeoutMilliseconds: number
  /** A clock that never goes back, in milliseconds. */
  clock?: () => number
}

/**
 * Measures every path to an institution at a fixed rate and with a fixed size, before anything is sent over it (S2-028): how long a connection, a
 * question and its answer take. A probe that fails says nothing, so that what was measured before counts until it is too old.
 */
export class Prober {
  readonly #options: Options
  readonly #clock: () => number
  readonly #timer: NodeJS.Timeout
  /** The ends that are being probed: one that hangs is not asked again meanwhile. */
  readonly #underWay = new Set<string>()

  constructor(options: Options) {
    this.#options = options
    this.#clock = options.clock ?? (() => performance.now())
    this.#timer = setInterval(() => void this.round(), options.intervalMilliseconds)
    this.#timer.unref()
  }

  /** Probes all paths at once, but for those that still wait for an answer; ends once each has one, and throws nothing. */
  async round(): Promise<void> {
    await Promise.all(this.#options.paths.all().map((path) => this.#probe(path)))
  }

  async #probe(path: Path): Promise<void> {
    const { paths, ask, bytes, timeoutMilliseconds } = this.#options
    const end = JSON.stringify(path.end)
    if (this.#underWay.has(end)) return
    this.#underWay.add(end)
    const begun = this.#clock()
    try {
      const asked = { method: 'GET' as const, path: `${probePath}${bytes}`, bytesMaximum: probeBytesMaximum }
      const { status, body } = await ask(path.end, { ...asked, timeoutMilliseconds })
      if (status === 200 && body.length === bytes) paths.measured(path, this.#clock() - begun)
    } catch {
      // The figure that there was stays until it is too old.
    } finally {
      this.#underWay.delete(end)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
