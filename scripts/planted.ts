import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type Bug, bugs } from '../test/market/planted/bugs.ts'
import { Garden } from '../test/market/planted/garden.ts'
import { Random } from '../test/market/random.ts'
import type { RowBug } from '../test/planted/row-bug.ts'
import { RowGarden } from '../test/planted/row-garden.ts'
import { rowBugs } from '../test/planted/rows.ts'

const root = dirname(import.meta.dirname)

interface Options {
  seed: string
  days: string
  only?: Bug
  jobs: string
  rows: boolean
  count: string
  of: string
}

const bugNamed = (name: string): Bug => {
  const found = bugs.find((bug) => bug.name === name)
  if (found !== undefined) return found
  throw new InvalidArgumentError(`it is none of: ${bugs.map((bug) => bug.name).join(', ')}`)
}

/** What the market made of one planted bug, or of the sources as they are; false where that is not as it should be. */
const judge = async (garden: Garden, bug: Bug | undefined, asked: { seed: number; days: number }): Promise<boolean> => {
  const { days, failure } = await garden.play(bug, asked)
  if (bug === undefined) {
    console.log(
      failure === undefined ? `nothing planted: ${days} days as the book says` : `nothing planted: ${failure.what}`,
    )
    return failure === undefined
  }
  const found = failure === undefined ? `NOT FOUND in ${days} days` : `day ${failure.day}`
  console.log(`${bug.name}: ${found}, seed ${asked.seed} (${bug.says})`)
  return failure !== undefined
}

/** One after the other takes the next bug, until none is left. */
const work = async (waiting: (Bug | undefined)[], asked: { seed: number; days: number }): Promise<boolean> => {
  const garden = new Garden(root)
  let isWell = true
  try {
    while (waiting.length > 0) isWell = (await judge(garden, waiting.shift(), asked)) && isWell
  } finally {
    garden.remove()
  }
  return isWell
}

/** So many of the rows that have a bug and whose ids begin so, drawn by the seed, in the order of their ids. */
const drawn = (seed: number, { count, of }: { count: number; of: string }): RowBug[] => {
  const random = new Random(seed)
  const left = rowBugs.filter(({ row }) => row.startsWith(of))
  const chosen: RowBug[] = []
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(random.below(left.length), 1))
  return chosen.sort((one, other) => (one.row < other.row ? -1 : 1))
}

/** What the row's tests made of its bug; false where none of them failed. */
const judgeRow = async (garden: RowGarden, bug: RowBug): Promise<boolean> => {
  const { passed, failed } = await garden.run(bug)
  console.log(`${bug.row}: ${failed.length === 0 ? 'NOT FOUND' : 'found'} (${bug.says}, in ${bug.file})`)
  for (const { at, title, says } of failed) console.log(`  ${at}  ${title}: ${says}`)
  if (failed.length === 0) console.log(`  ${passed} tests of it passed all the same`)
  return failed.length > 0
}

/** Plants one bug behind each of the rows drawn; true where the tests of the sound sources pass, and each bug is found. */
const workRows = async (bugsOfRows: readonly RowBug[]): Promise<boolean> => {
  const garden = new RowGarden(root)
  try {
    const sound = await garden.runSound(bugsOfRows.map(({ row }) => row))
    console.log(`nothing planted: ${sound.passed} tests pass, ${sound.failed.length} fail`)
    let isWell = sound.failed.length === 0
    for (const bug of bugsOfRows) isWell = (await judgeRow(garden, bug)) && isWell
    return isWell
  } finally {
    garden.remove()
  }
}

// Ended so, the copies go too; a second signal, as to a whole group, must not cut that off.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

await new Command('planted')
  .description(
    'Plants one bug after the other into a copy of the sources and says on which day the random market finds it; ends with 1 when one is not found, or something is found where none is planted. Takes a few minutes.',
  )
  .option('--days <number>', 'how many days each is looked for', '200')
  .option('--seed <number>', 'the same seed gives the same days', '1')
  .option('--only <name>', 'this bug alone', bugNamed)
  .option('--jobs <number>', 'how many at once', `${Math.min(availableParallelism(), 2)}`)
  .option('--rows', 'plant bugs behind acceptance rows instead, which the tests of the row must find', false)
  .option('--count <number>', 'behind how many rows, drawn by the seed', '10')
  .option('--of <text>', 'only of rows whose ids begin so, such as S2', '')
  .action(async ({ seed, days, only, jobs, rows, count, of }: Options) => {
    if (rows) {
      if (!(await workRows(drawn(Number(seed), { count: Number(count), of })))) process.exitCode = 1
      return
    }
    const asked = { seed: Number(seed), days: Number(days) }
    const waiting = only === undefined ? [undefined, ...bugs] : [only]
    const workers = Array.from({ length: Number(jobs) }, () => work(waiting, asked))
    const results = await Promise.all(workers)
    if (results.includes(false)) process.exitCode = 1
  })
  .parseAsync()
