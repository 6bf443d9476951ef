import { replay } from '../../audit/replay/replay.ts'
import { auditedBlocksOf } from '../audit/support/blocks.ts'
import { consortium, twoAndTwo } from '../support/members.ts'
import { Disagreement, Tally } from './audit.ts'
import { Day } from './day.ts'

/** Among whom a market is played: the project's own consortium, or two banks and two institutions of which three must endorse. */
export const memberLists = { own: consortium, 'two-and-two': twoAndTwo } as const
export type MemberList = keyof typeof memberLists

/** Which days are played. */
export interface Asked {
  seed: number
  /** The number of the first day, and how many there are. */
  first: number
  days: number
  members: MemberList
  /** Whether each day's blocks are replayed as well, as an auditor would. */
  replays?: boolean
}

/** What the days met, and where they ended when ledger and book disagreed. */
export interface Played {
  days: number
  failure?: { day: number; what: string; again: string }
  /** How often each kind was honoured, each code met, and each transaction ended in each way. */
  met: { [what: string]: number }
}

/** Every day is drawn from the market's seed and its own number alone. */
const seedOf = (seed: number, day: number): number => (Math.imul(seed, 0x9e3779b1) + Math.imul(day, 0x85ebca6b)) >>> 0

/** The shortest command that plays one day again. */
export const againOf = ({ seed, members, replays = false }: Asked, day: number): string =>
  `npm run market -- --seed ${seed} --day ${day}${members === 'own' ? '' : ` --members ${members}`}${replays ? ' --replay' : ''}`

/** Plays a day to its end; throws a `Disagreement` too where a replay of its blocks finds anything. */
const playDay = async (day: Day, { members, replays = false }: Asked): Promise<void> => {
  await day.play()
  if (!replays) return
  for await (const finding of replay(auditedBlocksOf(day.ledger), { consortium: memberLists[members] }))
    throw new Disagreement(`a replay of the day finds ${JSON.stringify(finding)}`)
}

/** Plays days until one ends in a disagreement, which it tells with the command that plays that day again. */
export const playDays = async (asked: Asked, onDay: (day: number) => void = () => {}): Promise<Played> => {
  const met = new Tally()
  for (let day = asked.first; day < asked.first + asked.days; day += 1) {
    // No rule of the ledger can tell how a service matches; who replays the blocks can.
    const opened = await Day.open(memberLists[asked.members], seedOf(asked.seed, day), met, {
      areServicesHonest: asked.replays === true,
    })
    const failure = await playDay(opened, asked).catch((error) => {
      if (!(error instanceof Disagreement)) throw error
      return { day, what: error.message, again: againOf(asked, day) }
    })
    onDay(day)
    if (failure !== undefined) return { days: day - asked.first + 1, failure, met: Object.fromEntries(met.counts) }
  }
  return { days: asked.days, met: Object.fromEntries(met.counts) }
}
