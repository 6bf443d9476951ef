import { accountListPath, type ListedInstruction, listAnswers } from '../../sdk/lists.ts'
import type { Terminal } from '../../sdk/terminal.ts'

const pageSize = '100'

/** So many pages of the instructions that concern the account, newest first, and whether there are more. */
export const readInstructionPages = async (
  terminal: Terminal,
  pages: number,
): Promise<{ items: ListedInstruction[]; hasMore: boolean }> => {
  const items: ListedInstruction[] = []
  let after: string | undefined
  for (let page = 0; page < pages && (page === 0 || after !== undefined); page++) {
    const path = accountListPath(terminal.participant, 'instructions', { limit: pageSize, after })
    const read = await terminal.read(path, listAnswers.instructions)
    items.push(...read.items)
    after = read.next
  }
  return { items, hasMore: after !== undefined }
}
