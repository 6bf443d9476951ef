import { z } from 'zod'
import type { Json } from './canonical.ts'

/** A count of base units or a moment: a decimal string on the ledger, a bigint in memory. */
export const amount = z.codec(z.string().regex(/^(0|[1-9][0-9]{0,28})$/), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (count) => count.toString(),
})

/** A window of bits: hexadecimal on the ledger, a bigint in memory. */
export const window = z.codec(z.string().regex(/^[0-9a-f]{1,64}$/), z.bigint(), {
  decode: (digits) => BigInt(`0x${digits}`),
  encode: (bits) => bits.toString(16),
})

type JsonObject = { [name: string]: Json }

/** How a record stands on the ledger, and back. Nothing is checked: what endorsers wrote is read as it is, also by a later shape. */
export interface Codec<Record> {
  encode(record: Record): JsonObject
  decode(json: JsonObject): Record
}

interface Change {
  encode(value: unknown): unknown
  decode(value: unknown): unknown
}

const mapped = (values: object, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))

const changed = (from: object, members: readonly (readonly [string, Change])[], way: keyof Change) => {
  const to: { [name: string]: unknown } = { ...from }
  for (const [name, change] of members) {
    if (to[name] === undefined) delete to[name]
    else to[name] = change[way](to[name])
  }
  return to
}

const changeOfObject = (shape: z.ZodObject): Change | undefined => {
  const members = Object.entries(shape.shape).flatMap(([name, member]) => {
    const change = changeOf(member as z.ZodType)
    return change === undefined ? [] : [[name, change] as const]
  })
  if (members.length === 0) return undefined
  return {
    encode: (record) => changed(record as object, members, 'encode'),
    decode: (json) => changed(json as object, members, 'decode'),
  }
}

/** What becomes of a value of this shape on its way to the ledger; undefined where it stands there as it is. */
const changeOf = (shape: z.ZodType): Change | undefined => {
  if (shape instanceof z.ZodCodec) {
    const { transform, reverseTransform } = shape.def as unknown as { transform: never; reverseTransform: never }
    return { encode: reverseTransform, decode: transform }
  }
  if (shape instanceof z.ZodOptional) return changeOf(shape.unwrap() as z.ZodType)
  if (shape instanceof z.ZodObject) return changeOfObject(shape)
  if (!(shape instanceof z.ZodRecord)) return undefined
  const change = changeOf(shape.valueType as z.ZodType)
  if (change === undefined) return undefined
  return {
    encode: (values) => mapped(values as object, change.encode),
    decode: (values) => mapped(values as object, change.decode),
  }
}

const codecOf = <Shape extends z.ZodObject>(shape: Shape): Codec<z.output<Shape>> => {
  const asItIs = { encode: (record: unknown) => ({ ...(record as object) }), decode: (json: unknown) => json }
  return (changeOfObject(shape) ?? asItIs) as Codec<z.output<Shape>>
}

/** The shape of a value as it stands on the ledger and on the wire: counts and moments as the strings that they are there. */
export const asWritten = <Shape extends z.ZodType>(shape: Shape): z.ZodType<z.input<Shape>> => {
  const build = (one: z.ZodType): z.ZodType => {
    if (one instanceof z.ZodCodec) return one.def.in as z.ZodType
    if (one instanceof z.ZodOptional) return build(one.unwrap() as z.ZodType).optional()
    if (one instanceof z.ZodRecord) return z.record(z.string(), build(one.valueType as z.ZodType))
    if (!(one instanceof z.ZodObject)) return one
    return z.object(
      Object.fromEntries(Object.entries(one.shape).map(([name, member]) => [name, build(member as z.ZodType)])),
    )
  }
  return build(shape) as z.ZodType<z.input<Shape>>
}

/** Where rows can stand. */
export type TablePlace = 'ledger' | 'home' | 'pair'

type Member<Shape extends z.ZodObject> = keyof z.output<Shape> & string

/** Who looks at a row: somebody's session of one device. */
export interface Looker {
  participant: string
  device: string
}

