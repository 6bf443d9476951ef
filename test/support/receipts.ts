import { ruleOf } from '../../chaincode/ledger.ts'
import type { Kind } from '../../chaincode/vocabulary.ts'

/** The times of receipt that the rule of a kind is told of while some work is done, each time it is asked. */
export const receiptsTold = async (kind: Kind, work: () => Promise<void>): Promise<unknown[]> => {
  const rule = ruleOf(kind)
  const { decide } = rule
  const told: unknown[] = []
  rule.decide = (request) => {
    told.push(request.receivedAt)
    return decide(request)
  }
  try {
    await work()
  } finally {
    rule.decide = decide
  }
  return told
}
