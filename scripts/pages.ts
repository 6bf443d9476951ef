import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { auditFindingsPage } from './pages/audit-findings.ts'
import { gatewayConfigurationPage } from './pages/gateway-configuration.ts'
import { kindsPage } from './pages/kinds.ts'
import { lifeCyclesPage } from './pages/life-cycles.ts'
import { tablesPage } from './pages/tables.ts'

const root = dirname(import.meta.dirname)

/** A page that is made from sources, and is kept beside them so that it can be read without running anything. */
interface Page {
  /** Where it stands, from the project's folder. */
  file: string
  content: () => string
}

/** Every page that is made from sources. */
export const pages: readonly Page[] = [
  { file: 'docs/audit-findings.md', content: auditFindingsPage },
  { file: 'docs/gateway-configuration.md', content: gatewayConfigurationPage },
  { file: 'docs/kinds.md', content: kindsPage },
  { file: 'docs/life-cycles.md', content: lifeCyclesPage },
  { file: 'docs/tables.md', content: tablesPage },
]

/** Whether a page is not, or no longer, what its sources make of it. */
export const isOld = ({ file, content }: Page): boolean => {
  const path = join(root, file)
  return !existsSync(path) || readFileSync(path, 'utf8') !== content()
}

const check = (old: readonly Page[]): void => {
  for (const { file } of old) process.stdout.write(`${file} is old: run \`npm run pages\`\n`)
  if (old.length > 0) process.exitCode = 1
}

const write = (old: readonly Page[]): void => {
  for (const { file, content } of old) {
    writeFileSync(join(root, file), content())
    process.stdout.write(`${file} is new\n`)
  }
}

if (import.meta.main) {
  new Command('pages')
    .description('Makes the pages of docs anew that are made from sources.')
    .option('--check', 'write nothing, say which pages are old, and end with 1 when one is', false)
    .action(({ check: isCheck }: { check: boolean }) => (isCheck ? check : write)(pages.filter(isOld)))
    .parse()
}
