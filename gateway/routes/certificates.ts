import { Router } from 'express'
import { certificates } from '../../chaincode/domains/certificates/tables.ts'
import { instructionIdName } from '../../chaincode/wire/identifiers.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import { mapPage } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import {
  certificateDocument,
  purchaseRecord,
  recordedStatuses,
  reviewRecord,
  withProvider,
} from '../services/certificates.ts'
import { atHeight } from './at-height.ts'
import { certificateQuery, pageQuery } from './queries.ts'

/** The id in the address; refuses `not_found` for what is no certificate. */
const requireCertificate = (projection: Projection, id: string): string => {
  const isKnown = instructionIdName.safeParse(id).success && projection.view.find(certificates, id) !== undefined
  if (!isKnown) throw new Problem('not_found')
  return id
}

/**
 * Goods certificates, which are everybody's to find and to read about: what the ledger says of them, and never what their bodies say. The
 * gateway knows no key of any (design D21).
 */
export const certificateRoutes = (options: { projection: Projection }): Router => {
  const { projection } = options
  const router = Router()

  router.get('/v1/certificates', (request, response) => {
    const { limit, after, ...search } = requireShape(certificateQuery, request.query)
    const found = projection.certificates.search(search, BigInt(Date.now()), { limit, after })
    response.json(
      atHeight(
        options,
        mapPage(found, (row) => withProvider(projection, row)),
      ),
    )
  })
  router.get('/v1/certificates/:id', (request, response) => {
    const id = requireCertificate(projection, request.params.id)
    response.json(atHeight(options, certificateDocument(projection, id)))
  })
  router.get('/v1/certificates/:id/purchase-records', (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const id = requireCertificate(projection, request.params.id)
    const found = projection.certificates.under('purchases', id, recordedStatuses, page)
    response.json(atHeight(options, mapPage(found, purchaseRecord)))
  })
  router.get('/v1/certificates/:id/reviews', (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const id = requireCertificate(projection, request.params.id)
    response.json(atHeight(options, mapPage(projection.certificates.under('reviews', id, [], page), reviewRecord)))
  })
  return router
}
