import { Argument, type Command } from 'commander'
import { type RewardLeg, rewardLegs } from '../../../chaincode/domains/promotions/terms.ts'
import { type ListedTradeReward, readTradeRewards } from '../../sdk/promotions.ts'
import { readId } from '../arguments.ts'
import type { ExitCode } from '../exit-code.ts'
import { instruct, readVouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { showQuantity } from '../show.ts'
import { showMoment } from '../show-moment.ts'

/** What matters of a reward at its state: from when or until when it can be paid, or why it is none. */
const detailOf = ({ status, reason, payableFrom, heldUntil }: ListedTradeReward): string => {
  if (reason !== undefined) return reason
  if (status === 'due' && payableFrom !== undefined) return `from ${showMoment(payableFrom)}`
  return status === 'held' && heldUntil !== undefined ? `until ${showMoment(heldUntil)}` : ''
}

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readTradeRewards(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const vouchers = await readVouchersOf(terminal.connection, [...new Set(page.items.map(({ cash }) => cash))])
    const rows = page.items.map((one) => {
      // What is owed is a claim against who got it.
      const quantity = showQuantity(one.amount, vouchers.get(one.cash)?.unit)
      const shown = one.status === 'owed' ? `−${quantity}` : quantity
      return [one.status, shown, `${one.leg} ${one.receiver}`, detailOf(one), one.chain]
    })
    return printPage(invocation, page, rows)
  })

const steps = [
  ['pay', 'pay what a trade earned, once its hold is over (executor)'],
  ['take-back', 'take back what a trade earned that was voided (executor)'],
  ['expire', 'end a reward that was held too long for an account that takes nothing'],
] as const

const example = `
Example:
  $ assay reward list                  # what is due, held or owed
  $ assay reward pay QmY… promoter`

/** The commands of what trades earn who trades and who promotes (decision 0053). */
export const rewardCommands = (reward: Command, frame: Frame): void => {
  listed(reward.command('list'))
    .description('list what trades earned you, or what you pay for them')
    .addHelpText('after', example)
    .action(performing(frame, list))
  for (const [name, words] of steps) {
    reward
      .command(name)
      .description(words)
      .argument('<chain>', 'the trade’s id', readId)
      .addArgument(new Argument('<leg>', 'whose reward').choices([...rewardLegs]))
      .action(
        performing(frame, (invocation, chain: string, leg: RewardLeg) =>
          instruct(invocation, `reward.${name}`, { chain, leg }),
        ),
      )
  }
}
