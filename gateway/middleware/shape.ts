import { z } from 'zod'
import { Problem } from '../problem.ts'

/** The value in the shape asked for; refuses `malformed_request`, naming what is unknown, missing or of another form. */
export const requireShape = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const result = schema.safeParse(value)
  if (!result.success) throw new Problem('malformed_request', { detail: z.prettifyError(result.error).slice(0, 500) })
  return result.data
}
