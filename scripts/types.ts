import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'

const root = dirname(import.meta.dirname)

// Counts, not seconds: they are the same on every machine. With the kinds of today and 150 made-up ones, 35 tables of their own.
const typesMaximum = 120_000
const instantiationsMaximum = 350_000

const tableCount = 35

const kindOf = (index: number): string => `  'made.up-${index}': kind({
    body: z.strictObject({ to: participantId, item${index}: voucherCode, quantity, answerBy: moment, reason: reference.optional() }),
    roles: ['customer'],
    effects: ['quantity', 'status'],
  }),`
const tableOf = (index: number): string => `export const made${index} = table('made-${index}', {
  shape: z.object({ made${index}: z.string(), home: z.string(), owner: z.string(), quantity: amount, status: z.enum(['open', 'ended']) }),
  key: ['made${index}'],
  homes: ['home'],
  readers: { parties: ['owner'] },
})`
const ruleOf = (index: number): string => `  'made.up-${index}': {
    reads: ({ body }) => [made${index % tableCount}.key(body.to)],
    home: ({ body }, view) => view.find(made${index % tableCount}, body.to)?.home,
    decide: ({ body, sender, view }) => {
      const { owner, ...made } = view.find(made${index % tableCount}, body.to) ?? { made${index % tableCount}: '', home: '', owner: sender.participant, quantity: 0n, status: 'open' as const }
      return { effects: { quantity: body.quantity }, writes: [write(made${index % tableCount}, { ...made, owner, quantity: BigInt(body.quantity) })] }
    },
  },`

const upTo = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('\n')

/** The files of a domain with so many kinds and 35 tables. */
const domain = (count: number): { [file: string]: string } => ({
  'kinds.ts': `import { z } from 'zod'
import { moment, participantId, quantity, reference, voucherCode } from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'
export const madeKinds = {
${upTo(count, kindOf)}
} as const
`,
  'tables.ts': `import { z } from 'zod'
import { amount, table } from '../../wire/table.ts'
${upTo(tableCount, tableOf)}
export const madeTables = [${Array.from({ length: tableCount }, (_, index) => `made${index}`).join()}] as const
`,
  'rules.ts': `import { type Rule, write } from '../../rules/rule.ts'
import type { madeKinds } from './kinds.ts'
import { ${Array.from({ length: tableCount }, (_, index) => `made${index}`).join()} } from './tables.ts'
export const madeRules: { readonly [K in keyof typeof madeKinds]: Rule<K> } = {
${upTo(count, ruleOf)}
}
`,
})

const changed = (file: string, ...changes: [from: string, to: string][]): void => {
  const text = changes.reduce((so, [from, to]) => so.replace(from, to), readFileSync(file, 'utf8'))
  writeFileSync(file, text)
}

/** A copy of the chaincode with a made-up domain of so many kinds. */
const copyWith = (count: number): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-types-'))
  cpSync(join(root, 'chaincode'), join(folder, 'chaincode'), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['chaincode'] }))
  const made = join(folder, 'chaincode', 'domains', 'made')
  mkdirSync(made)
  for (const [file, text] of Object.entries(domain(count))) writeFileSync(join(made, file), text)
  changed(
    join(folder, 'chaincode', 'vocabulary.ts'),
    [
      'import type { z }',
      "import { madeKinds } from './domains/made/kinds.ts'\nimport { madeTables } from './domains/made/tables.ts'\nimport type { z }",
    ],
    ['export const tables = [', 'export const tables = [\n  ...madeTables,'],
    ['export const kinds = { ', 'export const kinds = { ...madeKinds, '],
  )
  changed(
    join(folder, 'chaincode', 'ledger.ts'),
    ['import type { Rule }', "import { madeRules } from './domains/made/rules.ts'\nimport type { Rule }"],
    ['= {\n  ...', '= {\n  ...madeRules,\n  ...'],
  )
  return folder
}

const figureOf = (said: string, name: string): number => Number(said.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1])

const measure = (count: number): void => {
  const folder = copyWith(count)
  try {
    const tsc = join(root, 'node_modules', '.bin', 'tsc')
    const parameters = ['-p', folder, '--checkers', '1', '--extendedDiagnostics']
    const { status, stdout } = spawnSync(tsc, parameters, { encoding: 'utf8', maxBuffer: 2 ** 26 })
    if (status !== 0) throw new Error(`the made-up kinds do not compile:\n${stdout.slice(0, 2_000)}`)
    const [types, instantiations] = [figureOf(stdout, 'Types'), figureOf(stdout, 'Instantiations')]
    const seconds = stdout.match(/^Total time:\s+(.*)$/m)?.[1]
    console.log(
      `${count} made-up kinds and 35 tables: ${types} types of at most ${typesMaximum}, ` +
        `${instantiations} instantiations of at most ${instantiationsMaximum}, ${seconds}`,
    )
    if (types > typesMaximum || instantiations > instantiationsMaximum) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await new Command('types')
  .description(
    'Checks the types of the chaincode with many made-up kinds, and ends with 1 where that makes more types than a bound.',
  )
  .option('--kinds <number>', 'how many kinds', '150')
  .action(({ kinds }: { kinds: string }) => {
    try {
      if (!(Number(kinds) >= tableCount)) throw new Error(`at least ${tableCount} kinds, so that each table has a user`)
      measure(Number(kinds))
    } catch (error) {
      console.error((error as Error).message)
      process.exitCode = 1
    }
  })
  .parseAsync()
