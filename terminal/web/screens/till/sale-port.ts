import { GatewayProblem } from '../../../sdk/errors.ts'
import { claimPayment, type PaymentView, paymentByOrder, reversePayment } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { claimSeconds, type SalePort } from './sale-session.ts'

/** What the till needs, of a terminal whose instructions are kept among the results. */
export const salePortOf = (recorded: Terminal): SalePort<PaymentView> => ({
  claim: (sale) => claimPayment(recorded, sale, { validForSeconds: claimSeconds }),
  byOrder: (orderNumber) =>
    paymentByOrder(recorded, orderNumber).catch((error: unknown) => {
      if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
      throw error
    }),
  reverse: (payment) => reversePayment(recorded, { payment }),
})
