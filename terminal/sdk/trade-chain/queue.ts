import { z } from 'zod'
import { priorityClasses } from '../../../chaincode/domains/trade-chain/priority.ts'
import type { Terminal } from '../terminal.ts'

const priorityClass = z.enum(priorityClasses)

const queues = z.object({
  /** How many chains may be without an answer at one institution. */
  unansweredMaximum: z.int(),
  items: z.array(
    z.object({
      institution: z.string(),
      unanswered: z.int(),
      /** How many wait in all, of which some are told. */
      waiting: z.int(),
      chains: z.array(
        z.object({
          ...{ chain: z.string(), client: z.string(), class: priorityClass },
          /** Whole steps of ageing. */
          waited: z.string(),
          standing: priorityClass,
        }),
      ),
    }),
  ),
})
/** What waits to be sent to each institution, first what is sent first (decision 0051). */
export type Queues = z.infer<typeof queues>

/** What waits at this bank, for its dispatchers and officers for credit; refuses `not_allowed`, and `not_found` where it sends no chains. */
export const readQueues = (terminal: Pick<Terminal, 'read'>): Promise<Queues> =>
  terminal.read('/v1/chains/queue', queues)
