import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median } from '../load.ts'
import type { Pass, Signatures, What } from './pass.ts'

const execute = promisify(execFile)

/** An audit of the first blocks of a chain, against reading the same blocks without checking anything. */
export interface AuditFigure {
  blocks: number
  instructions: number
  /** Verified and decided again, for each second of one core. */
  perSecond: number
  readPerSecond: number
  /** Processor milliseconds of the audit for one instruction. */
  milliseconds: number
  /** What the checks of signatures alone take of these, at the speed of one check after the other. */
  signatureMilliseconds: number
  signatures: Signatures
  residentBytes: number
}

const run = async <Answer>(what: What, folder: string, limit: number): Promise<Answer> => {
  const script = join(import.meta.dirname, 'pass.ts')
  const { stdout } = await execute(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    ...[script, what, folder, String(limit)],
  ])
  return JSON.parse(stdout) as Answer
}

const millisecondsOf = (passes: readonly Pass[]): number =>
  median(passes.map(({ processorMilliseconds, instructions }) => processorMilliseconds / instructions))

const countOf = ({ devices, creators, endorsers, orderers }: Signatures): number =>
  devices + creators + endorsers + orderers

/** Reads and audits in turn the blocks that hold so many instructions, round by round; the medians. */
export const measureAudit = async (
  folder: string,
  { instructions: wanted, rounds }: { instructions: number; rounds: number },
): Promise<AuditFigure> => {
  const { blocks, instructions } = await run<Pass>('read', folder, wanted)
  const [reads, checks]: [Pass[], Pass[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    reads.push(await run('read', folder, wanted))
    checks.push(await run('check', folder, blocks))
  }
  const signatures = await run<Signatures>('signatures', folder, blocks)
  const milliseconds = millisecondsOf(checks)
  return {
    ...{ blocks, instructions, milliseconds, signatures },
    ...{ perSecond: 1000 / milliseconds, readPerSecond: 1000 / millisecondsOf(reads) },
    signatureMilliseconds: (countOf(signatures) * signatures.microseconds) / 1000 / instructions,
    residentBytes: median(checks.map(({ residentBytes }) => residentBytes)),
  }
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0)

const columns = [
  ['instructions', ({ instructions }: AuditFigure) => String(instructions)],
  ['blocks', ({ blocks }: AuditFigure) => String(blocks)],
  ['audited a second and core', ({ perSecond }: AuditFigure) => perSecond.toFixed(0)],
  ['only read', ({ readPerSecond }: AuditFigure) => readPerSecond.toFixed(0)],
  ['processor ms each', ({ milliseconds }: AuditFigure) => milliseconds.toFixed(3)],
  ['of which signatures', ({ signatureMilliseconds }: AuditFigure) => signatureMilliseconds.toFixed(3)],
  ['signatures each', ({ signatures, instructions }: AuditFigure) => (countOf(signatures) / instructions).toFixed(2)],
  ['resident MB', ({ residentBytes }: AuditFigure) => megabytes(residentBytes)],
] as const

/** The figures as a table, and how memory grew between the two largest. */
export const describeAudit = (figures: readonly AuditFigure[]): string[] => {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padStart(columns[index]?.[0].length ?? 0)).join(' | ')} |`
  const [before, after] = figures.slice(-2)
  const [one] = figures
  return [
    row(columns.map(([title]) => title)),
    ...figures.map((figure) => row(columns.map(([, cell]) => cell(figure)))),
    '',
    `One check of a signature takes ${(one?.signatures.microseconds ?? 0).toFixed(0)} microseconds of a core.`,
    ...(before === undefined || after === undefined
      ? []
      : [
          `From ${before.instructions} to ${after.instructions} instructions the audit’s memory grew by ` +
            `${megabytes(after.residentBytes - before.residentBytes)} MB.`,
        ]),
  ]
}

/** The figures for programs. */
export const auditJson = (figures: readonly AuditFigure[]) => ({
  audit: figures.map(({ instructions, blocks, perSecond, readPerSecond, milliseconds, residentBytes }) => ({
    ...{ instructions, blocks, per_second: Math.round(perSecond), read_per_second: Math.round(readPerSecond) },
    ...{ processor_ms: Number(milliseconds.toFixed(4)), resident_bytes: residentBytes },
  })),
})
