import type { PlaceResults } from '../blocks/results.ts'
import type { Configuration } from '../verify/configuration.ts'
import { lifecycle } from '../verify/definitions.ts'
import { Endorsements } from '../verify/endorsements.ts'
import { type FormedTransaction, formOf, type Verdict } from '../verify/form.ts'
import { State } from '../verify/state.ts'
import { Updates } from '../verify/updates.ts'
import type { RowName } from './head.ts'
import { rowsWritten } from './results.ts'

/** A transaction of the evidence as it stands in its block. */
export interface JudgedGround {
  /** What speaks for or against it by what the file holds: who signed and endorsed it, under which policies. */
  verdict: Verdict
  /** The transaction; undefined where it is not even well formed. */
  formed: FormedTransaction | undefined
}

const shownRow = ({ chaincode, key }: RowName): string => `${chaincode} ${key}`

/**
 * The rows that a file of evidence shows, and those by which the members agreed on each chaincode. What policies a row has besides
 * is not known, and then its chaincode's holds.
 */
export class Grounds {
  readonly state = new State()
  readonly #channel: string
  readonly #shown: ReadonlySet<string>
  readonly #unwritten: Set<string>

  constructor({ channel, rows }: { channel: string; rows: readonly RowName[] }) {
    this.#channel = channel
    this.#shown = new Set(rows.map(shownRow))
    this.#unwritten = new Set(this.#shown)
  }

  /**
   * Judges transactions of one block in order, over the rows that earlier blocks left. What those wrote that are taken as valid stands in
   * the rows once it is stored.
   */
  judge(
    block: { number: bigint; configuration: Configuration },
    chosen: readonly { bytes: Uint8Array; position: number; isTaken: boolean }[],
  ): { judged: JudgedGround[]; store: () => void } {
    const { memberships } = block.configuration
    const endorsements = new Endorsements(this.state, block.configuration)
    const updates = new Updates(this.state)
    const judged = chosen.map(({ bytes, position, isTaken }): JudgedGround => {
      const form = formOf(bytes, { channel: this.#channel, memberships, isSeen: () => false })
      if (typeof form === 'string') return { verdict: form, formed: undefined }
      const verdict = endorsements.judge(form)
      for (const row of rowsWritten(form.results)) this.#unwritten.delete(shownRow(row))
      if (isTaken) updates.apply(this.#shownPart(form.results), { block: block.number, transaction: position })
      return { verdict, formed: form }
    })
    return { judged, store: () => updates.store() }
  }

  /** The rows that were to be shown, and that none of the transactions so far wrote. */
  get unwritten(): string[] {
    return [...this.#unwritten]
  }

  /** What a transaction wrote among the rows that are shown, so that what is kept is bounded by the head. */
  #shownPart(results: readonly PlaceResults[]): PlaceResults[] {
    return results
      .filter(({ collection }) => collection === '')
      .map((place) => {
        if (place.namespace === lifecycle) return place
        const isShown = ({ key }: { key: Buffer }): boolean =>
          this.#shown.has(shownRow({ chaincode: place.namespace, key: key.toString() }))
        return {
          ...place,
          writes: place.writes.filter(isShown),
          metadataWrites: place.metadataWrites.filter(isShown),
        }
      })
  }

  close(): void {
    this.state.close()
  }
}
