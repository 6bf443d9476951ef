import type { Command } from 'commander'
import type { z } from 'zod'
import { accountListPath, type ListPage, listAnswers } from '../sdk/lists.ts'
import type { Terminal } from '../sdk/terminal.ts'
import { CommandFault } from './command-fault.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { readVouchersOf } from './instruct.ts'
import type { Invocation } from './invocation.ts'
import { showColumns, type Vouchers } from './show.ts'
import { wholeNumber } from './words.ts'

type ListName = keyof typeof listAnswers
type Item<L extends ListName> = z.infer<(typeof listAnswers)[L]>['items'][number]

export interface ListOptions {
  limit: number
  ended?: boolean
}

/** The option that bounds every list. */
export const limited = (command: Command): Command =>
  command.option('--limit <count>', 'how many at most', wholeNumber(1, 200), 20)

/** The options of a list of what is open, or has ended. */
export const listed = (command: Command): Command =>
  limited(command).option('--ended', 'those that have ended, in place of those that are open')

/** Prints a page in columns, and that there is more; what is empty says so. */
export const printPage = <T>(
  invocation: Invocation,
  { items, next, height }: ListPage<T>,
  rows: readonly (readonly string[])[],
): ExitCode => {
  invocation.print({ items, height }, rows.length === 0 ? ['nothing is listed'] : showColumns(rows))
  if (next !== undefined) invocation.note('there are more than these')
  return exitCodes.accepted
}

const readPage = <L extends ListName>(terminal: Terminal, list: L, search: { [name: string]: string | undefined }) =>
  terminal.read(
    accountListPath(terminal.participant, list, search),
    listAnswers[list] as unknown as z.ZodType<ListPage<Item<L>>>,
  )

/** Prints a list of one's own account, each item as a row, with the vouchers that the items name. */
export const printList = <L extends ListName>(
  invocation: Invocation,
  { list, ...search }: { list: L; limit: number; state?: 'open' | 'ended' },
  row: (item: Item<L>, vouchers: Vouchers) => string[],
): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readPage(terminal, list, { ...search, limit: String(search.limit) })
    const named = page.items.flatMap((item) => ('voucher' in item ? [item.voucher] : []))
    const vouchers = await readVouchersOf(terminal.connection, [...new Set(named)])
    return printPage(
      invocation,
      page,
      page.items.map((item) => row(item, vouchers)),
    )
  })

/** The open record of this id in a list of one's own account; refuses `not_listed` where there is none. */
export const findOpen = async <L extends ListName>(
  terminal: Terminal,
  list: L,
  isMeant: (item: Item<L>) => boolean,
): Promise<Item<L>> => {
  let after: string | undefined
  do {
    const page: ListPage<Item<L>> = await readPage(terminal, list, { state: 'open', limit: '200', after })
    const found = page.items.find(isMeant)
    if (found !== undefined) return found
    after = page.next
  } while (after !== undefined)
  throw new CommandFault('not_listed', {
    problem: `no open one of this id is among the ${list} of ${terminal.participant}`,
    next: `See the ids of what is open with \`assay ${list.slice(0, -1)} list\`. Nothing was sent.`,
  })
}
