import { approvalOperations } from './approvals.ts'
import { certificateOperations } from './certificates.ts'
import { documentOperations } from './documents.ts'
import { ledgerBlockOperations } from './ledger-blocks.ts'
import { listOperations } from './lists.ts'
import { loginOperations } from './logins.ts'
import { matchingOperations } from './matching.ts'
import { describe } from './operation.ts'
import { operations } from './operations.ts'
import { paymentOperations } from './payments.ts'
import { promotionOperations } from './promotions.ts'
import { tradeChainOperations } from './trade-chain.ts'

/** The description of this gateway's interface (OpenAPI 3.1), made from the same shapes that check the requests. */
export const openApi = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Assay gateway',
    version: '1',
    description:
      'Every change is an instruction signed by a device. Amounts are decimal strings in base units; times are UTC milliseconds.',
  },
  components: {
    securitySchemes: { session: { type: 'http', scheme: 'bearer' }, ticket: { type: 'http', scheme: 'bearer' } },
  },
  paths: Object.fromEntries(
    Object.entries({
      ...operations,
      ...loginOperations,
      ...paymentOperations,
      ...listOperations,
      ...promotionOperations,
      ...certificateOperations,
      ...ledgerBlockOperations,
      ...documentOperations,
      ...matchingOperations,
      ...tradeChainOperations,
      ...approvalOperations,
    }).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, described]) => [method, describe(path, described)])),
    ]),
  ),
})
