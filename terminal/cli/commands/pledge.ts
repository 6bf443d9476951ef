import { type Command, Option } from 'commander'
import type { Terminal } from '../../sdk/terminal.ts'
import { readId } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { findOpen, type ListOptions, listed, printList } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showQuantity } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { readSpan, spanOption } from '../words.ts'

interface ProposeOptions {
  to: string
  purpose: string
  term: number
  answerIn: number
  enforcement: 'transfer-to-pledgee' | 'none'
}

const propose = (invocation: Invocation, voucher: string, typed: string, options: ProposeOptions) =>
  instruct(invocation, 'pledge.propose', async ({ connection }) => ({
    voucher,
    quantity: await quantityOf(invocation, connection, { voucher, quantity: typed }),
    pledgee: options.to,
    purpose: options.purpose,
    termEndsAt: String(connection.now() + options.term),
    answerBy: String(connection.now() + options.answerIn),
    enforcement: options.enforcement,
  }))

const named = async (terminal: Terminal, id: string) => {
  const { pledge, holder, voucher } = await findOpen(terminal, 'pledges', (one) => one.pledge === id)
  return { pledge, holder, voucher }
}

const release = (invocation: Invocation, id: string, typed: string) =>
  instruct(invocation, 'pledge.release', async (terminal) => {
    const body = await named(terminal, id)
    const { voucher } = body
    return { ...body, quantity: await quantityOf(invocation, terminal.connection, { voucher, quantity: typed }) }
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions) =>
  printList(invocation, { list: 'pledges', limit, state: ended ? 'ended' : 'open' }, (pledge, vouchers) => [
    ...[pledge.voucher, showQuantity(pledge.quantity, vouchers.get(pledge.voucher)?.unit)],
    ...[`${pledge.holder} to ${pledge.pledgee}`, pledge.status, pledge.purpose],
    pledge.status === 'proposed'
      ? `answer by ${showMoment(pledge.answerBy)}`
      : `until ${showMoment(pledge.termEndsAt)}`,
    pledge.pledge,
  ])

const proposeCommand = (pledge: Command, frame: Frame): void => {
  pledge
    .command('propose')
    .description('propose to pledge a quantity of what you hold (holder)')
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--to <participant>', 'the pledgee')
    .requiredOption('--purpose <text>', 'what it is for, up to 60 characters')
    .requiredOption('--term <span>', 'after how long the pledge ends, such as 90d', readSpan)
    .addOption(spanOption('--answer-in <span>', 'how long the pledgee may think, such as 12h', '1d'))
    .addOption(
      new Option('--enforcement <how>', 'what the pledgee may do after the term')
        .choices(['transfer-to-pledgee', 'none'])
        .default('transfer-to-pledgee'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ assay pledge propose AU-9999 10g --to city-bank --purpose "loan 7" --term 90d',
    )
    .action(performing(frame, propose))
}

const steps = [
  ['accept', 'take a pledge that was proposed to you; its quantity is locked (pledgee)'],
  ['decline', 'say no to a pledge that was proposed to you (pledgee)'],
  ['cancel', 'take back your own proposal (holder)'],
  ['enforce', 'take what was pledged after the term has ended (pledgee)'],
] as const

/** Pledges: what is proposed, locked, released and enforced. */
export const pledgeCommands = (pledge: Command, frame: Frame): void => {
  const aboutOne = (name: string) =>
    pledge
      .command(name)
      .argument('<pledge>', 'the pledge’s id, 43 letters', readId)
      .addHelpText(
        'after',
        `\nExample:\n  $ assay pledge list\n  $ assay pledge ${name} PLEDGE${name === 'release' ? ' 2.5g' : ''}`,
      )
  proposeCommand(pledge, frame)
  for (const [step, words] of steps) {
    aboutOne(step)
      .description(words)
      .action(
        performing(frame, (invocation, id: string) =>
          instruct(invocation, `pledge.${step}`, (terminal) => named(terminal, id)),
        ),
      )
  }
  aboutOne('release')
    .description('free a part or all of what is pledged to you (pledgee)')
    .argument('<quantity>', quantityHelp)
    .action(performing(frame, release))
  listed(pledge.command('list'))
    .description('print the pledges of which you are the holder or the pledgee')
    .addHelpText('after', '\nExample:\n  $ assay pledge list --ended')
    .action(performing(frame, list))
}
