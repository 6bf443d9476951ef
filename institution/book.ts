import type { DatabaseSync } from 'node:sqlite'
import type { Order } from './conditions.ts'
import { type Executed, type Execution, ExecutionFailed } from './third-execution-unit.ts'

interface Row {
  quantity: string
  amount: string
  target: string
  status: 'booked' | 'taken-back'
}

const executedIn = ({ quantity, amount, target }: Row): Executed => ({
  ...{ quantity: BigInt(quantity), amount: BigInt(amount), target: BigInt(target) },
})

const targetOf = ({ side, start, quantity }: Order): bigint => (side === 'buy' ? start + quantity : start - quantity)

/**
 * The embedded book: each trade is booked once, by its chain, whole and at the order's amount; the same chain again is told what was booked.
 * What was taken back stays on record, and is executed no more.
 */
export const bookOn = (database: DatabaseSync): Execution => {
  const find = database.prepare('SELECT quantity, amount, target, status FROM trade WHERE chain = ?')
  const add = database.prepare(
    "INSERT INTO trade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'booked') ON CONFLICT (chain) DO NOTHING",
  )
  const take = database.prepare("UPDATE trade SET status = 'taken-back' WHERE chain = ?")
  const rowOf = (chain: string) => find.get(chain) as unknown as Row | undefined
  return {
    execute: async (order): Promise<Executed> => {
      const { chain, family, product, side, cash, start, quantity, amount } = order
      const target = targetOf(order)
      if (target < 0n) throw new ExecutionFailed('nothing is booked below zero')
      add.run(chain, family, product, side, cash, `${start}`, `${quantity}`, `${amount}`, `${target}`)
      const row = rowOf(chain)
      if (row?.status !== 'booked') throw new ExecutionFailed('what was taken back is executed no more')
      return executedIn(row)
    },
    executedFor: async (chain) => {
      const row = rowOf(chain)
      return row?.status === 'booked' ? executedIn(row) : undefined
    },
    takeBack: async (chain) => {
      take.run(chain)
    },
  }
}
