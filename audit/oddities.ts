import type { LedgerBlock, LedgerTransaction } from './ledger/transaction.ts'
import type { Oddity, Summary } from './summary.ts'

/** What may be odd about a valid transaction, by our own names. */
export const oddities = {
  INVOCATION_MISNAMED:
    'The invocation names another chaincode than the header, which peers go by: a reader who goes by it overlooks the transaction.',
} as const

/** What is odd about a transaction and speaks against nobody's blocks: Fabric's code of an invalid one, or a name of our own. */
const oddityOf = ({ validation, content }: LedgerTransaction): string | undefined => {
  if (content.what === 'invalid') return validation
  const name: keyof typeof oddities = 'INVOCATION_MISNAMED'
  return content.what === 'call' && content.named !== content.chaincode ? name : undefined
}

/** Counts what is odd in a block, and where each kind of it stands first. */
export const countOddities = (summary: Summary, { number, transactions }: LedgerBlock): void => {
  for (const transaction of transactions) {
    const code = oddityOf(transaction)
    if (code === undefined) continue
    const first: Oddity = { code, count: 0, block: number.toString(), transaction: transaction.position }
    const counted = summary.oddities.find((one) => one.code === code) ?? first
    if (counted === first) summary.oddities.push(first)
    counted.count += 1
  }
}
