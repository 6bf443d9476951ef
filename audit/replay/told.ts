import type { Item, ToldOfBlock } from '../../chaincode/batch/decide.ts'
import { credits } from '../../chaincode/domains/registry/tables.ts'
import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import type { Fold, Told } from '../../chaincode/rules/rule.ts'
import { parseKey, partsOf, type RefusalCode, refusals } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { Disclosed } from '../disclosure/disclosed.ts'
import type { Difference } from '../findings.ts'
import type { Call } from '../ledger/transaction.ts'
import type { ReplayedWork } from './replayed-work.ts'

const isObject = (value: unknown): value is { readonly [member: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the answer of a batch holds, in the order of its envelopes; undefined for an answer that is no list. */
export const outcomesIn = ({ response }: Call): Json[] | undefined => {
  try {
    const found: unknown = JSON.parse(response)
    return Array.isArray(found) ? found : undefined
  } catch {
    // Anybody's bytes; the caller names what it means.
    return undefined
  }
}

/**
 * What a block says became of an instruction whose confidential body is not at hand, as far as its kind could say it: effects under the names
 * of the kind, or a code without values; undefined for anything else, and for what the ledger took no notice of.
 */
const toldOutcome = (found: Json | undefined, effects: readonly string[]): Told | undefined => {
  if (!isObject(found)) return undefined
  const { status, effects: said, code, values } = found
  if (status === 'accepted' && isObject(said) && Object.keys(said).every((name) => effects.includes(name)))
    return { status, effects: said as never }
  const isCode = typeof code === 'string' && Object.hasOwn(refusals, code)
  if (status !== 'refused' || !isCode || !isObject(values) || Object.keys(values).length > 0) return undefined
  return { status, code: code as RefusalCode, values: {} }
}

/** Whether a call takes credits of this participant away, which only folding does. */
const isFolded = ({ writes }: Call, { participant, voucher }: Fold): boolean => {
  const { start, end } = credits.range(participant, ...(voucher === undefined ? [] : [voucher]))
  return writes.some(({ key, value }) => value === undefined && key >= start && key < end)
}

/** What is looked at as a batch with confidential instructions is decided. */
export interface Confidential {
  call: Call
  items: readonly Item[]
  work: ReplayedWork
  disclosed: Disclosed | undefined
}

/** How the confidential instructions of one batch are decided: by what was disclosed, or by what the block says of them. */
export class ConfidentialPart {
  /** The places of those that could not be decided again. */
  readonly unseen = new Set<number>()
  /** The places of those that were, with what was disclosed. */
  readonly disclosed = new Set<number>()
  /** The disclosed texts that they are decided with, by their ids. */
  readonly texts = new Map<string, string>()
  readonly #notes: Difference[] = []
  /** The places of those of which no text was disclosed at all. */
  readonly #untold = new Set<number>()
  readonly #setting: Confidential

  constructor(setting: Confidential) {
    this.#setting = setting
  }

  /**
   * What the block says became of the instruction at a place, in a form that its kind could have. Undefined for what is not confidential, and for
   * what can be decided again in full: its text was disclosed, and so was every private row that it looks at.
   */
  told(place: number): ToldOfBlock | undefined {
    const { call, items } = this.#setting
    const item = items[place]
    if (item === undefined || !('instruction' in item)) return undefined
    const { confidential, effects } = partsOf(item.instruction.kind)
    if (confidential === undefined) return undefined
    const told = toldOutcome(outcomesIn(call)?.[place], effects)
    if (told === undefined || this.#isAtHand(item, place)) return undefined
    this.unseen.add(place)
    return { ...told, hasFolded: (fold) => isFolded(call, fold) }
  }

  #isAtHand({ instruction, id }: ReadEnvelope, place: number): boolean {
    const { disclosed, work } = this.#setting
    const body = disclosed?.textOf(id, (instruction.body as { confidential?: string }).confidential)
    if (body === undefined) this.#untold.add(place)
    if (body === 'wrong') this.#notes.push({ code: 'BODY_WRONG', instruction: id })
    if (body === undefined || body === 'wrong') return false
    const keys = ruleOf(instruction.kind).readsThen?.(instruction as never, work.viewSoFar) ?? []
    const unknown = keys.find((key) => parseKey(key)?.table.place === 'pair' && !work.isKnown(key))
    if (unknown !== undefined) this.#notes.push({ code: 'PRIVATE_ROW_MISSING', instruction: id, key: unknown })
    if (unknown !== undefined) return false
    this.texts.set(id, body.text)
    this.disclosed.add(place)
    return true
  }

  /** What is wrong with what was disclosed, and what is missing of it, once the batch is decided. */
  notes(): Difference[] {
    const missing = [...this.#untold].filter((place) => this.#isMissing(place))
    const ids = missing.map((place) => this.#setting.items[place]?.id ?? '')
    return [...this.#notes, ...ids.map((instruction): Difference => ({ code: 'BODY_MISSING', instruction }))]
  }

  /**
   * Whether the text of an instruction was to be disclosed, and was not: what writes a row of a pair leaves its text in one, so that a row
   * with another text than was signed hides nothing. Of a row that is purged there is nothing to disclose.
   */
  #isMissing(place: number): boolean {
    const { disclosed, work } = this.#setting
    return work
      .hidden()
      .some(
        ({ key, collection, isPurged }) =>
          isPurged !== true && disclosed?.holdsAllOf(collection) === true && work.placesOf(key).includes(place),
      )
  }
}
