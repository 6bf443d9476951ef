import { demands } from '../../chaincode/domains/matching/tables.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import {
  type ExpectedMatch,
  expectedMatch,
  expectedRecommendationMatch,
  type MatchedRows,
} from '../../chaincode/rules/matching/candidates.ts'
import type { Body, Instruction } from '../../chaincode/vocabulary.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { type Difference, shown } from '../findings.ts'
import type { RowStore } from './row-store.ts'
import { storedRows } from './stored-rows.ts'
import type { RecordedInstruction } from './transaction.ts'

/** What a match says, and over the rows at the end of which block. */
interface SaidMatch extends ExpectedMatch {
  block: string
}

const isOf = <K extends 'demand.open' | 'demand.match' | 'recommendation.open' | 'recommendation.match'>(
  kind: K,
  instruction: Instruction,
): instruction is Instruction<K> => instruction.kind === kind

/** The key of the demand or recommendation that an instruction opens; undefined for any other instruction. */
const openedBy = (id: string, instruction: Instruction): string | undefined => {
  if (isOf('demand.open', instruction)) return demands.key(instruction.body.demand)
  return isOf('recommendation.open', instruction) ? recommendations.key(id) : undefined
}

const saidOfDemand = ({ version, block, found, list, chosen }: Body<'demand.match'>): SaidMatch => ({
  ...{ version, block, found, list },
  chosen: chosen.map(({ holder, certificate }) => (certificate === undefined ? { holder } : { holder, certificate })),
})

const saidOfRecommendation = ({ version, block, found, list, chosen }: Body<'recommendation.match'>): SaidMatch => ({
  ...{ version, block, found, list },
  chosen: chosen.map((holder) => ({ holder })),
})

/** What an instruction matches, and what it says of that; undefined for any other instruction. */
const matchIn = (instruction: Instruction): { subject: string; said: SaidMatch } | undefined => {
  if (isOf('demand.match', instruction)) {
    const { body } = instruction
    return { subject: demands.key(body.demand), said: saidOfDemand(body) }
  }
  if (!isOf('recommendation.match', instruction)) return undefined
  const { body } = instruction
  return { subject: recommendations.key(body.recommendation), said: saidOfRecommendation(body) }
}

/** A match in one line, by which two of them are compared and shown. */
const lineOf = ({ version, block, found, list, chosen }: SaidMatch): string => {
  const names = chosen.map(({ holder, certificate }) =>
    certificate === undefined ? holder : `${holder} with ${certificate}`,
  )
  return `version ${version}, block ${block}, found ${found}, list ${list}, chosen ${names.join(', ')}`
}

const unmatchable = 'no list: the rows of its block are none that can be ranked'

/**
 * What every match must say (decision 0044). At the end of each block the list of each demand and recommendation that it opened is made
 * again over the replay's rows, and kept until its match comes; one whose match never comes is no difference. Of a list no more is kept
 * than a match says of it, so that memory stays flat.
 */
export class Matches {
  readonly #store: RowStore
  readonly #rows: MatchedRows
  /** The keys of the demands and recommendations that this block opened. */
  readonly #opened = new Set<string>()

  constructor(store: RowStore, consortium: Consortium) {
    this.#store = store
    this.#rows = storedRows(store, consortium)
  }

  /** Takes in an instruction that a block records as accepted. Names a match that says other than the rows: `MATCH_DIFFERS`, with both lists. */
  record({ id, accepted }: RecordedInstruction): Difference[] {
    if (accepted === undefined) return []
    const opened = openedBy(id, accepted)
    if (opened !== undefined) this.#opened.add(opened)
    const match = matchIn(accepted)
    return match === undefined ? [] : this.#compare(id, match)
  }

  #compare(instruction: string, { subject, said }: { subject: string; said: SaidMatch }): Difference[] {
    const expected = this.#opened.has(subject)
      ? 'a match behind the block that opened it'
      : this.#store.takeExpected(subject)
    const found = lineOf(said)
    // What no block opened, or was matched before, the rules refuse.
    if (expected === undefined || expected === found) return []
    return [{ code: 'MATCH_DIFFERS', instruction, key: subject, expected: shown(expected), found: shown(found) }]
  }

  /** Ends a block: keeps what the match must say of each demand and recommendation that it opened. */
  endBlock(block: string): void {
    for (const subject of this.#opened) {
      const expected = this.#expectedOf(subject)
      this.#store.expect(subject, expected === undefined ? unmatchable : lineOf({ ...expected, block }))
    }
    this.#opened.clear()
  }

  #expectedOf(subject: string): ExpectedMatch | undefined {
    const [table = '', name = ''] = subject.split('~')
    try {
      const demand = table === demands.name ? this.#rows.find(demands, name) : undefined
      if (demand !== undefined) return expectedMatch(this.#rows, demand)
      const recommendation = this.#rows.find(recommendations, name)
      return recommendation === undefined ? undefined : expectedRecommendationMatch(this.#rows, recommendation)
    } catch {
      // Rows that no rule wrote are named where they are written; a match over them is named too, when it comes.
      return undefined
    }
  }
}
