import { z } from 'zod'
import { fee, tradeTerms, unit } from '../../chaincode/domains/vouchers/terms.ts'
import { kinds } from '../../chaincode/vocabulary.ts'
import { publicKey, signatureBytes } from '../../chaincode/wire/device.ts'
import {
  caseNumber,
  countOrZero,
  deviceId,
  displayName,
  moment,
  orderNumber,
  participantId,
  quantity,
  quoteId,
  reference,
  voucherCode,
} from '../../chaincode/wire/identifiers.ts'
import { amount, window } from '../../chaincode/wire/table.ts'
import { boundsOf, type Member, membersOf, type Schema } from './shapes.ts'

/** A shape that many members have, so that pages call it by a name and describe it once. */
interface NamedShape {
  name: string
  shape: z.ZodType
  meaning: string
}

/** Every shape with a name. */
export const namedShapes: readonly NamedShape[] = [
  { name: 'participant id', shape: participantId, meaning: 'Names a participant.' },
  { name: 'voucher code', shape: voucherCode, meaning: 'Names a voucher series, cash too.' },
  {
    name: 'digest',
    shape: deviceId,
    meaning: 'Names a device by its key, or an instruction, and what it opened, by its text.',
  },
  { name: 'case number', shape: caseNumber, meaning: 'Names the case under which something is frozen.' },
  { name: 'quote name', shape: quoteId, meaning: 'Names one quote of one voucher.' },
  { name: 'order number', shape: orderNumber, meaning: 'A merchant’s own name for one sale.' },
  { name: 'reference', shape: reference, meaning: 'A short text that the sender adds.' },
  { name: 'display name', shape: displayName, meaning: 'A name for people; never a key.' },
  { name: 'quantity', shape: quantity, meaning: 'A positive count of base units.' },
  { name: 'count', shape: countOrZero, meaning: 'A count of base units that may be 0.' },
  { name: 'moment', shape: moment, meaning: 'UTC milliseconds since 1970.' },
  { name: 'amount', shape: amount, meaning: 'A count of base units or a moment, as a record keeps it.' },
  { name: 'window', shape: window, meaning: 'Which numbers of a device were honoured, as bits in hexadecimal.' },
  { name: 'signature', shape: signatureBytes, meaning: 'An ES256 signature in base64url.' },
  { name: 'public key', shape: publicKey, meaning: 'A P-256 key as a JSON Web Key.' },
  { name: 'new device', shape: kinds['device.add'].body.shape.device, meaning: 'A device that a registrar adds.' },
  { name: 'unit', shape: unit, meaning: 'The base unit in which a voucher is counted, and how it is shown.' },
  { name: 'fee', shape: fee, meaning: 'A fee, in parts per million rounded up, within bounds.' },
  { name: 'trade terms', shape: tradeTerms, meaning: 'How a voucher is bought and sold.' },
]

const nameOf: ReadonlyMap<z.core.$ZodType, string> = new Map(namedShapes.map(({ shape, name }) => [shape, name]))

/** What refinements ask of a value, by the messages with which they refuse it. */
const asksOf = ({ _zod: { def } }: z.core.$ZodType): string[] =>
  (def.checks ?? []).flatMap(({ _zod: { def: check } }) => {
    const message = check.check === 'custom' ? check.error?.({ code: 'custom', input: undefined } as never) : undefined
    return typeof message === 'string' ? [message] : []
  })

const replace = (schema: Schema, other: Schema): void => {
  for (const member of Object.keys(schema)) delete schema[member]
  Object.assign(schema, other)
}

/** The JSON Schema of a shape as it is written, in which every shape with a name has nothing but that, as its title. */
const schemaOf = (shape: z.ZodType): Schema => {
  const whole: z.core.$ZodType = shape
  return z.toJSONSchema(shape, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const inner: z.core.$ZodType = zodSchema
      const name = inner === whole ? undefined : nameOf.get(inner)
      const asks = asksOf(inner)
      if (name !== undefined) replace(jsonSchema, { title: name })
      else if (asks.length > 0) jsonSchema['asks'] = asks
    },
  })
}

/** The bounds of a value, in words, with what its refinements ask. */
export const limitsOf = (schema: Schema): string =>
  [boundsOf(schema), ...((schema['asks'] as string[] | undefined) ?? [])].filter((words) => words !== '').join('; ')

const insideOf = ({ name, schema }: Member): Member[] => {
  const { oneOf, items, additionalProperties } = schema
  if (oneOf !== undefined) return (oneOf as Schema[]).flatMap((one) => deepMembersOf(name, one))
  if (typeof items === 'object') return deepMembersOf(`${name}[]`, items as Schema)
  if (typeof additionalProperties === 'object') return deepMembersOf(`${name}.*`, additionalProperties as Schema)
  return deepMembersOf(name, schema)
}

const deepMembersOf = (path: string, schema: Schema): Member[] =>
  membersOf(path, schema).flatMap((member) => [member, ...insideOf(member)])

/** The members of an object, and of the objects in it that have no name, each under its whole name. */
export const membersIn = (shape: z.ZodType): Member[] => deepMembersOf('', schemaOf(shape))

/** The bounds of a shape with a name. */
export const limitsOfNamed = ({ shape }: NamedShape): string => limitsOf(schemaOf(shape))
