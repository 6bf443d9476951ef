import type { Command } from 'commander'
import { readMatching } from '../../sdk/matching/records.ts'
import { readId } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { wholeNumber } from '../words.ts'

const list = (invocation: Invocation, { limit, ended }: ListOptions) =>
  invocation.withTerminal(async (terminal) => {
    const page = await readMatching(terminal, 'interactions', { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, of, giver, receiver, byGiver, byReceiver, instance, interaction }) => [
      ...[status, `of a ${of}`, `${giver} to ${receiver}`],
      `rated ${byReceiver ?? '—'} by who got it, ${byGiver ?? '—'} by who gave it`,
      ...[instance ?? 'no instance', interaction],
    ])
    return printPage(invocation, page, rows)
  })

const complete = (invocation: Invocation, interaction: string, use: string) =>
  instruct(invocation, 'interaction.complete', { interaction, use })

const rate = (invocation: Invocation, interaction: string, rating: number) =>
  instruct(invocation, 'interaction.rate', { interaction, rating })

interface RewardOptions {
  to: string
  reason: string
}

const reward = (
  invocation: Invocation,
  interaction: string,
  voucher: string,
  quantity: string,
  { to, reason }: RewardOptions,
) =>
  instruct(invocation, 'interaction.reward', async ({ connection }) => ({
    ...{ interaction, recommender: to, voucher, reason },
    quantity: await quantityOf(invocation, connection, { voucher, quantity }),
  }))

/** The commands of what came of accepted answers and deliveries. */
export const interactionCommands = (interaction: Command, frame: Frame): void => {
  const named = '<interaction>'
  const words = 'its id, as accepting told it'
  interaction
    .command('complete')
    .description('use what was given to you, which completes the interaction')
    .argument(named, words, readId)
    .argument('<use>', 'the use, such as read')
    .action(performing(frame, complete))
  interaction
    .command('rate')
    .description('rate the other side of a completed interaction, once')
    .argument(named, words, readId)
    .argument('<rating>', 'from 1 to 5', wholeNumber(1, 5))
    .action(performing(frame, rate))
  interaction
    .command('reward')
    .description('give value to who recommended your goods, once for each completed interaction (merchant)')
    .argument(named, words, readId)
    .argument('<voucher>', 'of which voucher, such as CNY')
    .argument('<quantity>', quantityHelp)
    .requiredOption('--to <participant>', 'who recommended it')
    .option('--reason <text>', 'what for', 'recommendation')
    .action(performing(frame, reward))
  listed(interaction.command('list'))
    .description('list your interactions that wait for their completion')
    .action(performing(frame, list))
}
