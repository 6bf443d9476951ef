import { readEnvelope } from '../../../../chaincode/envelope.ts'
import type { Body, Kind } from '../../../../chaincode/vocabulary.ts'
import type { KeptResult } from '../../platform/database.ts'
import { isTaken } from '../../state/accepted.ts'

/** An order that this browser sent. */
export interface OwnOrder {
  purchase: string
  /** In milliseconds since 1970. */
  madeAt: number
  isPaid: boolean
}

/** True for what is done, or may still come about by itself, also where it is on its way. */
const mayStand = (kept: KeptResult): boolean => isTaken(kept) || (kept.result === undefined && kept.fault === undefined)

/** What was asked for with instructions of this kind that may stand, newest first. */
const standing = <K extends Kind>(results: readonly KeptResult[], kind: K) =>
  results
    .filter((kept) => kept.kind === kind && mayStand(kept))
    .map((kept) => ({ ...kept, body: readEnvelope(kept.envelope).instruction.body as Body<K> }))

/**
 * The newest order with a certificate that was taken, or may still be, among what this browser sent, newest first. It outlives a reload, so
 * that a press that is repeated then shows the order that there is, and makes no second one (S1-043).
 */
export const lastOrderWith = (certificate: string, results: readonly KeptResult[]): OwnOrder | undefined => {
  const order = standing(results, 'purchase.order').find(({ body }) => body.certificate === certificate)
  if (order === undefined) return undefined
  const { id: purchase, madeAt, body } = order
  const isPaid = body.pay || standing(results, 'purchase.pay').some((paid) => paid.body.purchase === purchase)
  return { purchase, madeAt, isPaid }
}
