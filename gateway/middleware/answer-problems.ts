import type { ErrorRequestHandler } from 'express'
import type {} from 'pino-http'
import { isStorageFault } from '../files/machine-fault.ts'
import { Problem } from '../problem.ts'

const storageRetrySeconds = 5

const storageProblem = (): Problem =>
  new Problem('storage_unavailable', { outcome: 'none', retryAfterSeconds: storageRetrySeconds })

const faultProblem = (error: { type?: string; status?: number }): Problem => {
  if (isStorageFault(error)) return storageProblem()
  if (error.type === 'entity.too.large') return new Problem('request_too_large', { outcome: 'none' })
  if (error.type === 'entity.parse.failed') return new Problem('malformed_json', { outcome: 'none' })
  if (error.status !== undefined && error.status < 500) return new Problem('malformed_request', { outcome: 'none' })
  return new Problem('internal_fault')
}

/** Turns whatever a route throws into a problem document; says nothing of the inside of the gateway. */
export const answerProblems: ErrorRequestHandler = (error, request, response, _next) => {
  const problem = error instanceof Problem ? error : faultProblem(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'a request failed')
  const { retryAfterSeconds } = problem.details
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds))
  if (response.headersSent) {
    response.end()
    return
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
