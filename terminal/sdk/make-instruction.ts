import { byteLength } from '#platform'
import { envelopeText, type ReadEnvelope, shapeEnvelope } from '../../chaincode/envelope.ts'
import { Refusal } from '../../chaincode/refusal.ts'
import type { Body, Instruction, Kind } from '../../chaincode/vocabulary.ts'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { envelopeBytesMaximum, validityMillisecondsMaximum } from '../../chaincode/wire/identifiers.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import type { DeviceSigner } from './device-signer.ts'
import { isCurvePoint } from './signature-check.ts'
import type { NumberCounter } from './stores.ts'

/** What the user wants done: the kind of instruction, its body, and for how long it may still be honoured. */
export interface Trigger<K extends Kind> {
  ledger: string
  kind: K
  from: string
  body: Body<K>
  /** From one second to one day. */
  validForSeconds: number
}

const validSecondsMaximum = Number(validityMillisecondsMaximum / 1000n)

const shapeOnly = { number: '1', signature: 'A'.repeat(86) }

/** The key of a body that gives one to the ledger, and where it stands there. */
const keyIn = (body: Instruction['body']): { member: string; publicKey: PublicKey } | undefined => {
  if ('publicKey' in body) return { member: 'instruction.body.publicKey', publicKey: body.publicKey }
  if (!('device' in body) || typeof body.device !== 'object') return undefined
  return { member: 'instruction.body.device.publicKey', publicKey: body.device.publicKey }
}

const requireSendable = async (instruction: Instruction): Promise<void> => {
  const { signature } = shapeOnly
  shapeEnvelope({ instruction, signature })
  if (byteLength(envelopeText({ instruction, signature })) > envelopeBytesMaximum) {
    throw new Refusal('malformed_instruction', { problem: `longer than ${envelopeBytesMaximum} bytes` })
  }
  const key = keyIn(instruction.body)
  if (key !== undefined && !(await isCurvePoint(key.publicKey))) {
    throw new Refusal('malformed_instruction', { member: key.member, problem: 'not on P-256' })
  }
}

/** The same with every text in normal form C, whatever keyboard composed it: what is signed has one form. */
const inNormalForm = (value: unknown): unknown => {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(inNormalForm)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inNormalForm(member)]))
}

/**
 * Turns a trigger into a signed instruction under a fresh number (S0-048); it knows nothing of sending or receiving.
 * Everything that the ledger would refuse for its shape is refused here first, as `malformed_instruction` with the member
 * at fault, before a number is taken or anything signed (S0-007).
 */
export const makeInstruction = async <K extends Kind>(
  trigger: Trigger<K>,
  means: { signer: DeviceSigner; numbers: NumberCounter; now?: () => number },
): Promise<ReadEnvelope> => {
  const { validForSeconds, body, ...others } = trigger
  const wanted = { ...others, body: inNormalForm(body) as Body<K> }
  if (!Number.isInteger(validForSeconds) || validForSeconds < 1 || validForSeconds > validSecondsMaximum) {
    throw new Refusal('malformed_instruction', {
      member: 'validForSeconds',
      problem: `not a whole number from 1 to ${validSecondsMaximum}`,
    })
  }
  const validUntil = String((means.now ?? Date.now)() + validForSeconds * 1000)
  const draft = { ...wanted, device: means.signer.device, number: shapeOnly.number, validUntil } as Instruction
  await requireSendable(draft)
  const instruction: Instruction = { ...draft, number: await means.numbers.next() }
  const text = signingText(instruction)
  return { instruction, signature: await means.signer.sign(text), text, id: digest(text) }
}
