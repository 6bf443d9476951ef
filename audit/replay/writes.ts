import { parseKey } from '../../chaincode/vocabulary.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import type { Disclosed } from '../disclosure/disclosed.ts'
import { type Difference, type FindingCode, shown } from '../findings.ts'
import type { Call, HiddenWrite, MetadataWrite, RowWrite } from '../ledger/transaction.ts'
import { type HiddenRow, type PlacedChange, withoutSalt } from './replayed-work.ts'

/** Under which name a row's endorsement policy stands in its metadata. */
const policyName = 'VALIDATION_PARAMETER'

type Placed = Pick<RowWrite, 'chaincode' | 'key'>

const addressOf = ({ chaincode, key }: Placed): string => `${chaincode} ${key}`

const textOf = (value: Uint8Array | undefined): string =>
  value === undefined ? 'deleted' : Buffer.from(value).toString()

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0

type Leaf = { path: string; expected: string; found: string }

const isObject = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Rows are a few levels deep; a forged one may be any number.
const depthMaximum = 6

/** The first member, by its path, in which two rows differ. */
const firstLeaf = (expected: unknown, found: unknown, path: readonly string[] = []): Leaf | undefined => {
  if (path.length < depthMaximum && isObject(expected) && isObject(found)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()
    for (const name of names) {
      const leaf = firstLeaf(expected[name], found[name], [...path, name])
      if (leaf !== undefined) return leaf
    }
    return undefined
  }
  const [ours, theirs] = [expected, found].map((value) => JSON.stringify(value) ?? 'none') as [string, string]
  return ours === theirs ? undefined : { path: path.join('.'), expected: ours, found: theirs }
}

const isCount = (text: string): boolean => /^"-?\d+"$/.test(text)

const leafIn = (expected: Uint8Array | undefined, found: Uint8Array | undefined): Leaf | undefined => {
  if (expected === undefined || found === undefined) return undefined
  try {
    return firstLeaf(JSON.parse(textOf(expected)), JSON.parse(textOf(found)))
  } catch {
    // The found row is anybody's bytes, and then differs as a whole.
    return undefined
  }
}

/** How two values of one row differ: in an amount, in another member, or as a whole. */
const rowDifference = (change: PlacedChange, found: Uint8Array | undefined): Difference => {
  const leaf = leafIn(change.value, found)
  const { key } = change
  if (leaf === undefined)
    return { code: 'ROW_DIFFERS', key, expected: shown(textOf(change.value)), found: shown(textOf(found)) }
  const isAmount = isCount(leaf.expected) && isCount(leaf.found)
  return {
    ...{ code: isAmount ? 'AMOUNT_DIFFERS' : 'ROW_DIFFERS', key },
    ...{ expected: shown(`${leaf.path} ${leaf.expected}`), found: shown(`${leaf.path} ${leaf.found}`) },
  }
}

const tableOf = (key: string): string | undefined => parseKey(key)?.table.name

/** What was not written, next to what was written instead where a row of the same table was. */
const compareStrays = (missing: readonly PlacedChange[], unfounded: readonly RowWrite[]): Difference[] => {
  const left = new Map<string | undefined, RowWrite[]>()
  for (const write of unfounded.toReversed()) {
    const same = left.get(tableOf(write.key))
    if (same === undefined) left.set(tableOf(write.key), [write])
    else same.push(write)
  }
  const differences = missing.map((change): Difference => {
    const { key } = change
    const instead = left.get(tableOf(key))?.pop()
    if (instead === undefined) return { code: 'WRITE_MISSING', key, expected: shown(textOf(change.value)) }
    return { code: 'WRITE_ELSEWHERE', key, expected: addressOf(change), found: shown(addressOf(instead)) }
  })
  return [
    ...differences,
    ...[...left.values()]
      .flatMap((writes) => writes.toReversed())
      .map(({ key, value }): Difference => ({ code: 'WRITE_UNFOUNDED', key: shown(key), found: shown(textOf(value)) })),
  ]
}

const repeatedWrites = (writes: readonly RowWrite[]): Difference[] => {
  const seen = new Set<string>()
  return writes.flatMap((write): Difference[] => {
    const isRepeated = seen.has(addressOf(write))
    seen.add(addressOf(write))
    return isRepeated ? [{ code: 'WRITE_TWICE', key: shown(write.key), found: shown(textOf(write.value)) }] : []
  })
}

/** Where a transaction's writes are not the changes that the rules make: row by row, whatever their order. */
export const compareWrites = (changes: readonly PlacedChange[], writes: readonly RowWrite[]): Difference[] => {
  const written = new Map(writes.map((write) => [addressOf(write), write]))
  const expected = new Set(changes.map(addressOf))
  const present = changes.filter((change) => written.has(addressOf(change)))
  const different = present.filter((change) => !isSame(change.value, written.get(addressOf(change))?.value))
  const missing = changes.filter((change) => !written.has(addressOf(change)))
  const unfounded = [...written.values()].filter((write) => !expected.has(addressOf(write)))
  return [
    ...different.map((change) => rowDifference(change, written.get(addressOf(change))?.value)),
    ...compareStrays(missing, unfounded),
    ...repeatedWrites(writes),
  ]
}

