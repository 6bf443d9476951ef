import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Opened, Question } from './gateway-side.ts'
import type { Moved, Task } from './terminal-side.ts'

/** A package of so many bytes of content, given and received through a gateway's mailbox. */
export interface PackageFigure extends Moved {
  bytes: number
  content: 'random' | 'text'
  /** By how many bytes the gateway grew at most. */
  gatewayGrownBytes: number
}

const begin = (script: string, ...words: string[]): ChildProcess =>
  fork(join(import.meta.dirname, script), words, { execArgv: ['--disable-warning=ExperimentalWarning'] })

const messageOf = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)))
  })

const ask = <T>(child: ChildProcess, question: Question): Promise<T> => {
  const answer = messageOf<T>(child)
  child.send(question)
  return answer
}

const megabyte = 2 ** 20

/** A file of so many bytes that either cannot be compressed, or is lines of text. */
const makeFile = (file: string, { bytes, content }: Pick<PackageFigure, 'bytes' | 'content'>): void => {
  writeFileSync(file, '')
  for (let done = 0; done < bytes; done += megabyte) {
    const random = randomBytes(content === 'random' ? megabyte : megabyte / 4)
    appendFileSync(
      file,
      content === 'random' ? random : random.toString('hex').replace(/(.{32})/g, '$1 of a hundred notes, '),
    )
  }
}

const measureOne = async (bytes: number, content: PackageFigure['content']): Promise<PackageFigure> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-packages-'))
  const gateway = begin('gateway-side.ts', join(folder, 'gateway'))
  try {
    const opened = await messageOf<Opened>(gateway)
    const before = await ask<number>(gateway, 'memory')
    const file = join(folder, 'content')
    makeFile(file, { bytes, content })
    const terminal = begin('terminal-side.ts')
    terminal.send({ opened, folder: join(folder, 'terminal'), file } satisfies Task)
    const laid = await messageOf<Exclude<Question, 'memory'>>(terminal)
    terminal.send(await ask<string>(gateway, laid))
    const moved = await messageOf<Moved>(terminal)
    const gatewayGrownBytes = (await ask<number>(gateway, 'memory')) - before
    return { ...moved, bytes, content, gatewayGrownBytes }
  } finally {
    gateway.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Gives and receives packages of these sizes, each in processes of its own; every one comes out as it went in. */
export const measurePackages = async (
  megabytes: readonly number[],
  report: (line: string) => void,
): Promise<PackageFigure[]> => {
  const figures: PackageFigure[] = []
  for (const content of ['random', 'text'] as const) {
    for (const size of megabytes) {
      report(`sealing, laying down, fetching and opening ${size} MB of ${content} content`)
      figures.push(await measureOne(size * megabyte, content))
    }
  }
  return figures
}

const inMegabytes = (bytes: number): string => (bytes / megabyte).toFixed(0)
const rate = ({ bytes }: PackageFigure, milliseconds: number): string =>
  ((bytes / megabyte / milliseconds) * 1000).toFixed(1)

const columns: readonly (readonly [string, (figure: PackageFigure) => string])[] = [
  ['content', ({ content }) => content],
  ['MB', ({ bytes }) => inMegabytes(bytes)],
  ['sealed MB', ({ sealedBytes }) => inMegabytes(sealedBytes)],
  ['sealed MB/s', (figure) => rate(figure, figure.seal)],
  ['laid down MB/s', (figure) => rate(figure, figure.upload)],
  ['fetched and opened MB/s', (figure) => rate(figure, figure.open)],
  ['terminal grew by MB', ({ grownBytes }) => inMegabytes(grownBytes)],
  ['gateway grew by MB', ({ gatewayGrownBytes }) => inMegabytes(gatewayGrownBytes)],
]

/** The figures as a table. */
export const describePackages = (figures: readonly PackageFigure[]): string[] => {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => cell.padEnd(columns[place]?.[0].length ?? 0)).join(' | ')} |`
  return [
    row(columns.map(([title]) => title)),
    row(columns.map(([title]) => '-'.repeat(title.length))),
    ...figures.map((figure) => row(columns.map(([, cell]) => cell(figure)))),
  ]
}
