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

/** What of a node of the syntax tree is looked at; the library leaves its type to whichever Babel its user has. */
interface Node {
  readonly type: string
  readonly name?: string
  readonly callee?: Node
  readonly object?: Node
  readonly property?: Node
  readonly id?: Node
}

const nodeOf = (path: object): Node => (path as { node: Node }).node
const faults = ['Error', 'TypeError', 'RangeError']
const logs = ['log', 'console']
const levels = ['error', 'warn', 'info', 'debug']

/** The last name of `log`, `this.#log` and `options.log`. */
const nameOf = (node: Node | undefined): string | undefined =>
  node?.name ?? node?.property?.name ?? node?.property?.id?.name

// Meaning is never in the text of an error (rule 4 of CONTRIBUTING.md), nor in the log: no test asks for the words of either.
const words: Options['ignorers'][number] = {
  shouldIgnore: (path) => {
    const { type, callee } = nodeOf(path)
    if (type === 'NewExpression' && faults.includes(callee?.name ?? '')) return 'the words of an error'
    const isLogged = logs.includes(nameOf(callee?.object) ?? '') && levels.includes(callee?.property?.name ?? '')
    return isLogged ? 'the words of the log' : undefined
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
  const options: Options = { excludedMutations: [], ignorers: [words], plugins: null, noHeader: false }
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
