import type { DatabaseSync } from 'node:sqlite'
import { audit } from '../../../audit/audit.ts'
import { openDatabase } from '../../../audit/database.ts'
import type { Finding } from '../../../audit/findings.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { RowStore } from '../../../audit/replay/row-store.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { type MemberList, memberLists } from '../../market/days.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import type { InMemoryLedger } from '../../support/ledger.ts'
import { auditedBlocksOf } from '../support/blocks.ts'
import { channelOf } from '../support/channel/market-channel.ts'
import { definingBlocks } from '../support/channel/recorded-channel.ts'

/** Which histories are made up. */
export interface Asked {
  seed: number
  /** The number of the first history, and how many there are. */
  first: number
  count: number
  /** Of how many histories one is also made into a whole channel, which is verified. */
  wholeOneOf: number
}

/** What was looked at, and the first history in which anything was found. */
export interface Looked {
  histories: number
  wholes: number
  instructions: number
  failure?: { history: number; finding: Finding; again: string }
}

const instructionsInAHistory = 4

/** Every history is drawn from the seed and its own number alone. */
const seedOf = (seed: number, history: number): number =>
  (Math.imul(seed, 0x9e3779b1) + Math.imul(history, 0xc2b2ae35)) >>> 0

/** The rows of the market as it opens, of which every history begins with the same blocks. */
class Opening {
  readonly #database: DatabaseSync = openDatabase()
  readonly #rows = new RowStore(this.#database)
  readonly #consortium: InMemoryLedger['consortium']

  constructor(consortium: InMemoryLedger['consortium']) {
    this.#consortium = consortium
  }

  /** All that a replay finds on a ledger of this market, and how many instructions it proves; of what all have in common once. */
  async replay(ledger: InMemoryLedger, common: number): Promise<{ findings: Finding[]; proven: number }> {
    const blocks = auditedBlocksOf(ledger)
    const first = this.#rows.next === 0n ? await this.#look(blocks.slice(0, common)) : { findings: [], proven: 0 }
    this.#database.exec('SAVEPOINT opening')
    try {
      const { findings, proven } = await this.#look(blocks.slice(common))
      return { findings: [...first.findings, ...findings], proven }
    } finally {
      this.#database.exec('ROLLBACK TO opening; RELEASE opening')
    }
  }

  async #look(blocks: ReturnType<typeof auditedBlocksOf>): Promise<{ findings: Finding[]; proven: number }> {
    const replayed = replay(blocks, { consortium: this.#consortium, rows: this.#rows })
    const findings: Finding[] = []
    for await (const finding of replayed) findings.push(finding)
    return { findings, proven: replayed.summary.instructions.proven }
  }

  close(): void {
    this.#database.close()
  }
}

/** All that an audit finds on a ledger as a whole channel, and how many instructions it proves. */
const auditWhole = async (ledger: InMemoryLedger): Promise<{ findings: Finding[]; proven: number }> => {
  const store = new AuditStore()
  try {
    const { channel, consortium } = ledger
    const setting = { channel, consortium, roots: readRoots(rootsOfAll()), store }
    const ending = await audit(await channelOf(ledger), setting)
    return { findings: [...store.findings, ...ending], proven: store.summary.instructions.proven }
  } finally {
    store.close()
  }
}

const againOf = ({ seed }: Asked, history: number): string =>
  `npm run tampering -- --honest 1 --seed ${seed} --history ${history}`

type Openings = Readonly<Record<MemberList, Opening>>

/** Makes up one history and looks at it, replayed or as a whole channel; answers what is found, and how much was looked at. */
const lookAt = async (
  { seed, wholeOneOf }: Asked,
  history: number,
  openings: Openings,
): Promise<{ finding: Finding | undefined; proven: number; isWhole: boolean }> => {
  const isWhole = history % wholeOneOf === 0
  // The keys of the other list's members are not at hand.
  const list: MemberList = history % 4 === 3 && !isWhole ? 'two-and-two' : 'own'
  const blocksBefore = isWhole ? definingBlocks : 0
  const day = await Day.open(memberLists[list], seedOf(seed, history), new Tally(), { blocksBefore, hasPairs: false })
  const common = day.ledger.blocks.length
  await day.playPart(instructionsInAHistory)
  const { findings, proven } = await (isWhole ? auditWhole(day.ledger) : openings[list].replay(day.ledger, common))
  return { finding: findings[0], proven, isWhole }
}

/**
 * Makes up short honest histories on the random market, among two lists of members in turn, and replays each; of some it makes whole
 * channels, which it audits instead. Ends at the first in which anything is found, which nothing must be.
 */
export const lookAtHonest = async (asked: Asked, onHistory: (looked: Looked) => void = () => {}): Promise<Looked> => {
  const openings = { own: new Opening(memberLists.own), 'two-and-two': new Opening(memberLists['two-and-two']) }
  const looked: Looked = { histories: 0, wholes: 0, instructions: 0 }
  try {
    for (let history = asked.first; history < asked.first + asked.count; history += 1) {
      const { finding, proven, isWhole } = await lookAt(asked, history, openings)
      looked.histories += 1
      looked.wholes += isWhole ? 1 : 0
      looked.instructions += proven
      if (finding !== undefined) return { ...looked, failure: { history, finding, again: againOf(asked, history) } }
      onHistory(looked)
    }
    return looked
  } finally {
    for (const opening of Object.values(openings)) opening.close()
  }
}
