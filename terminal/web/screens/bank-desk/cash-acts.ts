import { readEnvelope } from '../../../../chaincode/envelope.ts'
import { GatewayProblem } from '../../../sdk/errors.ts'
import { readVouchers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { isTaken } from '../../state/accepted.ts'
import { results } from '../../state/instructing.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'

/** The cash series that a bank has issued. */
export const readCash = async ({ connection, participant }: Terminal): Promise<PublishedVoucher[]> => {
  const { items } = await readVouchers(connection, { issuer: participant })
  return items.map(({ voucher }) => voucher).filter(({ product }) => product.type === 'currency')
}

/** The references of the cash acts of this browser that were accepted or may still be. */
export const usedReferences = (): string[] =>
  results.value
    .filter(({ kind }) => kind === 'cash.deposit' || kind === 'cash.withdraw')
    .filter(isTaken)
    .map(({ envelope }) => readEnvelope(envelope).instruction.body)
    .flatMap((body) => ('reference' in body && typeof body.reference === 'string' ? [body.reference] : []))

/** What a customer has available now; undefined where that cannot be seen, as of one at home elsewhere. */
export const availableNow = async (
  terminal: Terminal,
  { customer, voucher }: { customer: string; voucher: string },
): Promise<string | undefined> => {
  try {
    const { balances } = await terminal.account(customer)
    return balances[voucher]?.available ?? '0'
  } catch (error) {
    // A slip without the balance is better than none.
    if (error instanceof GatewayProblem) return undefined
    throw error
  }
}
