import type { Command } from 'commander'
import { readId } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { findOpen, type ListOptions, listed, printList } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showQuantity } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption } from '../words.ts'

interface MakeOptions {
  to: string
  answerIn: number
  reference?: string
}

const make = (invocation: Invocation, voucher: string, typed: string, { to, answerIn, ...reference }: MakeOptions) =>
  instruct(invocation, 'transfer.offer', async ({ connection }) => ({
    voucher,
    to,
    quantity: await quantityOf(invocation, connection, { voucher, quantity: typed }),
    answerBy: String(connection.now() + answerIn),
    ...reference,
  }))

const answer = (invocation: Invocation, step: 'accept' | 'decline' | 'cancel', id: string) =>
  instruct(invocation, `transfer.${step}`, async (terminal) => {
    const { offer, sender, voucher } = await findOpen(terminal, 'offers', (one) => one.offer === id)
    return { offer, sender, voucher }
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions) =>
  printList(invocation, { list: 'offers', limit, state: ended ? 'ended' : 'open' }, (offer, vouchers) => [
    ...[offer.voucher, showQuantity(offer.quantity, vouchers.get(offer.voucher)?.unit)],
    ...[`${offer.sender} to ${offer.receiver}`, offer.status, `answer by ${showMoment(offer.answerBy)}`, offer.offer],
  ])

const steps = [
  ['accept', 'take what was offered to you (receiver)'],
  ['decline', 'say no to what was offered to you (receiver)'],
  ['cancel', 'take back your own offer (sender)'],
] as const

/** Transfers that wait for their receiver's word. */
export const offerCommands = (offer: Command, frame: Frame): void => {
  offer
    .command('make')
    .description('offer a quantity to a participant, who may say no (sender)')
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--to <participant>', 'to whom')
    .option('--reference <text>', 'your own note, up to 64 letters, digits, blanks and . _ / -')
    .addOption(spanOption('--answer-in <span>', 'how long the receiver may think, such as 12h', '1d'))
    .addHelpText('after', '\nExample:\n  $ assay offer make AU-9999 1.5g --to bob --answer-in 12h')
    .action(performing(frame, make))
  for (const [step, words] of steps) {
    offer
      .command(step)
      .description(words)
      .argument('<offer>', 'the offer’s id, 43 letters', readId)
      .addHelpText('after', `\nExample:\n  $ assay offer list\n  $ assay offer ${step} OFFER`)
      .action(performing(frame, (invocation, id: string) => answer(invocation, step, id)))
  }
  listed(offer.command('list'))
    .description('print the offers that you made or received')
    .addHelpText('after', '\nExample:\n  $ assay offer list --ended')
    .action(performing(frame, list))
}
