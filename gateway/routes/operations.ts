import { Router } from 'express'
import type { Configuration } from '../configuration.ts'
import type { Metrics } from '../metrics.ts'
import type { Readiness } from '../services/readiness.ts'
import type { ResultKeys } from '../services/result-keys.ts'

/** What operators and newcomers ask: which ledger this is, whether it is well, its figures, and its description. */
export const operationRoutes = (options: {
  configuration: Configuration
  metrics: Metrics
  readiness: () => Readiness
  height: () => bigint
  resultKeys: ResultKeys
  description: object
}): Router => {
  const { configuration, metrics, readiness, height, resultKeys, description } = options
  const { organisation, mspId, gateways, channel: ledger } = configuration
  const router = Router()
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/ready', (_request, response) => {
    const state = readiness()
    response.status(state.ready ? 200 : 503).json(state)
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  router.get('/openapi.json', (_request, response) => {
    response.json(description)
  })
  router.get('/v1/ledger', (_request, response) => {
    const keys = resultKeys.published()
    response.json({ ledger, organisation, mspId, gateways, resultKeys: keys, height: height().toString() })
  })
  return router
}
