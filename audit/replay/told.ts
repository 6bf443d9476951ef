import type { Item, ToldOfBlock } from '../../chaincode/batch/decide.ts'
import { credits } from '../../chaincode/domains/registry/tables.ts'
import type { Fold, Told } from '../../chaincode/rules/rule.ts'
import { partsOf, type RefusalCode, refusals } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import type { Call } from '../ledger/transaction.ts'

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

/** What the block says became of the confidential instruction at a place, in a form that its kind could have; notes the place. */
export const toldAt = (
  call: Call,
  { items, place, unseen }: { items: readonly Item[]; place: number; unseen: Set<number> },
): ToldOfBlock | undefined => {
  const item = items[place]
  if (item === undefined || !('instruction' in item)) return undefined
  const { confidential, effects } = partsOf(item.instruction.kind)
  if (confidential === undefined) return undefined
  const told = toldOutcome(outcomesIn(call)?.[place], effects)
  if (told === undefined) return undefined
  unseen.add(place)
  return { ...told, hasFolded: (fold) => isFolded(call, fold) }
}
