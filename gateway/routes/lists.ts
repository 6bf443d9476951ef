import { Router } from 'express'
import { tablesOfAccounts } from '../../chaincode/vocabulary.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import { mapPage } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import { visibleDocument } from '../services/document.ts'
import { type Guard, isAuditor } from '../services/guard.ts'
import { explainedHistory } from '../services/ledger-documents.ts'
import { overviewOf } from '../services/overview.ts'
import type { ResultSigner } from '../services/result-signer.ts'
import { atHeight } from './at-height.ts'
import {
  historyQuery,
  pageQuery,
  participantQuery,
  signedLists,
  statementQuery,
  stateQuery,
  voucherQuery,
} from './queries.ts'
import { requireAccount, requireCode } from './reading.ts'
import { signedRouter } from './result-signature.ts'

interface Options {
  guard: Guard
  projection: Projection
}

/** Lists of vouchers, and of what belongs to one voucher. */
export const voucherListRoutes = (options: Options): Router => {
  const { guard, projection } = options
  const { lists } = projection
  const router = Router()

  router.get('/v1/vouchers', async (request, response) => {
    const { limit, after, ...search } = requireShape(voucherQuery, request.query)
    const { holder } = search
    if (holder !== undefined) await guard.require(request.get('authorization'), { of: 'holdings-of', id: holder })
    response.json(atHeight(options, lists.vouchers(search, { limit, after })))
  })
  router.get('/v1/vouchers/:code/quotes', (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const code = requireCode(request.params.code)
    if (lists.voucher(code) === undefined) throw new Problem('not_found')
    response.json(atHeight(options, lists.listed('quotes', code, page)))
  })
  router.get('/v1/vouchers/:code/holders', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const voucher = requireCode(request.params.code)
    await guard.require(request.get('authorization'), { of: 'holders', voucher })
    const held = mapPage(lists.holders(voucher, page), ({ cost: _cost, costed: _costed, ...holding }) => holding)
    response.json(atHeight(options, held))
  })
  router.get('/v1/vouchers/:code/orders', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const voucher = requireCode(request.params.code)
    await guard.require(request.get('authorization'), { of: 'orders-for', voucher })
    response.json(atHeight(options, lists.listed('orders', voucher, page, true)))
  })
  return router
}

/** Who is at home at this gateway's member, for its desk alone. */
export const participantListRoutes = (options: Options & { mspId: string }): Router => {
  const { guard, projection, mspId: home } = options
  const router = Router()
  router.get('/v1/participants', async (request, response) => {
    const { prefix, ...page } = requireShape(participantQuery, request.query)
    await guard.require(request.get('authorization'), { of: 'participants-at', home })
    response.json(atHeight(options, projection.lists.participants({ home, prefix }, page)))
  })
  return router
}

/** What belongs to one participant: guarded as the account is. */
export const accountListRoutes = (options: Options & { signer: ResultSigner }): Router => {
  const { lists } = options.projection
  const router = signedRouter(
    signedLists.map((list) => `/v1/accounts/:id/${list}`),
    options.signer,
  )

  for (const { listed } of tablesOfAccounts) {
    const list = listed?.as as string
    router.get(`/v1/accounts/:id/${list}`, async (request, response) => {
      const { state, ...page } = requireShape(stateQuery, request.query)
      const id = await requireAccount(request, options)
      const isOpen = state === undefined ? undefined : state === 'open'
      response.json(atHeight(options, lists.listed(list, id, page, isOpen)))
    })
  }
  router.get('/v1/accounts/:id/holdings', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const id = await requireAccount(request, options)
    response.json(atHeight(options, lists.holdings(id, page)))
  })
  router.get('/v1/accounts/:id/statement', async (request, response) => {
    const { limit, after, kind: kinds, ...search } = requireShape(statementQuery, request.query)
    const id = await requireAccount(request, options)
    response.json(atHeight(options, lists.statement(id, { ...search, kinds }, { limit, after })))
  })
  router.get('/v1/accounts/:id/overview', async (request, response) => {
    const id = await requireAccount(request, options)
    response.json(atHeight(options, overviewOf(options.projection, id)))
  })
  router.get('/v1/accounts/:id/instructions', async (request, response) => {
    const page = requireShape(pageQuery, request.query)
    const id = await requireAccount(request, options)
    const reader = { participant: id, isAuditor: false }
    const seen = mapPage(lists.instructions(id, page), (recorded) => visibleDocument(recorded, reader))
    response.json(atHeight(options, seen))
  })
  return router
}

// Each state of a page has its whole transaction looked through.
const explainedMaximum = 20

/** The history of any row of the ledger, for whoever may read the row; for an auditor with the cause of each change. */
export const recordRoutes = (options: Options): Router => {
  const { guard, projection } = options
  const router = Router()
  router.get('/v1/records/:key/history', async (request, response) => {
    const { limit, after, ...bounds } = requireShape(historyQuery, request.query)
    const { key } = request.params
    const session = await guard.require(request.get('authorization'), { of: 'record', key })
    if (!isAuditor(session)) {
      response.json(atHeight(options, projection.lists.history(key, bounds, { limit, after })))
      return
    }
    const page = projection.lists.history(key, bounds, { limit: Math.min(limit, explainedMaximum), after })
    response.json(atHeight(options, explainedHistory(projection, key, page)))
  })
  return router
}
