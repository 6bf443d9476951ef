import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../problem.ts'

/** The value in the shape asked for; refuses `malformed_request`, naming what is unknown, missing or of another form. */
export const requireShape = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const result = schema.safeParse(value)
  if (!result.success) throw new Problem('malformed_request', { detail: z.prettifyError(result.error).slice(0, 500) })
  return result.data
}

/** Refuses a body in another form than JSON before anything reads it. */
export const requireJson: RequestHandler = (request, _response, next) => {
  if (!request.is('application/json')) throw new Problem('unsupported_media_type', { outcome: 'none' })
  next()
}
