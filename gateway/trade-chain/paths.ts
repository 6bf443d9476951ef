import { type Reach, reaches, type ServerAddress } from '../../chaincode/domains/trade-chain/tables.ts'
import { type ChosenPath, speedClasses } from '../../chaincode/domains/trade-chain/terms.ts'
import { pathsInOrder } from '../../chaincode/rules/trade-chain/path.ts'
import type { Projection } from '../projection/projection.ts'
import type { PathEnd } from './pinned-request.ts'

type Considered = ChosenPath['considered'][number]

/** What is known of one path by now. */
interface Figure {
  class?: NonNullable<Considered['class']>
  /** When that was measured, in UTC milliseconds. */
  measuredAt?: number
  isFailing: boolean
}

interface Options {
  mspId: string
  projection: Pick<Projection, 'view' | 'consortium'>
  /** Behind how many seconds a measurement counts as missing. */
  ageSeconds: number
  now?: () => number
}

/** One path to an institution. */
export interface Path {
  institution: string
  name: string
  end: PathEnd
}

/** How one path stands, as the bank's people see it. */
export interface ListedPath {
  name: string
  host: string
  port: string
  class?: string
  ageSeconds?: number
  state: 'measured' | 'old' | 'unmeasured' | 'failing'
}

/** How an institution is reached: not at all, over one path, which is told as a warning, or over several. */
export interface ListedPaths {
  institution: string
  state: 'none' | 'one' | 'several'
  paths: ListedPath[]
}

/** A class of speed for so many milliseconds; the slowest for more than it holds. */
export const speedClassOf = (milliseconds: number): (typeof speedClasses)[number] =>
  speedClasses.find((one) => milliseconds <= Number(one)) ?? '16384'

/**
 * The paths from this bank to its institutions, by the addresses that those have on record, with what was measured of each and whether the last
 * delivery over it failed (S2-024 to S2-028). It measures nothing itself, and begins anew with each start.
 */
export class Paths {
  readonly #options: Options
  readonly #now: () => number
  readonly #figures = new Map<string, Figure>()

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** The institutions that this bank trades with. */
  get institutions(): string[] {
    const { mspId, projection } = this.#options
    return projection.consortium.pairs.filter(({ bank }) => bank === mspId).map(({ institution }) => institution)
  }

  #reach(institution: string): Reach | undefined {
    return this.#options.projection.view.find(reaches, 'institution', institution)
  }

  // What was measured counts for one address, and for no other under the same name.
  #figure(institution: string, { name, host, port }: ServerAddress): Figure {
    const key = [institution, name, host, port].join(' ')
    const figure = this.#figures.get(key) ?? { isFailing: false }
    this.#figures.set(key, figure)
    return figure
  }

  /** All paths to an institution, by the order of its row. */
  to(institution: string): Path[] {
    const { addresses = [], keys: pins = [] } = this.#reach(institution) ?? {}
    return addresses.map(({ name, host, port }) => ({ institution, name, end: { host, port, pins } }))
  }

  /** All paths that there are; what was known of others is forgotten. */
  all(): Path[] {
    const paths = this.institutions.flatMap((institution) => this.to(institution))
    const known = new Set(paths.map(({ institution, name, end }) => [institution, name, end.host, end.port].join(' ')))
    for (const key of this.#figures.keys()) if (!known.has(key)) this.#figures.delete(key)
    return paths
  }

  #of({ institution, name, end: { host, port } }: Path): Figure {
    return this.#figure(institution, { name, host, port })
  }

  /** Notes how long a probe took; the path is good again. */
  measured(path: Path, milliseconds: number): void {
    Object.assign(this.#of(path), { class: speedClassOf(milliseconds), measuredAt: this.#now(), isFailing: false })
  }

  /** Notes whether a delivery went over a path; its class stays. */
  used(path: Path, isGood: boolean): void {
    this.#of(path).isFailing = !isGood
  }

  /** Whether the last delivery over a path failed, and nothing has gone over it since. */
  isFailing(path: Path): boolean {
    return this.#of(path).isFailing
  }

  #considered(institution: string): Omit<ChosenPath, 'address'> {
    const { addresses = [] } = this.#reach(institution) ?? {}
    const considered = addresses.map((address): Considered => {
      const { class: speed, measuredAt, isFailing } = this.#figure(institution, address)
      const age = this.#ageOf(measuredAt)
      return {
        name: address.name,
        ...(speed === undefined || age === undefined ? {} : { class: speed, age: `${age}` }),
        ...(isFailing ? { failing: 'yes' as const } : {}),
      }
    })
    return { ageLimit: `${this.#options.ageSeconds}`, considered }
  }

  /** In seconds, begun ones whole, so that nothing that is too old counts. */
  #ageOf(measuredAt: number | undefined): number | undefined {
    return measuredAt === undefined ? undefined : Math.max(0, Math.ceil((this.#now() - measuredAt) / 1_000))
  }

  /** The names of the paths to an institution, the best one first. */
  inOrder(institution: string): string[] {
    return pathsInOrder(this.#considered(institution))
  }

  /** The best path to an institution with what it was chosen by; undefined where it has no address on record. */
  chosen(institution: string): ChosenPath | undefined {
    const considered = this.#considered(institution)
    const [address] = pathsInOrder(considered)
    return address === undefined ? undefined : { address, ...considered }
  }

  #listed(institution: string, address: ServerAddress): ListedPath {
    const { class: speed, measuredAt, isFailing } = this.#figure(institution, address)
    const ageSeconds = this.#ageOf(measuredAt)
    const isOld = ageSeconds !== undefined && ageSeconds > this.#options.ageSeconds
    const measured =
      ageSeconds === undefined ? ('unmeasured' as const) : isOld ? ('old' as const) : ('measured' as const)
    return {
      ...address,
      ...(speed === undefined ? {} : { class: speed }),
      ...(ageSeconds === undefined ? {} : { ageSeconds }),
      state: isFailing ? 'failing' : measured,
    }
  }

  /** How each institution of this bank's is reached by now. */
  listed(): ListedPaths[] {
    return this.institutions.map((institution) => {
      const { addresses = [] } = this.#reach(institution) ?? {}
      const state =
        addresses.length === 0 ? ('none' as const) : addresses.length === 1 ? ('one' as const) : ('several' as const)
      return { institution, state, paths: addresses.map((address) => this.#listed(institution, address)) }
    })
  }
}
