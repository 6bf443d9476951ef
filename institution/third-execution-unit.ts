import type { FailingItem, Order } from './conditions.ts'

/** What was executed of an order, and the client's position behind it. */
export interface Executed {
  quantity: bigint
  amount: bigint
  target: bigint
}

/** Nothing was executed, for certain. Any other error leaves that open, and the same order is executed again later. */
export class ExecutionFailed extends Error {}

/** Where an institution executes: its own book, or whatever stands behind this. */
export interface Execution {
  /** Executes an order at most once for each chain, and says the same again for the same chain. Throws `ExecutionFailed`. */
  execute(order: Order): Promise<Executed>
  /** What was executed for a chain and not taken back; undefined where nothing was. */
  executedFor(chain: string): Promise<Executed | undefined>
  /** Takes back what was executed for a chain of which the ledger takes no leg; nothing where nothing was. */
  takeBack(chain: string): Promise<void>
}

/** What an answer says. */
export type Decided = { verdict: 'executed'; executed: Executed } | { verdict: 'refused'; reason: FailingItem }

/** The target is the start and what was traded, of which there is no more than was wanted (S2-035). */
const isSound = ({ start, side, quantity: wanted, amount }: Order, executed: Executed): boolean => {
  const { quantity, target } = executed
  const isWithin = quantity > 0n && quantity <= wanted && executed.amount > 0n && executed.amount <= amount
  return isWithin && target >= 0n && target === (side === 'buy' ? start + quantity : start - quantity)
}

/**
 * The third execution unit (S2-034, S2-035, S2-071): executes what holds, once, and makes the target position of it. Where the execution fails,
 * or gives a target that is not the start and what was traded, nothing stays booked and a refusal is returned, with `limits` as what failed.
 */
export const thirdExecutionUnit = async (
  judged: { order: Order } | { failing: FailingItem },
  execution: Execution,
): Promise<Decided> => {
  if ('failing' in judged) return { verdict: 'refused', reason: judged.failing }
  const { order } = judged
  try {
    const executed = await execution.execute(order)
    if (isSound(order, executed)) return { verdict: 'executed', executed }
    await execution.takeBack(order.chain)
  } catch (error) {
    if (!(error instanceof ExecutionFailed)) throw error
  }
  return { verdict: 'refused', reason: 'limits' }
}
