import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { parseKey } from '../../../chaincode/vocabulary.ts'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import type { StatementEntry } from '../../../gateway/projection/statements.ts'

/** A participant's whole statement, oldest first, read in pages of a few. */
export const wholeStatement = ({ lists }: Projection, participant: string): StatementEntry[] => {
  const entries: StatementEntry[] = []
  let after: string | undefined
  do {
    const page = lists.statement(participant, {}, { limit: 7, after })
    entries.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return entries.reverse()
}

/** Everybody who has an account in these blocks. */
export const accountsIn = (blocks: readonly ReadBlock[]): string[] => {
  const keys = blocks.flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes.map(({ key }) => key)))
  const found = keys.map(parseKey).flatMap((key) => (key?.table === accounts ? (key.members[0] ?? []) : []))
  return [...new Set(found)].sort()
}

/** Adds a line to the balances by voucher; answers what is wrong with it. */
const lineFaults = (balances: Map<string, bigint>, line: StatementEntry): string[] => {
  const { entry, voucher, change, balance, kind } = line
  const after = (balances.get(voucher) ?? 0n) + BigInt(change)
  balances.set(voucher, after)
  return [
    ...(after === BigInt(balance) ? [] : [`${entry}: ${after} of ${voucher}, and not ${balance}`]),
    ...(kind === 'unexplained' ? [`${entry}: no instruction explains ${change} ${voucher}`] : []),
  ]
}

/** What is wrong with the statements: balances that do not follow from one another, or do not end in what is held. */
export const statementFaults = (projection: Projection, participants: readonly string[]): string[] =>
  participants.flatMap((participant) => {
    const balances = new Map<string, bigint>()
    const faults = wholeStatement(projection, participant).flatMap((line) => lineFaults(balances, line))
    const held = projection.lists.holdings(participant, { limit: 200 }).items
    const totals = new Map(held.map(({ voucher, total }) => [voucher, BigInt(total)]))
    const wrong = [...new Set([...balances.keys(), ...totals.keys()])]
      .filter((voucher) => (balances.get(voucher) ?? 0n) !== (totals.get(voucher) ?? 0n))
      .map((voucher) => `${totals.get(voucher) ?? 0n} of ${voucher} held, and not ${balances.get(voucher) ?? 0n}`)
    return [...faults, ...wrong].map((fault) => `${participant} ${fault}`)
  })
