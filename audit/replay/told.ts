import type { Item, Told } from '../../chaincode/batch/decide.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { partsOf, type RefusalCode, refusals } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import type { Call } from '../ledger/transaction.ts'
import type { ReplayedWork } from './replayed-work.ts'

interface Unseen {
  items: readonly Item[]
  outcomes: readonly Outcome[]
  unseen: ReadonlySet<number>
}

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

/** What the block says became of the confidential instruction at a place, in a form that its kind could have; notes the place. */
export const toldAt = (
  call: Call,
  { items, place, unseen }: { items: readonly Item[]; place: number; unseen: Set<number> },
): Told | undefined => {
  const item = items[place]
  if (item === undefined || !('instruction' in item)) return undefined
  const { confidential, effects } = partsOf(item.instruction.kind)
  if (confidential === undefined) return undefined
  const told = toldOutcome(outcomesIn(call)?.[place], effects)
  if (told !== undefined) unseen.add(place)
  return told
}

/** The pairs' collections in which what is accepted and unseen may have left something. */
export const collectionsOf = (
  { items, outcomes, unseen }: Unseen,
  work: Pick<ReplayedWork, 'view' | 'collectionOf'>,
): ReadonlySet<string> => {
  const accepted = items.filter((_item, place) => unseen.has(place) && outcomes[place]?.status === 'accepted')
  const pairs = accepted.flatMap((item) =>
    'instruction' in item ? [ruleOf(item.instruction.kind).pair?.(item.instruction as never, work.view)] : [],
  )
  const names = pairs.flatMap((pair) => (pair === undefined ? [] : [work.collectionOf(pair)]))
  return new Set(names.map((name) => `${ledgerChaincode}/${name}`))
}