/**
 * Who may read a table's rows besides auditors, who read all (decision 0018): everybody; those whom these members name; the
 * participant that a member names, and the registrars of its home; or what a row itself decides. Without a word nobody else may.
 */
export type Readers<Shape extends z.ZodObject> =
  | 'everybody'
  | { parties: readonly Member<Shape>[] }
  | { owner: Member<Shape> }
  | ((looker: Looker, record: z.output<Shape>) => boolean)

/** In which list the rows are found, under which subjects, and in which states they count as open. */
export interface Listed<Shape extends z.ZodObject = z.ZodObject> {
  as: string
  under: readonly Member<Shape>[]
  /** True where the list is one of each account's own, which who may read the account may read. */
  ofAccounts?: boolean
  open: readonly string[]
}

/** What a table says of itself; all that others know of it is derived from this. */
export interface TableParts<Shape extends z.ZodObject, Key extends readonly string[]> {
  /** The record of a row; comments at its members say what they mean, `amount` what counts. */
  shape: Shape
  /** The members that name a row, in the order of its key. */
  key: Key
  /**
   * Where the rows stand: with the ledger's own, in the chaincode of the home of the participant that leads the key (decision 0022), or in
   * the private collection of the bank and the institution that lead it (decision 0011).
   */
  place?: TablePlace
  /** The members that name the organisations whose peers must endorse every change of a row (decision 0009). */
  homes: readonly Member<Shape>[]
  readers?: Readers<Shape>
  /** Whom a step of a row concerns; without a word, those parties who may read it. */
  concerns?(record: z.output<Shape>): (string | undefined)[]
  listed?: Listed<Shape>
}

/** A text for each member of a key. */
export type Named<Key extends readonly string[]> = { [I in keyof Key]: string }

/** A table of the ledger. */
export interface Table<
  Name extends string = string,
  Shape extends z.ZodObject = z.ZodObject,
  Key extends readonly string[] = readonly string[],
> {
  readonly name: Name
  readonly shape: Shape
  readonly members: Key
  readonly place: TablePlace
  readonly readers: Readers<Shape> | undefined
  readonly listed: Listed<Shape> | undefined
  readonly codec: Codec<z.output<Shape>>
  /** The key of the row that these members name. Plain printable text: `~` parts the members, and no identifier may hold one. */
  key(...members: Named<Key>): string
  keyOf(record: z.output<Shape>): string
  homesOf(record: z.output<Shape>): string[]
  /** Those whom a step of this row concerns, besides who takes it. */
  partiesOf(record: z.output<Shape>): string[]
  /** First key inside and first key behind all rows whose key begins with these members. */
  range(...members: string[]): { start: string; end: string }
}

/** The record of a table's rows. */
export type RecordIn<T extends Table> = z.output<T['shape']>

/** A table that describes itself once: its record, its key, where it stands, who endorses, reads and finds it. */
export const table = <
  const Name extends string,
  Shape extends z.ZodObject,
  const Key extends readonly (keyof z.output<Shape> & string)[],
>(
  name: Name,
  { shape, key: members, place = 'ledger', homes, readers, concerns, listed }: TableParts<Shape, Key>,
): Table<Name, Shape, Key> => ({
  ...{ name, shape, members, place, readers, listed },
  codec: codecOf(shape),
  // No more than its members, so that it can be handed to `map`.
  key: (...named: readonly string[]) => [name, ...named.slice(0, members.length)].join('~'),
  keyOf: (record) => [name, ...members.map((member) => (record as { [member: string]: string })[member])].join('~'),
  homesOf: (record) => homes.map((member) => (record as { [member: string]: string })[member] as string),
  partiesOf: (record) => {
    const members = typeof readers === 'object' && 'parties' in readers ? readers.parties : []
    const all = concerns?.(record) ?? members.map((member) => (record as { [member: string]: string })[member])
    return all.filter((party) => party !== undefined)
  },
  range: (...named) => {
    const stem = [name, ...named].join('~')
    return { start: `${stem}~`, end: `${stem}\u007f` }
  },
})
