import { Router } from 'express'
import { z } from 'zod'
import type { Configuration } from '../configuration.ts'
import type { Projection } from '../projection/projection.ts'
import { AuditReportFile, auditReport } from '../services/audit-report.ts'
import type { Guard } from '../services/guard.ts'
import { atHeight } from './at-height.ts'

const height = z.string().regex(/^[0-9]+$/)

/** The report of the last audit, that there is none yet, or that its file holds something else. */
export const lastAudit = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['none', 'unreadable']), height }),
  z.object({ status: z.literal('read'), report: auditReport, height }),
])

/** What the last audit found, from the file that the auditor's command leaves: for auditors alone. */
export const auditReportRoutes = (options: {
  guard: Guard
  projection: Projection
  configuration: Pick<Configuration, 'auditReportFile'>
}): Router => {
  const router = Router()
  const file = new AuditReportFile(options.configuration.auditReportFile)
  router.get('/v1/audit-report', async (request, response) => {
    await options.guard.require(request.get('authorization'), { of: 'audit-report' })
    response.json(atHeight(options, await file.read()))
  })
  return router
}
