import { z } from 'zod'
import type { Terminal } from '../terminal.ts'

const path = z.object({
  ...{ name: z.string(), host: z.string(), port: z.string() },
  /** Within so many milliseconds it was measured. */
  class: z.string().optional(),
  ageSeconds: z.number().optional(),
  state: z.enum(['measured', 'old', 'unmeasured', 'failing']),
})
const paths = z.object({
  institutions: z.array(
    z.object({ institution: z.string(), state: z.enum(['none', 'one', 'several']), paths: z.array(path) }),
  ),
})
const deliveries = z.object({ items: z.array(z.object({ path: z.string(), at: z.number(), result: z.string() })) })

/** How each institution is reached from one's own bank, for its dispatchers and officers for credit; refuses `not_allowed` (S2-025). */
export const readPaths = (terminal: Pick<Terminal, 'read'>): Promise<z.infer<typeof paths>> =>
  terminal.read('/v1/chains/paths', paths)

/** Over which paths a chain was brought to its institution, oldest first, for the same people; refuses `not_allowed` (S2-027). */
export const readDeliveries = (terminal: Pick<Terminal, 'read'>, chain: string): Promise<z.infer<typeof deliveries>> =>
  terminal.read(`/v1/chains/${encodeURIComponent(chain)}/deliveries`, deliveries)
