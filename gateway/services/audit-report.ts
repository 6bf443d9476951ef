import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'

/** The longest report that is read: the auditor's command bounds its findings, and each may show two rows. */
const reportBytesMaximum = 16_000_000n
const findingsMaximum = 1_000
const codesMaximum = 500

/** A text of whatever length, of which so much is shown. */
const text = (maximum: number) => z.string().transform((whole) => whole.slice(0, maximum))
const decimal = z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/)
const count = z.int().min(0)
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/)

const finding = z.object({
  code,
  block: decimal.optional(),
  transaction: count.optional(),
  instruction: text(200).optional(),
  key: text(1_000).optional(),
  expected: text(2_000).optional(),
  found: text(2_000).optional(),
})

/** What the auditor's command says of a stretch of blocks, as it writes it into its file (decision 0037). */
export const auditReport = z.object({
  format: z.literal('assay audit report 1'),
  verdict: z.enum(['proven', 'differs', 'not_checked']),
  depth: z.enum(['verify', 'replay']),
  channel: text(250),
  source: text(500),
  from: decimal.nullable(),
  to: decimal.nullable(),
  at: z.iso.datetime(),
  firstBlock: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  roots: z.array(z.object({ mspId: text(100), fingerprint: text(200) })).max(200),
  counts: z.object({
    ...{
      blocks: count,
      proven: count,
      differing: count,
      unseen: count,
      confidential: count,
      // An auditor's older program told none.
      disclosed: count.default(0),
      fromStamp: count,
      invalid: count,
    },
  }),
  oddities: z.array(z.object({ code, count, block: decimal, transaction: count })).max(codesMaximum),
  codes: z
    .array(z.object({ code, count, means: text(500), proves: z.enum(['difference', 'nothing']) }))
    .max(codesMaximum),
  findings: z.array(finding).max(findingsMaximum),
})

/** The report of the last audit; `none` where no audit wrote one yet, `unreadable` where the file holds something else. */
export type LastAudit = { status: 'none' | 'unreadable' } | { status: 'read'; report: z.output<typeof auditReport> }

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const parsed = (content: string): LastAudit => {
  try {
    const result = auditReport.safeParse(JSON.parse(content))
    return result.success ? { status: 'read', report: result.data } : { status: 'unreadable' }
  } catch {
    return { status: 'unreadable' }
  }
}

/**
 * The file in which the auditor's command leaves its report. Any content is taken: what is no plain file, too long, no JSON or of another
 * form is `unreadable`, and nothing of it is shown. A file that did not change is not read again, however often somebody asks.
 */
export class AuditReportFile {
  readonly #path: string | undefined
  #known: { mark: string; audit: LastAudit } | undefined

  constructor(path: string | undefined) {
    this.#path = path
  }

  async read(): Promise<LastAudit> {
    if (this.#path === undefined) return { status: 'none' }
    try {
      return await this.#readFrom(this.#path)
    } catch (error) {
      return { status: isAbsent(error) ? 'none' : 'unreadable' }
    }
  }

  async #readFrom(path: string): Promise<LastAudit> {
    const found = await stat(path, { bigint: true })
    if (!found.isFile() || found.size > reportBytesMaximum) return { status: 'unreadable' }
    const mark = `${found.ino} ${found.size} ${found.mtimeNs}`
    if (this.#known?.mark === mark) return this.#known.audit
    const audit = parsed(await readFile(path, 'utf8'))
    this.#known = { mark, audit }
    return audit
  }
}
