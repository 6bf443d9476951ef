import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import type { ReportedTest } from './mocha-reporter.ts'

const root = dirname(import.meta.dirname)
const reports = join(root, 'reports')
const rowPattern = /^S[0-4X]-[0-9]{3}/

/** An acceptance row of docs/conformance.md: its id and what it asks, in our words. */
export interface Row {
  id: string
  statement: string
}

/** The rows of a conformance page, in its order. */
export const readRows = (page: string): Row[] =>
  [...page.matchAll(/^\| (S[0-4X]-[0-9]{3}) \| (.+?) \|$/gm)].map(([, id, statement]) => ({
    id: id as string,
    statement: (statement as string).trim(),
  }))

/** Which rows the tests show: a row is passed when at least one test begins with its id and every such test passed. */
export const judgeRows = (
  rows: readonly Row[],
  tests: readonly ReportedTest[],
): Map<string, 'passed' | 'failed' | 'missing'> => {
  const states = new Map<string, 'passed' | 'failed'>()
  for (const { title, state } of tests) {
    for (const id of idsOf(title)) {
      if (states.get(id) !== 'failed') states.set(id, state === 'passed' ? 'passed' : 'failed')
    }
  }
  return new Map(rows.map(({ id }) => [id, states.get(id) ?? 'missing']))
}

/** The row ids that a title begins with: one, or several one after the other. */
const idsOf = (title: string): string[] => {
  const ids: string[] = []
  let rest = title
  for (let match = rest.match(rowPattern); match !== null; match = rest.match(rowPattern)) {
    ids.push(match[0])
    rest = rest.slice(match[0].length).replace(/^[, ]+/, '')
  }
  return ids
}

const readReports = (): ReportedTest[] =>
  existsSync(reports)
    ? readdirSync(reports)
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => JSON.parse(readFileSync(join(reports, name), 'utf8')) as ReportedTest[])
    : []

const printSeed = (seed: string, own: readonly Row[], states: ReturnType<typeof judgeRows>, isLong: boolean): void => {
  const those = (state: string) => own.filter(({ id }) => states.get(id) === state)
  const ids = (state: string) =>
    those(state)
      .map(({ id }) => id)
      .join(' ') || 'none'
  process.stdout.write(`${seed}: ${those('passed').length} of ${own.length} rows passed\n`)
  process.stdout.write(`  passed:  ${ids('passed')}\n  failed:  ${ids('failed')}\n`)
  if (!isLong) process.stdout.write(`  missing: ${ids('missing')}\n`)
  else for (const { id, statement } of those('missing')) process.stdout.write(`  missing: ${id} ${statement}\n`)
}

const print = (seeds: readonly string[], isLong: boolean): void => {
  const rows = readRows(readFileSync(join(root, 'docs', 'conformance.md'), 'utf8'))
  const tests = readReports()
  if (tests.length === 0) process.stdout.write('There is no test report yet: run `npm test` first.\n')
  const states = judgeRows(rows, tests)
  const wanted = seeds.length > 0 ? seeds : [...new Set(rows.map(({ id }) => id.slice(0, 2)))]
  for (const seed of wanted) {
    printSeed(
      seed,
      rows.filter(({ id }) => id.startsWith(seed)),
      states,
      isLong,
    )
  }
}

if (import.meta.main) {
  await new Command('rows')
    .description('Prints, for each seed, which acceptance rows the last test run showed to hold.')
    .argument('[seeds...]', 'S0, S1, S2, S3, S4, SX; all of them by default')
    .option('--long', 'one line for each missing row')
    .action((seeds: string[], { long }: { long?: boolean }) => print(seeds, long === true))
    .parseAsync()
}
