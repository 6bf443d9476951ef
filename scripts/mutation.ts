import { dirname, join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import fc from 'fast-check'
import { type Area, type AreaName, areas } from './mutation/areas.ts'
import { copyProject } from './mutation/copy.ts'
import { measureTests } from './mutation/coverage.ts'
import { inTurn } from './mutation/in-turn.ts'
import { instrument, type Mutant } from './mutation/places.ts'
import { readSurvivors } from './mutation/survivors.ts'
import { type Trial, tryMutant } from './mutation/trial.ts'
import { judge, type Verdict } from './mutation/verdict.ts'

const root = dirname(import.meta.dirname)
const survivorsFile = 'test/mutation/survivors.json'

type Options = { area: AreaName; seed: number; sample: number; workers: number; only?: string }

const readCount = (text: string): number => {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a whole number above zero is wanted')
}

const say = (line: string) => process.stdout.write(`${line}\n`)

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 67)}...` : line
}

const describe = ({ file, line, column, mutator, original, replacement }: Mutant): string =>
  `${file}:${line}:${column} ${mutator}: ${short(original)} → ${short(replacement)}`

const choose = (mutants: readonly Mutant[], { seed, sample }: Options): readonly Mutant[] => {
  if (sample >= mutants.length) return mutants
  const length = { minLength: sample, maxLength: sample }
  const [chosen = []] = fc.sample(fc.shuffledSubarray([...mutants], length), { seed, numRuns: 1 })
  return chosen
}

const report = (verdict: Verdict, demandedPercent: number): void => {
  const { killed, timedOut, equivalent, survived, stale, percent } = verdict
  for (const mutant of survived) say(`survived: ${describe(mutant)}`)
  for (const { file, original, replacement } of stale)
    say(`stale in ${survivorsFile}: ${file}: ${short(original)} → ${short(replacement)}`)
  const known = `${equivalent.length} known as equivalent`
  say(`${killed} killed, ${timedOut} timed out, ${survived.length} survived, ${known}`)
  say(`${percent.toFixed(1)} % noticed, ${demandedPercent} % demanded`)
  process.exitCode = percent >= demandedPercent && stale.length === 0 ? 0 : 1
}

const run = async (options: Options): Promise<void> => {
  const { sources, tests: patterns, without = [], demandedPercent }: Area = areas[options.area]
  const { mutants, texts } = await instrument(root, sources)
  const known = readSurvivors(join(root, survivorsFile))
  const folder = copyProject(root, texts)
  // The same numbers in every property test, so that a mutant's end is the same too.
  const environment = { ASSAY_SEED: String(options.seed) }
  const { workers, only = '' } = options
  const onProgress = (done: number, total: number) => {
    if (done % 10 === 0 || done === total) say(`${done} of ${total} test files run without a mutant`)
  }
  const tests = await measureTests({ folder, patterns, without, workers, environment, onProgress })
  const chosen = choose(mutants, options).filter(({ file }) => file.startsWith(only))
  say(`${chosen.length} of ${mutants.length} mutants of ${options.area}, seed ${options.seed}`)
  let done = 0
  const trials = await inTurn(chosen, workers, async (mutant): Promise<Trial> => {
    const trial = await tryMutant(mutant, { folder, tests, environment })
    done += 1
    say(`[${done}/${chosen.length}] ${trial.end}: ${describe(mutant)}`)
    return trial
  })
  report(judge(trials, mutants, known), demandedPercent)
}

await new Command('mutation')
  .description(
    'Changes a sample of places of a copy, one at a time, and says which of the changes the unit tests notice; ends with 1 below what is demanded.',
  )
  .addOption(new Option('--area <name>', 'what is changed').choices(Object.keys(areas)).default('rules'))
  .option('--seed <number>', 'the same seed gives the same sample', readCount, 1)
  .option('--sample <number>', 'how many places', readCount, 150)
  .option('--only <path>', 'of the sample, only what stands below this path')
  .option('--workers <number>', 'how many test runs at a time', readCount, 1)
  .action(run)
  .parseAsync()
