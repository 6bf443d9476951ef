import { z } from 'zod'
import { understand } from './answers.ts'
import { GatewayProblem } from './errors.ts'
import { queryOf } from './lists.ts'
import type { Terminal } from './terminal.ts'

const past = z.object({ items: z.array(z.object({ value: z.unknown() })), next: z.string().optional() })

/** The last state of a row; refuses as the gateway does, and `not_found` where there is none. */
export const readRow = async <T>(terminal: Pick<Terminal, 'read'>, key: string, shape: z.ZodType<T>): Promise<T> => {
  let row: unknown
  let after: string | undefined
  do {
    // An auditor is given a few states at a time, oldest first.
    const page = await terminal.read(
      `/v1/records/${encodeURIComponent(key)}/history${queryOf({ limit: '200', after })}`,
      past,
    )
    row = page.items.at(-1)?.value ?? row
    after = page.next
  } while (after !== undefined)
  if (row !== undefined && row !== null) return understand(shape, row)
  throw new GatewayProblem({ status: 404, code: 'not_found', title: 'The ledger has no such record.' })
}
