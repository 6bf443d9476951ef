import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'

/** One change of one place: what stands there, and what stands there instead while this mutant is the active one. */
export interface Mutant {
  readonly id: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
}

export interface Instrumented {
  readonly mutants: readonly Mutant[]
  /** The text of each file with all its mutants in it, of which `__STRYKER_ACTIVE_MUTANT__` switches one on. */
  readonly texts: ReadonlyMap<string, string>
}

type Position = { readonly line: number; readonly column: number }
type Options = Parameters<Instrumenter['instrument']>[1]

const silent = () => {}
const silentLogger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => true,
  isFatalEnabled: () => true,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: (message: string) => process.stderr.write(`${message}\n`),
  fatal: (message: string) => process.stderr.write(`${message}\n`),
}

interface NewOf {
  readonly type: 'NewExpression'
  readonly callee: { readonly type: string; readonly name?: string }
}

// The library leaves the type of a path to whichever Babel its user has.
const newOf = (path: object): NewOf | undefined => {
  const { node } = path as { node: { type: string } }
  return node.type === 'NewExpression' ? (node as NewOf) : undefined
}

// Meaning is never in the text of an error (rule 4 of CONTRIBUTING.md), so no test asks for its words.
const wordsOfErrors: Options['ignorers'][number] = {
  shouldIgnore: (path) => {
    const name = newOf(path)?.callee.name
    return name !== undefined && ['Error', 'TypeError', 'RangeError'].includes(name)
      ? 'the words of an error'
      : undefined
  },
}

const textBetween = (text: string, start: Position, end: Position): string => {
  const lines = text.split('\n').slice(start.line, end.line + 1)
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, end.column)
  lines[0] = (lines[0] ?? '').slice(start.column)
  return lines.join('\n')
}

/** All mutants of the files of `root` that the patterns name, with `@stryker-mutator/instrumenter`; changes no file. */
export const instrument = async (root: string, patterns: readonly string[]): Promise<Instrumented> => {
  const names = globSync([...patterns], { cwd: root }).sort()
  const originals = new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]))
  const files = [...originals].map(([name, content]) => ({ name, content, mutate: true }))
  const options: Options = { excludedMutations: [], ignorers: [wordsOfErrors], plugins: null, noHeader: false }
  const made = await new Instrumenter(silentLogger).instrument(files, options)
  const mutants = made.mutants
    .filter(({ status }) => status === undefined)
    .map(({ id, fileName, mutatorName, replacement, location: { start, end } }) => ({
      id,
      file: fileName,
      line: start.line + 1,
      column: start.column + 1,
      mutator: mutatorName,
      original: textBetween(originals.get(fileName) ?? '', start, end),
      replacement,
    }))
  return { mutants, texts: new Map(made.files.map(({ name, content }) => [name, content])) }
}
