import { z } from 'zod'
import { reviews } from '../../../../chaincode/domains/commerce/tables.ts'
import { readFound } from '../../../sdk/certificates/find-certificates.ts'
import { GatewayProblem } from '../../../sdk/errors.ts'
import { readPurchase } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { connection } from '../../state/session.ts'
import { useResource } from '../../state/use-resource.ts'

/**
 * True when the buyer said its word on a purchase, asked by one of its parties. Both may read the review once there is one; while there is
 * none, nobody may, and the gateway answers `not_allowed` instead of telling which records there are.
 */
const readIsReviewed = async (terminal: Terminal, id: string): Promise<boolean> => {
  try {
    const path = `/v1/records/${encodeURIComponent(reviews.key(id))}/history?limit=1`
    return (await terminal.read(path, z.object({ items: z.array(z.unknown()) }))).items.length > 0
  } catch (error) {
    if (error instanceof GatewayProblem && (error.code === 'not_allowed' || error.code === 'not_found')) return false
    throw error
  }
}

/** A purchase with what its certificate says of it; `takesPayment` is whether a buyer may pay on the ledger. */
export const usePurchase = (terminal: Terminal, id: string) =>
  useResource(`purchase ${id}`, async () => {
    const purchase = await readPurchase(terminal, id)
    const { certificate } = await readFound(connection, purchase.certificate)
    const isReviewed = purchase.status === 'completed' && (await readIsReviewed(terminal, id))
    return { purchase, title: certificate.title, takesPayment: certificate.allows.includes('pay'), isReviewed }
  })
