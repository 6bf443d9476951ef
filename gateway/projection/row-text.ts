import type { Json } from '../../chaincode/wire/canonical.ts'
import type { Page } from './paging.ts'

export type Row = { [name: string]: Json }

/** A row's text as JSON; undefined for one that dishonest endorsers wrote, which is no object. */
export const readRow = (text: string): Row | undefined => {
  try {
    const row: unknown = JSON.parse(text)
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Row) : undefined
  } catch {
    return undefined
  }
}

/** A page without the rows that cannot be read; its end stays where it was. */
export const readable = <T>({ items, ...rest }: Page<T | undefined>): Page<T> => ({
  ...rest,
  items: items.filter((item) => item !== undefined),
})

/** A member of a row in SQL, as a path such as `metal.voucher`: nothing of a text that is no JSON, so that such a row breaks no list. */
export const memberOf = (row: string, path: string): string =>
  `CASE WHEN json_valid(${row}) THEN json_extract(${row}, '$.${path}') END`
