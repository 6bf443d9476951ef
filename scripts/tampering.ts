import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Command, Option } from 'commander'
import { Progress } from '../audit/command/progress.ts'
import type { Asked, Looked } from '../test/audit/tampering/honest.ts'
import { kinds } from '../test/audit/tampering/kinds.ts'
import { type Trial, tryKinds } from '../test/audit/tampering/run.ts'

interface Options {
  seed: string
  seeds: string
  kinds: string
  honest?: string
  history?: string
  whole: string
}

const progress = new Progress((line) => console.log(line))

interface Counts {
  tried: number
  found: number
  impossible: number
}

/** Counts what became of a forgery, and tells where it was not found as it must be. */
const count = (counts: Counts, { what, seed, isDone, fault }: Trial): void => {
  if (!isDone) {
    counts.impossible += 1
    return
  }
  counts.tried += 1
  if (fault === undefined) counts.found += 1
  else console.log(`seed ${seed}: ${what}: ${fault}\n  again: npm run tampering -- --seed ${seed} --kinds '${what}'`)
}

/** Tries all kinds whose words hold a text, with each seed; answers how many forgeries were not found as they must be. */
const tryForgeries = async ({ seed, seeds, kinds: text }: Options): Promise<number> => {
  const chosen = Object.fromEntries(Object.entries(kinds).filter(([what]) => what.includes(text)))
  const counts: Counts = { tried: 0, found: 0, impossible: 0 }
  const [first, last] = [Number(seed), Number(seed) + Number(seeds) - 1]
  for (let number = first; number <= last; number += 1) {
    for (const trial of await tryKinds(chosen, number)) count(counts, trial)
    progress.note(() => `seed ${number}: ${counts.found} of ${counts.tried} forgeries found`)
  }
  const { tried, found, impossible } = counts
  console.log(
    `${Object.keys(chosen).length} kinds, seeds ${first} to ${last}: ${found} of ${tried} forgeries found as they must be, ${impossible} had nowhere to be done`,
  )
  // Where nothing was tried, nothing is shown.
  return tried === 0 ? 1 : tried - found
}

/** Looks at some of the histories on a processor of its own. */
const lookAside = (asked: Asked, onHistory: (looked: Looked) => void): Promise<Looked> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../test/audit/tampering/honest-worker.ts', import.meta.url), {
      workerData: asked,
    })
    worker.on('message', ({ looked, isLast }: { looked: Looked; isLast: boolean }) => {
      if (isLast) resolve(looked)
      else onHistory(looked)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('a worker ended before it was through')))
  })

const sumOf = (all: readonly Looked[], of: 'histories' | 'wholes' | 'instructions'): number =>
  all.reduce((sum, looked) => sum + looked[of], 0)

/** Looks at honest histories, in which nothing may be found; answers in how many something was. */
const lookAtHonest = async ({ seed, honest, history, whole }: Options): Promise<number> => {
  const count = Number(honest)
  const workers = history === undefined ? Math.min(availableParallelism(), count) : 1
  const share = Math.ceil(count / workers)
  const soFar: Looked[] = []
  const all = await Promise.all(
    Array.from({ length: workers }, (_, at) => {
      const own = { first: Number(history ?? 1) + at * share, count: Math.min(share, count - at * share) }
      return lookAside({ seed: Number(seed), wholeOneOf: Number(whole), ...own }, (looked) => {
        soFar[at] = looked
        progress.note(() => `${sumOf(Object.values(soFar), 'histories')} honest histories, nothing found`)
      })
    }),
  )
  const failures = all.flatMap(({ failure }) => failure ?? [])
  for (const { history: number, finding, again } of failures) {
    console.log(`history ${number}: ${JSON.stringify(finding)}\n  again: ${again}`)
  }
  console.log(
    `${sumOf(all, 'histories')} honest histories with ${sumOf(all, 'instructions')} instructions, ${sumOf(all, 'wholes')} of them as whole channels, seed ${seed}: ${failures.length === 0 ? 'nothing found' : 'something found, where nothing must be'}`,
  )
  return failures.length
}

await new Command('tampering')
  .description(
    'Forges honest histories in every way that the tamper suite knows, and has the auditor look; or has it look at honest ones, in which nothing may be found. Ends with 1 where it is wrong.',
  )
  .option('--seed <number>', 'the first seed; the same seed gives the same histories', '1')
  .option('--seeds <number>', 'how many seeds', '3')
  .option('--kinds <text>', 'the kinds of forgery whose words hold this text', '')
  .addOption(new Option('--honest <number>', 'look at so many honest histories instead').conflicts(['seeds', 'kinds']))
  .option('--history <number>', 'begin with this honest history')
  .option('--whole <number>', 'of how many honest histories one is verified as a whole channel', '100')
  .action(async (options: Options) => {
    const wrong = await (options.honest === undefined ? tryForgeries(options) : lookAtHonest(options))
    if (wrong > 0) process.exitCode = 1
  })
  .parseAsync()
