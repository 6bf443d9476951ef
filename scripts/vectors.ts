import { Command } from 'commander'
import { keepBase, keepVectors, readBases, readVectors, recordedName } from '../test/audit/support/vectors/bases.ts'
import { firstsOf, secondsOf } from '../test/audit/support/vectors/checking.ts'
import { outcomeOf } from '../test/audit/support/vectors/first-verifier.ts'
import { makeBases, makeDrafts, reasonOf, trimmed } from '../test/audit/support/vectors/making.ts'
import { SecondVerifier } from '../test/audit/support/vectors/second-verifier.ts'
import type { Vector, VectorBase } from '../test/audit/support/vectors/vector.ts'

const told =
  (who: string, count: number) =>
  (done: number): void => {
    if (done % 100 === 0) console.log(`${who}: ${done} of ${count} vectors`)
  }

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(0)

/** What the second verifier says, built for this alone. */
const secondsSaid = (all: readonly Omit<Vector, 'first' | 'second'>[], bases: ReadonlyMap<string, VectorBase>) => {
  const verifier = new SecondVerifier()
  try {
    return secondsOf(verifier, all, { bases, tell: told('second', all.length) })
  } finally {
    verifier.close()
  }
}

/** Longer vectors would make a large file of them, and show nothing that shorter ones do not. */
const textAtMost = 8_000

/** Makes vectors anew and keeps them; answers those on which both verifiers disagree without a reason. */
const make = async (seed: number, count: number): Promise<{ vectors: Vector[]; faults: string[] }> => {
  const made = await makeBases(seed)
  const recorded = (await readBases([])).get(recordedName) as VectorBase
  const { drafts, bases } = makeDrafts(made, recorded, { count, seed })
  const firsts = await firstsOf(drafts, bases, told('first', drafts.length))
  const short = drafts
    .map((draft) => {
      const first = firsts.get(draft.name)
      return first?.finding === undefined ? draft : trimmed(draft, first)
    })
    .filter((draft) => JSON.stringify(draft.edits).length <= textAtMost)
    .slice(0, count)
  const seconds = secondsSaid(short, bases)
  const faults: string[] = []
  const vectors = short.map(({ finds, ...draft }): Vector => {
    const found = firsts.get(draft.name)
    const [first, second] = [outcomeOf(found?.finding), seconds.get(draft.name) ?? 'nothing']
    const reason = found && reasonOf(found, second)
    if (first !== second && reason === undefined) faults.push(`${draft.name}: first ${first}, second ${second}`)
    if (finds !== undefined && found?.finding?.code !== finds)
      faults.push(`${draft.name}: ${finds} expected, first ${first}`)
    return { ...draft, first, second, ...(reason !== undefined && { reason }) }
  })
  for (const base of bases.values()) if (base.name !== recordedName) keepBase(base)
  keepVectors(vectors)
  return { vectors, faults }
}

/** Checks the kept vectors by both verifiers; answers those of which either says something else than is kept. */
const check = async (): Promise<{ vectors: Vector[]; faults: string[] }> => {
  const vectors = readVectors()
  const bases = await readBases([...new Set(vectors.map(({ base }) => base))])
  const firsts = await firstsOf(vectors, bases, told('first', vectors.length))
  const seconds = secondsSaid(vectors, bases)
  const faults = vectors.flatMap(({ name, first, second }) => {
    const [one, other] = [outcomeOf(firsts.get(name)?.finding), seconds.get(name) ?? 'nothing']
    return one === first && other === second
      ? []
      : [`${name}: first ${one} where ${first} is kept, second ${other} where ${second} is kept`]
  })
  return { vectors, faults }
}

await new Command('vectors')
  .description('Holds both verifiers of blocks against the kept vectors; ends with 1 where one says something else.')
  .option('--seed <number>', 'make the vectors anew first, and hold both against each other')
  .option('--count <number>', 'how many are made', '2000')
  .action(async ({ seed, count }: { seed?: string; count: string }) => {
    const started = performance.now()
    const { vectors, faults } = seed === undefined ? await check() : await make(Number(seed), Number(count))
    for (const fault of faults) console.log(fault)
    const counted = (isIt: (vector: Vector) => boolean) => vectors.filter(isIt).length
    console.log(
      [
        `${vectors.length} vectors in ${secondsSince(started)} s`,
        `${counted(({ first }) => first === 'proven')} proven`,
        `${counted(({ first, second }) => first !== 'proven' && first === second)} found alike`,
        `${counted(({ reason }) => reason === 'rules')} left to the rules`,
        `${counted(({ reason }) => reason === 'reads')} left to what was read`,
        `${counted(({ reason }) => reason === 'configuration')} left to the configuration`,
        `${counted(({ reason }) => reason === 'form')} of no form`,
        `${faults.length} at fault`,
      ].join(', '),
    )
    if (faults.length > 0) process.exitCode = 1
  })
  .parseAsync()
