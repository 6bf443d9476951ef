import { z } from 'zod'
import type { Terminal } from '../../sdk/terminal.ts'

/** An instruction that concerns the account, as the gateway lists it; what no screen needs is passed over. */
const listed = z.looseObject({
  id: z.string().optional(),
  status: z.enum(['pending', 'accepted', 'refused', 'rejected']),
  kind: z.string().default(''),
  from: z.string().optional(),
  code: z.string().optional(),
  body: z.record(z.string(), z.unknown()).default({}),
  effects: z.record(z.string(), z.unknown()).default({}),
  ledger: z.looseObject({ block: z.string() }).optional(),
})
export type ListedInstruction = z.infer<typeof listed>
export const instructionPage = z.looseObject({ items: z.array(listed), next: z.string().optional() })

const pageSize = 100

/** So many pages of the instructions that concern the account, newest first, and whether there are more. */
export const readInstructions = async (
  terminal: Terminal,
  pages: number,
): Promise<{ items: ListedInstruction[]; hasMore: boolean }> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/instructions?limit=${pageSize}`
  const items: ListedInstruction[] = []
  let after: string | undefined
  for (let page = 0; page < pages && (page === 0 || after !== undefined); page++) {
    const read = await terminal.read(after === undefined ? path : `${path}&after=${after}`, instructionPage)
    items.push(...read.items)
    after = read.next
  }
  return { items, hasMore: after !== undefined }
}