const hex = (policy: Uint8Array | undefined): string =>
  shown(policy === undefined ? 'none' : Buffer.from(policy).toString('hex'))

// Keys and names of metadata are anybody's texts, so no mark could part them.
const entryOf = ({ chaincode, key, name }: Omit<MetadataWrite, 'value'>): string =>
  JSON.stringify([chaincode, key, name])

const policiesIn = (changes: readonly PlacedChange[]): MetadataWrite[] =>
  changes.flatMap(({ chaincode, key, policy }) =>
    policy === undefined ? [] : [{ chaincode, key, name: policyName, value: policy }],
  )

/** Where rows get other endorsement policies than their homes demand, or one of them twice. */
const comparePolicies = (changes: readonly PlacedChange[], metadata: readonly MetadataWrite[]): Difference[] => {
  const missing = new Map(policiesIn(changes).map((write) => [entryOf(write), write]))
  const differences = metadata.flatMap((write): Difference[] => {
    const ours = missing.get(entryOf(write))
    missing.delete(entryOf(write))
    if (ours !== undefined && isSame(ours.value, write.value)) return []
    return [
      { ...{ code: 'POLICY_DIFFERS', key: shown(write.key) }, expected: hex(ours?.value), found: hex(write.value) },
    ]
  })
  const left = [...missing.values()].map(
    ({ key, value }): Difference => ({ code: 'POLICY_DIFFERS', key, expected: hex(value), found: hex(undefined) }),
  )
  return [...differences, ...left]
}

const hiddenAddressOf = ({ collection, keyHash }: Pick<HiddenWrite, 'collection' | 'keyHash'>): string =>
  `${collection} ${keyHash}`

/** Where a disclosed row, which has the hash that the block has, is not what the rules write. What it holds is named nowhere. */
const compareDisclosed = (
  { key, record, isPurged }: HiddenRow,
  { write, disclosed }: { write: HiddenWrite; disclosed: Disclosed },
): Difference[] => {
  if (isPurged === true) return []
  const { keyHash, valueHash = '' } = write
  const found = disclosed.rowOf({ keyHash, valueHash })
  if (found !== undefined && found.row === undefined) return [{ code: 'ROW_UNREADABLE', key }]
  if (record === undefined) return []
  if (found?.row === undefined) return [{ code: 'PRIVATE_ROW_MISSING', key }]
  return canonical(withoutSalt(found.row)) === canonical(record) ? [] : [{ code: 'PRIVATE_ROW_DIFFERS', key }]
}

const strangeCode = (what: HiddenWrite['what']): FindingCode =>
  what === 'deleted' || what === 'purged' ? 'PRIVATE_ROW_DELETED' : 'COLLECTION_WRITTEN'

/** What is wrong with what is done to a private row; a row that is only deleted, where it is to be purged, stays with the peers as it was. */
const unfoundedCode = (row: HiddenRow, { what }: HiddenWrite): FindingCode | undefined => {
  if (what === (row.isPurged === true ? 'purged' : 'written')) return undefined
  return strangeCode(what)
}

/** Where what is done to private rows is not a value for each row that the rules write, an end for each that they purge, and nothing for any other: the hashes of keys tell. */
const compareHidden = (
  { hidden: rows, disclosed }: Pick<Changes, 'hidden' | 'disclosed'>,
  hidden: readonly HiddenWrite[],
): Difference[] => {
  const expected = new Map(rows.map((row) => [hiddenAddressOf(row), row]))
  const written = new Set<string>()
  const differences = hidden.flatMap((write): Difference[] => {
    const row = expected.get(hiddenAddressOf(write))
    const key = row?.key ?? shown(write.collection)
    const found = `${write.what} ${write.keyHash}`
    if (row === undefined || written.has(hiddenAddressOf(write))) return [{ code: strangeCode(write.what), key, found }]
    const code = unfoundedCode(row, write)
    if (code !== undefined) return [{ code, key, found }]
    written.add(hiddenAddressOf(write))
    return disclosed === undefined ? [] : compareDisclosed(row, { write, disclosed })
  })
  const missing = [...expected].filter(([address]) => !written.has(address))
  return [...differences, ...missing.map(([, { key }]): Difference => ({ code: 'PRIVATE_WRITE_MISSING', key }))]
}

/** What the rules change: rows, and rows of private collections. */
interface Changes {
  changes: readonly PlacedChange[]
  hidden: readonly HiddenRow[]
  /** What members disclosed. */
  disclosed?: Disclosed | undefined
}

/** Where anything that a transaction wrote among our chaincodes' rows is not what the rules write: rows, policies, private rows by their hashes. */
export const compareChanges = ({ changes, hidden, disclosed }: Changes, call: Call): Difference[] => [
  ...compareWrites(changes, call.writes),
  ...comparePolicies(changes, call.metadata),
  ...compareHidden({ hidden, disclosed }, call.hidden),
]
