import { z } from 'zod'
import { canonical, type Json } from '../../wire/canonical.ts'
import { digest } from '../../wire/signature.ts'

/** The name of a kind of instruction; whether there is one of that name, and it needs two people, the rule tells. */
export const kindName = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
  .max(64)

/** The body of an act in canonical form, so that two people read the same. */
export const actText = z.string().min(2).max(4_096)

/** What two people say yes to: this kind with exactly this body, in base64url. */
export const digestOfAct = (kind: string, body: object): string => digest(canonical({ kind, body: body as Json }))
