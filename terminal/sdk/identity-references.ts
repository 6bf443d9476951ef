import { z } from 'zod'
import type { Terminal } from './terminal.ts'

const typesAnswer = z.object({ types: z.array(z.string()) })

/** Of which types something is on record by which a bank knows a client, for its officers for credit; refuses as the gateway does. */
export const readReferenceTypes = (terminal: Pick<Terminal, 'read'>, client: string) =>
  terminal.read(`/v1/identity-references/${encodeURIComponent(client)}`, typesAnswer)
