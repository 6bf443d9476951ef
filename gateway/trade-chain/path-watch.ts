import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { ListedPaths, Paths } from './paths.ts'

interface Options {
  paths: Pick<Paths, 'listed'>
  metrics: Pick<Metrics, 'institutionPaths'>
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

const words: { readonly [S in ListedPaths['state']]: ['info' | 'warn' | 'error', string] } = {
  none: ['error', 'an institution has no address on record; trades that are for it wait'],
  one: ['warn', 'one path alone leads to an institution'],
  several: ['info', 'several paths lead to an institution'],
}

/** Tells operators how institutions are reached, each change once: none is an alarm, one a warning (S2-024, S2-025). */
export class PathWatch {
  readonly #options: Options
  readonly #told = new Map<string, ListedPaths['state']>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks at what is on record by now; called with each block. */
  look(): void {
    const { paths, metrics, log } = this.#options
    for (const { institution, state, paths: all } of paths.listed()) {
      metrics.institutionPaths.set({ institution }, all.length)
      if (this.#told.get(institution) === state) continue
      this.#told.set(institution, state)
      const [level, said] = words[state]
      log[level]({ institution }, said)
    }
  }
}
