import { type Request, Router } from 'express'
import { deviceId } from '../../chaincode/wire/identifiers.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { FoundPage } from '../projection/paging.ts'
import type { Projection } from '../projection/projection.ts'
import type { Guard } from '../services/guard.ts'
import { ledgerInstruction, ledgerInstructionOf, ledgerTransaction } from '../services/ledger-documents.ts'
import { atHeight } from './at-height.ts'
import { ledgerInstructionQuery, ledgerTransactionQuery, pageQuery } from './queries.ts'

interface Options {
  guard: Guard
  projection: Projection
}

/** The number in the address; refuses `not_found` for what can be no block's. */
const requireNumber = (text: string): string => {
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(text)) throw new Problem('not_found')
  return text
}

/** The id of a transaction, or its place; refuses `not_found` for what can be neither. */
const requireTransaction = (text: string): string => {
  if (!/^(?:[0-9a-f]{64}|[0-9]{1,15}\.[0-9]{1,9})$/.test(text)) throw new Problem('not_found')
  return text
}

const requireInstruction = (text: string): string => {
  if (!deviceId.safeParse(text).success) throw new Problem('not_found')
  return text
}

/** A page with the block of the last row that was looked at, where the search goes on. */
const searched = <T>({ looked, ...page }: FoundPage<T>, blockOf: (item: T) => string) =>
  looked === undefined ? page : { ...page, searchedTo: blockOf(looked) }

/** Lets auditors through, and nobody else; what they ask is logged. */
const auditorsOnly =
  ({ guard }: Options) =>
  (request: Request) =>
    guard.require(request.get('authorization'), { of: 'blocks', asked: request.originalUrl })

/** The blocks as they stand, and their transactions: for auditors alone. */
export const blockRoutes = (options: Options): Router => {
  const { blocks } = options.projection
  const requireAuditor = auditorsOnly(options)
  const router = Router()

  router.get('/v1/blocks', async (request, response) => {
    await requireAuditor(request)
    response.json(atHeight(options, blocks.list(requireShape(pageQuery, request.query))))
  })
  router.get('/v1/blocks/:number', async (request, response) => {
    await requireAuditor(request)
    const page = requireShape(pageQuery, request.query)
    const number = requireNumber(request.params.number)
    const block = blocks.block(number)
    if (block === undefined) throw new Problem('not_found')
    response.json(atHeight(options, { block, ...blocks.transactionsOf(number, page) }))
  })
  router.get('/v1/ledger-transactions', async (request, response) => {
    await requireAuditor(request)
    const { limit, after, ...search } = requireShape(ledgerTransactionQuery, request.query)
    const found = blocks.transactions(search, { limit, after })
    response.json(
      atHeight(
        options,
        searched(found, ({ position }) => position.split('.')[0] as string),
      ),
    )
  })
  router.get('/v1/ledger-transactions/:transaction', async (request, response) => {
    await requireAuditor(request)
    const name = requireTransaction(request.params.transaction)
    response.json(atHeight(options, ledgerTransaction(options.projection, name)))
  })
  return router
}

/** The instructions that the blocks record, found by what they say and what became of them: for auditors alone. */
export const ledgerInstructionRoutes = (options: Options): Router => {
  const { projection } = options
  const requireAuditor = auditorsOnly(options)
  const router = Router()

  router.get('/v1/ledger-instructions', async (request, response) => {
    await requireAuditor(request)
    const { limit, after, kind: kinds, ...search } = requireShape(ledgerInstructionQuery, request.query)
    const { items, ...found } = searched(
      projection.blocks.instructions({ ...search, kinds }, { limit, after }),
      ({ recorded }) => recorded.block.toString(),
    )
    response.json(atHeight(options, { ...found, items: items.map(ledgerInstructionOf) }))
  })
  router.get('/v1/ledger-instructions/:instruction', async (request, response) => {
    await requireAuditor(request)
    const id = requireInstruction(request.params.instruction)
    response.json(atHeight(options, ledgerInstruction(projection, id)))
  })
  return router
}
