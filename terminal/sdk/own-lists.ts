import type { z } from 'zod'
import { type ListPage, pageOf, queryOf } from './lists.ts'
import type { Terminal } from './terminal.ts'

/** Whoever reads with a session what is its own. */
export type Reading = Pick<Terminal, 'participant' | 'read'>

/** Which part of a list of one's own. */
export interface ListSearch {
  state?: 'open' | 'ended' | undefined
  limit?: number
  after?: string | undefined
}

/** Where a part of a list of one's own stands. */
export const ownListPath = (participant: string, list: string, { limit, ...search }: ListSearch): string => {
  const query = queryOf({ ...search, ...(limit === undefined ? {} : { limit: String(limit) }) })
  return `/v1/accounts/${encodeURIComponent(participant)}/${list}${query}`
}

/** A page of a list of one's own, newest first. */
export const readOwn = <T extends z.ZodType>(
  terminal: Reading,
  list: string,
  item: T,
  search: ListSearch,
): Promise<ListPage<z.infer<T>>> =>
  terminal.read(ownListPath(terminal.participant, list, search), pageOf(item)) as Promise<ListPage<z.infer<T>>>

/** All of a list of one's own, page by page. */
export const readAllOwn = async <T extends z.ZodType>(
  terminal: Reading,
  list: string,
  item: T,
  search: Pick<ListSearch, 'state'> = {},
): Promise<z.infer<T>[]> => {
  const items: z.infer<T>[] = []
  let after: string | undefined
  do {
    const page = await readOwn(terminal, list, item, { ...search, limit: 200, after })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}
