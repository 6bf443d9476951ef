import type { Command } from 'commander'
import type { Unit } from '../../sdk/amount.ts'
import { readStatement } from '../../sdk/lists.ts'
import { readVouchersOf, unitOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showAccount, showHistory, showPairs } from '../show.ts'
import { showPosition } from '../show-position.ts'
import { showStatement, statementCsv } from '../show-statement.ts'
import { readMoment, wholeNumber } from '../words.ts'

const show = (invocation: Invocation, participant: string | undefined): Promise<undefined> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await terminal.account(participant)
    const codes = Object.keys(answer.balances)
    const found = await Promise.all(codes.map((code) => unitOf(terminal.connection, code)))
    const units = new Map<string, Unit>()
    codes.forEach((code, index) => {
      const unit = found[index]
      if (unit !== undefined) units.set(code, unit)
    })
    invocation.print(answer, showAccount(answer, units))
    return undefined
  })

const history = (invocation: Invocation, participant: string | undefined): Promise<undefined> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await terminal.accountHistory(participant)
    invocation.print(answer, showHistory(answer))
    return undefined
  })

interface StatementOptions {
  voucher?: string
  kind?: string
  from?: number
  to?: number
  search?: string
  limit: number
  csv?: boolean
}

const statement = (
  invocation: Invocation,
  account: string | undefined,
  { from, to, limit, csv = false, ...wanted }: StatementOptions,
): Promise<undefined> =>
  invocation.withTerminal(async (terminal) => {
    const search = { ...wanted, account, from: from?.toString(), to: to?.toString() }
    const entries = await readStatement(terminal, search, limit)
    const codes = [...new Set(entries.map(({ voucher }) => voucher))]
    const vouchers = await readVouchersOf(terminal.connection, codes)
    invocation.print({ items: entries }, (csv ? statementCsv : showStatement)(entries, vouchers))
    if (entries.length === limit) invocation.note(`these are the newest ${limit}; there may be more`)
    return undefined
  })

const position = (invocation: Invocation, code: string, participant: string | undefined): Promise<undefined> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await terminal.position(code, participant)
    invocation.print(answer, showPosition(answer, await readVouchersOf(terminal.connection, [code])))
    return undefined
  })

const whoami = async (invocation: Invocation): Promise<undefined> => {
  const { folder, settings, signer } = await invocation.profile()
  const { participant, name, ledger } = settings
  const gateway = invocation.namedGateway ?? settings.gateway
  const known = { participant, device: signer.device, name, folder }
  const met = { ...(gateway === undefined ? {} : { gateway }), ...(ledger === undefined ? {} : { ledger }) }
  invocation.print({ ...known, ...met }, showPairs(Object.entries({ ...known, ...met })))
}

const whose = 'whose account (default: your own); a registrar or teller reads those of its organisation'

/** Reading accounts. */
export const accountCommands = (account: Command, frame: Frame): void => {
  account
    .command('show')
    .description('print balances: what is available, reserved, pledged and frozen, with units')
    .argument('[participant]', whose)
    .action(performing(frame, show))
  account
    .command('history')
    .description('print the past rows of an account, newest first')
    .argument('[participant]', whose)
    .action(performing(frame, history))
  account
    .command('statement')
    .description(
      'print what changed of a holding, newest first: time, kind, signed amount, counterparty, balance after',
    )
    .argument('[participant]', whose)
    .option('--voucher <code>', 'of this voucher only')
    .option('--kind <names>', 'of these kinds or domains, such as cash.deposit or market,payments')
    .option('--from <day>', 'from this day or moment on, such as 2027-01-15 or 2027-01-15T16:00Z', readMoment('first'))
    .option('--to <day>', 'up to this day, which is in, or before this moment', readMoment('last'))
    .option('--search <text>', 'with this counterparty, order number, reference or id')
    .option('--limit <count>', 'how many at most', wholeNumber(1, 100_000), 50)
    .option('--csv', 'as comma-separated values, with UTC times')
    .action(performing(frame, statement))
  account
    .command('position')
    .description('print the fields that a voucher shows of what one has: cost, value, profit, open orders')
    .argument('<voucher>', 'the voucher’s code')
    .argument('[participant]', whose)
    .action(performing(frame, position))
}

/** Who this terminal is. */
export const whoamiCommand = (command: Command, frame: Frame): void => {
  command.action(performing(frame, whoami))
}
