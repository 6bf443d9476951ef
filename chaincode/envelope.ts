import { z } from 'zod'
import { byteLength } from '#platform'
import { Refusal } from './refusal.ts'
import { type Stamp, stamp } from './stamp.ts'
import { type Instruction, type Kind, kindNames, kinds } from './vocabulary.ts'
import { canonical } from './wire/canonical.ts'
import { signatureBytes } from './wire/device.ts'
import {
  deviceId,
  envelopeBytesMaximum,
  instructionNumber,
  ledgerName,
  moment,
  participantId,
} from './wire/identifiers.ts'
import { digest, signingText } from './wire/signature.ts'

const head = {
  ledger: ledgerName,
  from: participantId,
  device: deviceId,
  number: instructionNumber,
  validUntil: moment,
}

const instructionOf = <K extends Kind>(kind: K) =>
  z.strictObject({ ...head, kind: z.literal(kind), body: kinds[kind].body as (typeof kinds)[Kind]['body'] })

/** Any instruction: the union over all kinds, told apart by `kind`. */
export const instruction = z.discriminatedUnion(
  'kind',
  kindNames.map((kind) => instructionOf(kind)) as [
    ReturnType<typeof instructionOf>,
    ...ReturnType<typeof instructionOf>[],
  ],
)

/** As `envelope`, with the stamp that only the home adds, after it took the envelope in. */
export const stampedEnvelope = z.strictObject({
  instruction,
  signature: signatureBytes,
  stamp: stamp.optional(),
})

/** An instruction and its device's ES256 signature over the canonical text, as 64 bytes (r, s) in base64url with low s. */
export const envelope = z.strictObject({
  instruction,
  signature: signatureBytes,
})

export interface Envelope<K extends Kind = Kind> {
  instruction: Instruction<K>
  signature: string
  stamp?: Stamp | undefined
}

/** An envelope as read from its text, with the text that the device signed and the instruction's id over it. */
export interface ReadEnvelope extends Envelope {
  text: string
  id: string
}

/** The one text of an envelope. */
export const envelopeText = ({ instruction, signature, stamp }: Envelope): string => {
  const stamped = stamp === undefined ? '' : `,"stamp":${canonical({ ...stamp })}`
  return `{"instruction":${signingText(instruction)},"signature":"${signature}"${stamped}}`
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('malformed_instruction', { problem: 'not JSON' })
  }
}

/**
 * Reads a value of any shape as an envelope; refuses `malformed_instruction` and names the first member at fault.
 * Members that the schema does not know are refused, so that nobody signs what nobody reads; so is a stamp, which only the
 * home may add.
 */
export const shapeEnvelope = (value: unknown): ReadEnvelope => shape(envelope, value)

const shape = (schema: typeof envelope | typeof stampedEnvelope, value: unknown): ReadEnvelope => {
  const result = schema.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new Refusal('malformed_instruction', {
      /* c8 ignore next 2 -- whoever refuses a value names an issue, which the types do not know */
      member: issue?.path.join('.') ?? '',
      problem: issue?.message.slice(0, 200) ?? 'unreadable',
    })
  }
  const shaped = result.data as Envelope
  const text = signingText(shaped.instruction)
  return { ...shaped, text, id: digest(text) }
}

/**
 * The envelope in a text that was read and checked before, by this gateway or by the peers that endorsed it: no shape is
 * checked again, since checking costs more than all else that is done with it. Never for a text that comes from outside.
 */
export const knownEnvelope = (text: string): Envelope => JSON.parse(text) as Envelope

/**
 * Reads an envelope from its canonical text; refuses `malformed_instruction` for anything else: too long, not JSON,
 * another order of members, a member twice, an unknown member. One envelope has one text (decision 0004).
 */
export const readEnvelope = (text: string): ReadEnvelope => {
  if (byteLength(text) > envelopeBytesMaximum) {
    throw new Refusal('malformed_instruction', { problem: `longer than ${envelopeBytesMaximum} bytes` })
  }
  const read = shape(stampedEnvelope, parse(text))
  if (envelopeText(read) !== text) throw new Refusal('malformed_instruction', { problem: 'not in canonical form' })
  return read
}
