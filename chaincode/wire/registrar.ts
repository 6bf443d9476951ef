import { z } from 'zod'
import { publicKey, signatureBytes } from './device.ts'
import { displayName, participantId } from './identifiers.ts'

/** A device's card: whose it is to be, its name and key, signed by that key. An administrator gives it to the registry as it is. */
export const registrarEnrolment = z.strictObject({
  participant: participantId,
  name: displayName,
  publicKey,
  proof: signatureBytes,
})
export type RegistrarEnrolment = z.infer<typeof registrarEnrolment>
