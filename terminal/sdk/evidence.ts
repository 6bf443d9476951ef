import { z } from 'zod'
import { type ReadEnvelope, shapeEnvelope } from '../../chaincode/envelope.ts'
import { type PublicKey, publicKey } from '../../chaincode/wire/device.ts'
import { thumbprint } from '../../chaincode/wire/signature.ts'
import { isTextBy } from './signature-check.ts'

type EvidenceFault =
  | 'unreadable'
  | 'key_missing'
  | 'key_of_another_device'
  | 'bad_signature'
  | 'id_differs'
  | 'outcome_of_another'

/** What checking found: nothing wrong, or every fault, and the instruction's id as its own text gives it. */
export interface Verdict {
  isGood: boolean
  faults: EvidenceFault[]
  id?: string
  instruction?: ReadEnvelope['instruction']
}

const evidence = z.looseObject({
  id: z.string().optional(),
  envelope: z.unknown(),
  publicKey: publicKey.optional(),
  outcome: z.looseObject({ id: z.string() }).optional(),
})

const read = (value: unknown): { parts: z.infer<typeof evidence>; envelope: ReadEnvelope } | undefined => {
  const parts = evidence.safeParse(value)
  if (!parts.success) return undefined
  try {
    return { parts: parts.data, envelope: shapeEnvelope(parts.data.envelope) }
  } catch {
    return undefined
  }
}

const faultOfSignature = async (
  envelope: ReadEnvelope,
  key: PublicKey | undefined,
): Promise<EvidenceFault | undefined> => {
  if (key === undefined) return 'key_missing'
  if (thumbprint(key) !== envelope.instruction.device) return 'key_of_another_device'
  return (await isTextBy(key, envelope.text, envelope.signature)) ? undefined : 'bad_signature'
}

/**
 * Checks, without any network, that the device that the instruction names signed exactly this instruction, and that the
 * id, the outcome and (when given) `expected.id` and `expected.publicKey` belong to it. It does not show that a block
 * holds it, nor whose the device is: for that ask a gateway that you trust, or replay the blocks. Never throws.
 */
export const verifyEvidence = async (
  value: unknown,
  expected: { id?: string; publicKey?: PublicKey } = {},
): Promise<Verdict> => {
  const known = read(value)
  if (known === undefined) return { isGood: false, faults: ['unreadable'] }
  const { parts, envelope } = known
  const { id, instruction } = envelope
  const isAnother = (other: string | undefined) => other !== undefined && other !== id
  const signatureFault = await faultOfSignature(envelope, expected.publicKey ?? parts.publicKey)
  const faults: EvidenceFault[] = [
    ...(signatureFault === undefined ? [] : [signatureFault]),
    ...(isAnother(parts.id) || isAnother(expected.id) ? ['id_differs' as const] : []),
    ...(isAnother(parts.outcome?.id) ? ['outcome_of_another' as const] : []),
  ]
  return { isGood: faults.length === 0, faults, id, instruction }
}
