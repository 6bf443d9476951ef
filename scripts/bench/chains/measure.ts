import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Topology } from '../../../network/topology.ts'
import type { Device } from '../../../test/support/devices.ts'
import { readBalances } from '../balances.ts'
import { closedLoop, type Round } from '../load.ts'
import { readInvalid } from '../metrics.ts'
import { networkTotal, readProcessorTime, spentBetween } from '../processor-time.ts'
import { DeskAtWork } from './desk-at-work.ts'
import { measureFailover } from './failover.ts'
import { bank, type Place, places } from './open-pair.ts'
import { cash, type Desk, type Market, openingOf, sold, withMarket } from './people.ts'

/** The rounds of one place, with all chains that were settled in them, counted or not, and the transactions that ended invalid. */
export interface PlaceRounds {
  rounds: Round[]
  settled: number
  invalid: number
}

/** The last row of a chain's confidential texts: how many stand where, and how many bytes each has. */
export interface Rows {
  count: number
  bytes: number
}

/** Whole trade chains over both pairs, in turn, on one network. */
export interface ChainFigures {
  clients: number
  /** Processor milliseconds that the network spends in a second while nothing is asked. */
  idle: number
  /** Recorded for each chain, accepted and refused. */
  instructions: number
  /** How many of them came in one transaction on average. */
  batch: number
  places: { [P in Place]: PlaceRounds & { rows: Rows } }
  /** The milliseconds from the cut of a path, with a trade on its way over it, until it was acknowledged over the next one; of each trade. */
  failover: number[]
}

type Report = (line: string) => void
type Asked = { clients: number; rounds: number; seconds: number; cuts: number; report: Report }

const idleSeconds = 5
const chainSecondsMaximum = 120

/** The clients' side of chains at one institution: each has at most one under way. */
class Clients {
  readonly #market: Market
  readonly #desk: Desk
  readonly #atWork: DeskAtWork
  readonly #free: Device[]
  settled = 0

  constructor(market: Market, desk: Desk, atWork: DeskAtWork) {
    this.#market = market
    this.#desk = desk
    this.#atWork = atWork
    this.#free = [...market.clients]
  }

