import type { LedgerBlock, LedgerTransaction } from './ledger/transaction.ts'
import type { Oddity, Summary } from './summary.ts'

/** A valid transaction whose invocation names another chaincode than the one that its header asks, and that peers ran. */
export const misnamed = 'INVOCATION_MISNAMED'

/** What is odd about a transaction and speaks against nobody's blocks: Fabric's code of an invalid one, or that it is misnamed. */
const oddityOf = ({ validation, content }: LedgerTransaction): string | undefined => {
  if (content.what === 'invalid') return validation
  return content.what === 'call' && content.named !== content.chaincode ? misnamed : undefined
}

/** Counts what is odd in a block, and where each kind of it stands first. */
export const countOddities = ({ oddities }: Summary, { number, transactions }: LedgerBlock): void => {
  for (const transaction of transactions) {
    const code = oddityOf(transaction)
    if (code === undefined) continue
    const first: Oddity = { code, count: 0, block: number.toString(), transaction: transaction.position }
    const counted = oddities.find((one) => one.code === code) ?? first
    if (counted === first) oddities.push(first)
    counted.count += 1
  }
}
