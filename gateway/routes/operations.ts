import { Router } from 'express'
import type { Configuration } from '../configuration.ts'
import type { Metrics } from '../metrics.ts'
import { openApi } from '../openapi.ts'
import type { ResultKeys } from '../services/result-keys.ts'

/** Whether the gateway can do its work now, part by part. */
export interface Readiness {
  ready: boolean
  checks: { [part: string]: boolean }
  /** For each part that is not well, and each organisation that work waits for, why and what to do, in one line. */
  problems: string[]
}

/** What operators and newcomers ask: which ledger this is, whether it is well, its figures, and its description. */
export const operationRoutes = (options: {
  configuration: Configuration
  metrics: Metrics
  readiness: () => Readiness
  height: () => bigint
  resultKeys: ResultKeys
}): Router => {
  const { configuration, metrics, readiness, height, resultKeys } = options
  const { organisation, mspId, gateways, channel: ledger } = configuration
  const description = openApi()
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
