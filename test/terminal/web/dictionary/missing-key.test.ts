import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const project = join(import.meta.dirname, '../../../..')
const dictionary = join(project, 'terminal/web/dictionary')
const run = promisify(execFile)

/** What the compiler that builds the terminal says of these files, which stand elsewhere and import what the dictionary imports. */
const compiled = async (files: { readonly [name: string]: string }): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-dictionary-'))
  const absolute = (text: string) =>
    text.replaceAll(/from '(\.[^']*)'/g, (_all, path) => `from '${join(dictionary, path)}'`)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.ts`), absolute(text))
  const extended = join(project, 'terminal/web/tsconfig.json')
  const named = Object.keys(files).map((name) => join(folder, `${name}.ts`))
  const compilerOptions = { types: ['node'], typeRoots: [join(project, 'node_modules/@types')] }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: extended, compilerOptions, include: [], files: named }),
  )
  try {
    const compiler = join(project, 'node_modules/.bin/tsc')
    return (await run(compiler, ['-p', folder, '--noEmit'], { cwd: project })).stdout
  } catch (error) {
    return (error as { stdout: string }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const sourceOf = (name: string): string => readFileSync(join(dictionary, `${name}.ts`), 'utf8')

/** The source without the part that the pattern finds, which must be there. */
const without = (source: string, part: RegExp): string => {
  const changed = source.replace(part, '')
  if (changed === source) throw new Error(`nothing in the source is like ${part}`)
  return changed
}

describe('a text that is missing', () => {
  it('SX-010 fails the build: a kind without words, and words without one of the languages', async () => {
    const [kinds, received, notices] = ['kinds', 'received', 'notices'].map(sourceOf) as [string, string, string]
    const said = await compiled({
      ...{ whole: received, 'whole-kinds': kinds, 'whole-notices': notices },
      'no-kind': without(kinds, /\n {2}'purchase\.ship': .*/),
      'no-notice': without(received, /\n {2}'purchase\.ship': \{\n[^\n]*\n[^\n]*\n {2}\},/),
      'no-chinese': without(received, /\n {4}zh: \(who: string\) => `\$\{who\} 已发货`,/),
      'no-english': without(notices, /, en: 'Refused'/),
    })
    const faulty = new Set([...said.matchAll(/([a-z-]+)\.ts\(\d+,\d+\): error TS/g)].map(([, name]) => name))
    expect([...faulty].sort(), said).deep.equal(['no-chinese', 'no-english', 'no-kind', 'no-notice'])
    expect(said).match(/no-kind\.ts.*purchase\.ship/)
  })
})
