import { z } from 'zod'

/** One of the two keys of a package, as it is sealed: 32 bytes in base64url. */
export const packageKey = z.strictObject({ key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