  /** One chain from the client's signature until it is settled. */
  async trade(): Promise<void> {
    const client = this.#free.shift()
    if (client === undefined) throw new Error('more chains are under way than there are clients')
    const { chain, body } = openingOf(this.#market, this.#desk, client)
    const late = new AbortController()
    const settled = this.#atWork.settled(chain)
    // Looked at below; whoever fails first is told.
    settled.catch(() => {})
    const waited = sleep(chainSecondsMaximum * 1_000, undefined, { signal: late.signal }).then(() => {
      throw new Error(`a chain was not settled within ${chainSecondsMaximum} s`)
    })
    waited.catch(() => {})
    try {
      await this.#market.bankAsk('/v1/instructions', { body })
      await Promise.race([settled, waited])
    } finally {
      late.abort()
    }
    this.settled += 1
    this.#free.push(client)
  }
}

const roundAt = async (
  topology: Topology,
  { market, place, seconds }: { market: Market; place: Place; seconds: number },
): Promise<Round & { invalid: number; settled: number }> => {
  const desk = market.desks[place]
  const atWork = new DeskAtWork(topology, desk)
  await atWork.open()
  try {
    const clients = new Clients(market, desk, atWork)
    const before = await readInvalid(topology)
    const { dataFolder } = topology
    const operation = () => clients.trade()
    const round = await closedLoop({ inFlight: market.clients.length, seconds, dataFolder, operation })
    if (round.failures[0] !== undefined) throw new Error(`a chain failed: ${round.failures[0]}`)
    return { ...round, invalid: (await readInvalid(topology)) - before, settled: clients.settled }
  } finally {
    atWork.close()
  }
}

const measureIdle = async ({ dataFolder }: Topology): Promise<number> => {
  const before = readProcessorTime(dataFolder)
  await sleep(idleSeconds * 1_000)
  const spent = spentBetween(before, readProcessorTime(dataFolder), idleSeconds)
  return spent === undefined ? Number.NaN : networkTotal(spent)
}

const projectionOf = ({ dataFolder }: Topology, name: string): string =>
  join(dataFolder, 'gateways', name, 'projection.sqlite')

/** The rows of chains' texts as the bank's gateway has them: in public, or as private ones. */
const rowsIn = (database: DatabaseSync, place: Place, isOpen: boolean): Rows => {
  const prefix = `segment~${bank}~${places[place]}~`
  const table = isOpen ? 'row' : 'private_row'
  const sql = `SELECT count(*) AS count, coalesce(avg(length(CAST(value AS BLOB))), 0) AS bytes FROM ${table}
    WHERE key >= ? AND key < ?`
  const { count, bytes } = database.prepare(sql).get(prefix, `${prefix}\u007f`) as unknown as Rows
  return { count, bytes }
}

/** Throws unless each chain's texts stand where they should and nowhere else; answers them. */
const checkRows = (topology: Topology, settled: { [P in Place]: number }): { [P in Place]: Rows } => {
  const database = new DatabaseSync(projectionOf(topology, 'bank'), { readOnly: true })
  try {
    const rows = (place: Place): Rows => {
      const [standing, elsewhere] = [place === 'public', place !== 'public'].map((open) =>
        rowsIn(database, place, open),
      )
      if (standing?.count !== settled[place] || elsewhere?.count !== 0)
        throw new Error(
          `of ${settled[place]} ${place} chains ${standing?.count} have their row, ${elsewhere?.count} elsewhere`,
        )
      return standing
    }
    return { private: rows('private'), public: rows('public') }
  } finally {
    database.close()
  }
}

/** What the ledger has recorded of chains: instructions, accepted and refused, and the transactions that they came in. */
const countRecorded = (topology: Topology): { instructions: number; transactions: number } => {
  const database = new DatabaseSync(projectionOf(topology, 'bank'), { readOnly: true })
  try {
    const sql = `SELECT count(*) AS instructions, count(DISTINCT ledger_transaction) AS transactions FROM instruction
      WHERE json_extract(envelope, '$.instruction.kind') LIKE 'chain.%'`
    return { ...(database.prepare(sql).get() as { instructions: number; transactions: number }) }
  } finally {
    database.close()
  }
}

/** Throws unless each desk holds what its chains sold, and paid what they brought. */
const checkDesks = async (topology: Topology, market: Market, settled: { [P in Place]: number }): Promise<void> => {
  const file = projectionOf(topology, 'bank')
  const paid = await readBalances(file, cash)
  for (const { place, device, metal } of Object.values(market.desks)) {
    const has = (await readBalances(file, metal)).get(device.participant) ?? 0n
    const wanted = BigInt(settled[place]) * BigInt(sold.quantity)
    if (has !== wanted) throw new Error(`the ${place} desk holds ${has} of its metal, not ${wanted}`)
  }
  const clients = market.clients.reduce((sum, { participant }) => sum + (paid.get(participant) ?? 0n), 0n)
  const brought = BigInt(settled.private + settled.public) * BigInt(sold.amount)
  if (clients !== brought) throw new Error(`clients hold ${clients} of cash, not ${brought}`)
}

const describe = (place: Place, { perSecond, medianMilliseconds, cost }: Round): string => {
  const network = cost === undefined ? Number.NaN : networkTotal(cost)
  return `${place} rows: ${perSecond.toFixed(1)} chains/s, median ${medianMilliseconds.toFixed(0)} ms, ${network.toFixed(0)} processor ms each`
}

const both: readonly Place[] = ['private', 'public']

/** The places take turns in going first, so that a ledger that grows and a machine that changes weigh on both; the warm-up is round 0. */
const turnsOf = (rounds: number): { index: number; place: Place }[] =>
  Array.from({ length: rounds + 1 }, (_, index) =>
    (index % 2 === 0 ? both : both.toReversed()).map((place) => ({ index, place })),
  ).flat()

const measureAll = async (
  topology: Topology,
  market: Market,
  { rounds, seconds, report }: Omit<Asked, 'clients' | 'cuts'>,
) => {
  const settled = { private: 0, public: 0 }
  const measured = {
    private: { rounds: [] as Round[], settled: 0, invalid: 0 },
    public: { rounds: [] as Round[], settled: 0, invalid: 0 },
  }
  for (const { index, place } of turnsOf(rounds)) {
    const isWarmUp = index === 0
    const lasts = isWarmUp ? Math.min(seconds, 3) : seconds
    const { invalid, settled: count, ...round } = await roundAt(topology, { market, place, seconds: lasts })
    report(`${isWarmUp ? 'warm-up' : `round ${index} of ${rounds}`}: ${describe(place, round)}`)
    settled[place] += count
    if (isWarmUp) continue
    measured[place].rounds.push(round)
    measured[place].settled += count
    measured[place].invalid += invalid
  }
  return { measured, settled }
}

/**
 * Has a bank's clients sell metal by whole trade chains at two institutions in turn: the pair of the first keeps its rows in a private
 * collection, that of the second lays the same bytes in public rows. Over HTTP at the bank's gateway, whose service takes each chain on, and
 * by a device of each institution at its own gateway. Throws unless each is settled, every balance agrees, and each row stands where it should.
 */
export const measureChains = async (
  topology: Topology,
  { clients, cuts, report, ...asked }: Asked,
): Promise<ChainFigures> => {
  report(`chains: ${clients} clients of a bank and two institutions come onto the ledger`)
  return withMarket(topology, clients, async (market) => {
    const idle = await measureIdle(topology)
    report(`chains: the idle network spends ${idle.toFixed(0)} processor ms a second`)
    const { measured, settled } = await measureAll(topology, market, { ...asked, report })
    await checkDesks(topology, market, settled)
    const rows = checkRows(topology, settled)
    const { instructions, transactions } = countRecorded(topology)
    report('every chain is settled, each leg is where it should be, and each row stands where it should')
    const failover = await measureFailover(topology, { market, count: cuts, report })
    return {
      ...{ clients, idle, instructions: instructions / (settled.private + settled.public) },
      batch: instructions / transactions,
      failover,
      places: {
        private: { ...measured.private, rows: rows.private },
        public: { ...measured.public, rows: rows.public },
      },
    }
  })
}
