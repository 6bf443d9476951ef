import {
  approvePayment,
  cancelCode,
  declinePayment,
  openQuestions,
  type PaymentQuestion,
  requestCode,
} from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { PayPort } from './pay-session.ts'

const settleSeconds = 3

/**
 * What the pay screen needs, of a terminal. Codes go by `quiet`, since a new one each minute is nothing to keep a record of;
 * what the payer answers goes by `recorded`.
 */
export const payPortOf = ({ quiet, recorded }: { quiet: Terminal; recorded: Terminal }): PayPort<PaymentQuestion> => ({
  requestCode: () => requestCode(quiet),
  cancelCode: (payment) => cancelCode(quiet, { payment }),
  openQuestions: () => openQuestions(recorded),
  approve: (question, isPrompted) => approvePayment(recorded, question, { prompted: isPrompted }),
  decline: (question) => declinePayment(recorded, question),
  outcomeOf: (id) => recorded.wait(id, { waitSeconds: settleSeconds }),
  isWithinRule: ({ withinPromptRule }) => withinPromptRule,
})
