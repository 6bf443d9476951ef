import { z } from 'zod'
import { shownLine } from '../shown-text.ts'

/** To whom and where goods go. It leaves the buyer's device only sealed, and stands on no ledger (S1-051). */
export const deliveryAddress = z.strictObject({
  name: shownLine(80),
  telephone: shownLine(40).optional(),
  lines: z.array(shownLine(120)).min(1).max(6),
  postcode: shownLine(20).optional(),
  country: shownLine(60).optional(),
  note: shownLine(200).optional(),
})
export type DeliveryAddress = z.infer<typeof deliveryAddress>
