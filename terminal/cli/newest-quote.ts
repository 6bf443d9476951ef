import type { Connection } from '../sdk/connection.ts'
import { type ListedQuote, readQuotes } from '../sdk/lists.ts'
import { CommandFault } from './command-fault.ts'

/** The one quote of a voucher at which can be traded; refuses `quote_missing` where there is none, or it was taken back. */
export const newestQuote = async (connection: Connection, code: string): Promise<ListedQuote> => {
  const [newest] = (await readQuotes(connection, code, { limit: '1' })).items
  if (newest !== undefined && newest.status === undefined) return newest
  throw new CommandFault('quote_missing', {
    problem: `${code} has no quote that counts`,
    next: 'Wait until its issuer publishes one. Nothing was sent.',
  })
}
