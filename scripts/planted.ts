import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type Bug, bugs } from '../test/market/planted/bugs.ts'
import { Garden } from '../test/market/planted/garden.ts'

const root = dirname(import.meta.dirname)

interface Options {
  seed: string
  days: string
  only?: Bug
  jobs: string
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

// Ended so, the copies go too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

await new Command('planted')
  .description(
    'Plants one bug after the other into a copy of the sources and says on which day the random market finds it; ends with 1 when one is not found, or something is found where none is planted. Takes a few minutes.',
  )
  .option('--days <number>', 'how many days each is looked for', '200')
  .option('--seed <number>', 'the same seed gives the same days', '1')
  .option('--only <name>', 'this bug alone', bugNamed)
  .option('--jobs <number>', 'how many at once', `${Math.min(availableParallelism(), 2)}`)
  .action(async ({ seed, days, only, jobs }: Options) => {
    const asked = { seed: Number(seed), days: Number(days) }
    const waiting = only === undefined ? [undefined, ...bugs] : [only]
    const workers = Array.from({ length: Number(jobs) }, () => work(waiting, asked))
    const results = await Promise.all(workers)
    if (results.includes(false)) process.exitCode = 1
  })
  .parseAsync()
