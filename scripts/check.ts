import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command, Option } from 'commander'
import type { ReportedTest } from './mocha-reporter.ts'
import { withOwnTemporary } from './own-temporary.ts'

const root = dirname(import.meta.dirname)
const binaries = join(root, 'node_modules', '.bin')
const reports = join(root, 'reports')

/** A part of the whole check: a command that passes or fails, or a test run whose tests are counted one by one. */
interface Part {
  name: string
  group: 'static' | 'unit' | 'scenario'
  command: string[]
  report?: string
}

const mocha = ['mocha', '--reporter', 'scripts/mocha-reporter.ts', '--forbid-only', '--forbid-pending']
// Files run side by side, since most of them keep one processor busy; .mocharc.json gives each test far more time than it takes.
const unitRun = ['--parallel', '--jobs', String(Math.min(availableParallelism(), 4))]
const unitTests = ['audit', 'chaincode', 'network', 'gateway', 'institution', 'terminal', 'scripts'].map(
  (room) => `test/${room}/**/*.test.ts`,
)
// What decides, keeps and shows: every branch of it is taken by a test. What Node cannot read, such as markup, is not counted.
const coveredWhole = ['chaincode/**/*.ts', 'gateway/{lanes,outbox,projection}/**/*.ts', 'terminal/web/state/**/*.ts']
const coverage = [
  'c8',
  '--all',
  ...coveredWhole.flatMap((pattern) => ['--include', pattern]),
  '--check-coverage',
  ...['--branches', '100', '--lines', '100', '--functions', '99'],
]

const parts: readonly Part[] = [
  { name: 'lint and format', group: 'static', command: ['biome', 'ci', '.'] },
  { name: 'types', group: 'static', command: ['tsc', '-p', '.', '--checkers', '1'] },
  { name: 'types of the web terminal', group: 'static', command: ['tsc', '-p', 'terminal/web'] },
  { name: 'types of its tests', group: 'static', command: ['tsc', '-p', 'test/terminal/web'] },
  { name: 'dead code', group: 'static', command: ['knip'] },
  {
    name: 'unit, property and contract tests, with every branch of what decides, keeps and shows taken',
    group: 'unit',
    command: [...coverage, '--skip-full', '--reporter', 'text', ...mocha, ...unitRun, ...unitTests],
    report: 'unit.json',
  },
  {
    name: 'scenarios on a real network, and the web terminal in a browser',
    group: 'scenario',
    command: [
      ...mocha,
      '--require',
      './test/browser/support/hooks.ts',
      '--timeout',
      '300000',
      'test/browser/**/*.test.ts',
      'test/scenario/**/*.test.ts',
    ],
    report: 'scenario.json',
  },
]

const runIn = (temporary: string, { command, report }: Part): Promise<boolean> =>
  new Promise((resolve) => {
    const [program, ...rest] = command as [string, ...string[]]
    const reportFile = report === undefined ? {} : { ASSAY_REPORT: join(reports, report) }
    const child = spawn(join(binaries, program), rest, {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        PATH: `${binaries}:${process.env['PATH']}`,
        NODE_NO_WARNINGS: '1',
        TMPDIR: temporary,
        ...reportFile,
      },
    })
    child.on('exit', (code) => resolve(code === 0))
    child.on('error', () => resolve(false))
  })

/** True for a part that passes, and that leaves nothing behind where temporary files go: neither where it fails nor where it is killed. */
const run = async (part: Part): Promise<boolean> => {
  // Whoever wants to look at what a network leaves keeps everything.
  if (process.env['ASSAY_KEEP'] !== undefined) return runIn(tmpdir(), part)
  const { result, left } = await withOwnTemporary((folder) => runIn(folder, part))
  if (left.length > 0) process.stdout.write(`temporary files outlived what made them: ${left.join(', ')}\n`)
  return result && left.length === 0
}

const count = (part: Part, isGreen: boolean): { passed: number; failed: number } => {
  const file = join(reports, part.report ?? '')
  if (part.report === undefined || !existsSync(file)) return { passed: isGreen ? 1 : 0, failed: isGreen ? 0 : 1 }
  const tests = JSON.parse(readFileSync(file, 'utf8')) as ReportedTest[]
  const failed = tests.filter(({ state }) => state !== 'passed').length
  // A run can fail without a failing test: too little coverage, no test found, a crash.
  return { passed: tests.length - failed, failed: failed === 0 && !isGreen ? 1 : failed }
}

const check = async (only: string | undefined): Promise<void> => {
  const total = { passed: 0, failed: 0 }
  const chosen = parts.filter(({ group }) => only === undefined || group === only)
  for (const [index, part] of chosen.entries()) {
    process.stdout.write(`\n[${index + 1}/${chosen.length}] ${part.name}\n`)
    if (part.report !== undefined) rmSync(join(reports, part.report), { force: true })
    const { passed, failed } = count(part, await run(part))
    if (failed > 0) process.stdout.write(`${part.name}: failed\n`)
    total.passed += passed
    total.failed += failed
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
}

await new Command('test')
  .description(
    'Checks everything: lint, types, dead code, unit, property and contract tests, and scenarios on a real network.',
  )
  .addOption(new Option('--only <group>', 'one group of the checks').choices(['static', 'unit', 'scenario']))
  .action(({ only }: { only?: string }) => check(only))
  .parseAsync()
