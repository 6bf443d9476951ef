import { z } from 'zod'
import { merchantRegistrations, merchants } from '../../../chaincode/domains/payments/tables.ts'
import type { Fee } from '../../../chaincode/domains/vouchers/terms.ts'
import { GatewayProblem } from '../../sdk/errors.ts'
import type { Terminal } from '../../sdk/terminal.ts'

const digits = z.string().regex(/^(0|[1-9][0-9]{0,28})$/)
const registration = z.looseObject({
  merchant: z.string(),
  bank: z.string(),
  name: z.string(),
  fee: z.object({ partsPerMillion: z.int(), minimum: digits, maximum: digits.optional() }),
  maximum: digits,
  vouchers: z.array(z.string()),
  status: z.enum(['open', 'closed']),
})
const history = z.looseObject({
  items: z.array(z.looseObject({ value: registration.nullable() })),
  next: z.string().optional(),
})

/** On which terms a bank lets a merchant claim payment codes. */
export type Registration = z.infer<typeof registration> & { fee: Fee }

/**
 * A merchant's registration as it stands now, by a bank of its own home, or of the one that is named (decision 0043); undefined when none
 * ever registered it.
 */
export const readMerchant = async (
  terminal: Terminal,
  merchant: string,
  bankHome?: string,
): Promise<Registration | undefined> => {
  const key = bankHome === undefined ? merchants.key(merchant) : merchantRegistrations.key(merchant, bankHome)
  const path = `/v1/records/${encodeURIComponent(key)}/history?limit=200`
  try {
    let newest: Registration | undefined
    let after: string | undefined
    do {
      const page = await terminal.read(after === undefined ? path : `${path}&after=${after}`, history)
      newest = (page.items.at(-1)?.value ?? newest) as Registration | undefined
      after = page.next
    } while (after !== undefined)
    return newest
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
    throw error
  }
}
