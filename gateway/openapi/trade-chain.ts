import { grades, positions } from '../../chaincode/domains/trade-chain/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { json, type Operations } from './operation.ts'
import { decimal } from './shapes.ts'

/** What a bank and an institution alone know. */
export const tradeChainOperations: Operations = {
  '/v1/grades/{bank}/{institution}/{client}': {
    get: {
      summary: 'How a bank grades a client before an institution, for officers for credit of the two alone',
      needsSession: true,
      answers: { 200: json(asWritten(grades.shape.extend({ height: decimal })), 'The grade') },
    },
  },
  '/v1/positions/{bank}/{institution}/{client}': {
    get: {
      summary: 'What a client has with an institution of what is no voucher, for officers for credit of the two alone',
      needsSession: true,
      answers: {
        200: json(asWritten(positions.shape.extend({ height: decimal })), 'The positions, by family and product'),
      },
    },
  },
}
