import type { TakenBlock } from '../audit.ts'
import { type Finding, hexOf, shown } from '../findings.ts'
import type { AuditStore } from '../store.ts'
import { headerHash } from '../verify/chain.ts'
import { type Entry, entriesIn } from './entry.ts'
import { endLine, entryLine, headLines, type ListForm, listFormat } from './list-file.ts'
import { Tally } from './totals.ts'

/** The lines of a list, made block by block on the way of an audit. */
export class ListOfBlocks {
  readonly #form: ListForm
  readonly #channel: string
  readonly #tally = new Tally()
  #last = { through: '', hash: '' }

  constructor(form: ListForm, channel: string) {
    this.#form = form
    this.#channel = channel
  }

  get head(): string[] {
    return headLines(this.#form, { format: listFormat, channel: this.#channel })
  }

  /** The lines that a block gives. */
  take(taken: TakenBlock): string[] {
    this.#last = { through: taken.block.number.toString(), hash: hexOf(headerHash(taken.block)) }
    return entriesIn(taken).map((entry: Entry) => {
      this.#tally.take(entry)
      return entryLine(this.#form, entry)
    })
  }

  /** The last line, with the supplies of the rows as the blocks leave them. */
  end({ rows }: AuditStore): string {
    return endLine(this.#form, { ...this.#last, totals: this.#tally.totals(rows) })
  }
}

/** Holds the lines of a list, as they are read again, against those that the blocks give. */
export class ListCheck {
  readonly findings: Finding[] = []
  readonly #lines: AsyncIterator<string>
  #number = 0

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]()
  }

  async #next(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next()
    this.#number += 1
    return done === true ? undefined : value
  }

  /** Holds the next lines against these. Names the first that differs, and looks at none behind it. */
  async take(
    expected: readonly string[],
    code: 'LIST_LINE_DIFFERS' | 'LIST_TOTALS_DIFFER' = 'LIST_LINE_DIFFERS',
  ): Promise<void> {
    for (const line of expected) {
      if (this.findings.length > 0) return
      const found = await this.#next()
      if (found !== line)
        this.findings.push({ code, key: `line ${this.#number}`, expected: shown(line), found: shown(found ?? 'none') })
    }
  }

  /** Holds the last line against this one, and that nothing stands behind it. */
  async finish(end: string): Promise<void> {
    await this.take([end], 'LIST_TOTALS_DIFFER')
    if (this.findings.length > 0) return
    const further = await this.#next()
    if (further !== undefined)
      this.findings.push({
        code: 'LIST_LINE_DIFFERS',
        key: `line ${this.#number}`,
        expected: 'none',
        found: shown(further),
      })
  }
}
