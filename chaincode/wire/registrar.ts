import { z } from 'zod'
import { displayName, participantId } from './identifiers.ts'
import { publicKey } from './instruction.ts'

/** What an administrator asks of the registry: a registrar device for a participant of its own organisation. */
export const registrarEnrolment = z.strictObject({ participant: participantId, name: displayName, publicKey })
export type RegistrarEnrolment = z.infer<typeof registrarEnrolment>
