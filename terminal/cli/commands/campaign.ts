import { type Command, Option } from 'commander'
import { rewardRules } from '../../../chaincode/domains/promotions/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { type ListedCampaign, readCampaign, readCampaigns } from '../../sdk/promotions.ts'
import { readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, readVouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showPairs, showQuantity, type Vouchers } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { spanOption, wholeNumber } from '../words.ts'

interface OpenOptions {
  pays: (typeof rewardRules)[number]
  trader?: string
  promoter?: string
  each: number
  hold: number
  lasts: number
}

const open = (invocation: Invocation, cash: string, budget: string, options: OpenOptions): Promise<ExitCode> =>
  instruct(invocation, 'campaign.open', async ({ connection }): Promise<Body<'campaign.open'>> => {
    const { pays, trader, promoter, each, hold, lasts } = options
    const count = (quantity: string) => quantityOf(invocation, connection, { voucher: cash, quantity })
    const now = connection.now()
    return {
      ...{ cash, pays, budget: await count(budget), promoterMaximum: `${each}`, holdMilliseconds: `${hold}` },
      ...(trader === undefined ? {} : { traderReward: await count(trader) }),
      ...(promoter === undefined ? {} : { promoterReward: await count(promoter) }),
      ...{ opensAt: `${now}`, closesAt: `${now + lasts}` },
    }
  })

const cashOf = ({ cash }: ListedCampaign, vouchers: Vouchers) => {
  const unit = vouchers.get(cash)?.unit
  return (quantity: string): string => showQuantity(quantity, unit)
}

/** What each of the two gets for a trade, in words. */
const rewardsOf = ({ traderReward, promoterReward }: ListedCampaign, count: (quantity: string) => string): string =>
  [
    ...(traderReward === undefined ? [] : [`${count(traderReward)} to who trades`]),
    ...(promoterReward === undefined ? [] : [`${count(promoterReward)} to who promotes`]),
  ].join(', ')

const list = (invocation: Invocation, institution: string, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readCampaigns(terminal, institution, { limit, state: ended === true ? 'ended' : 'open' })
    const vouchers = await readVouchersOf(terminal.connection, [...new Set(page.items.map(({ cash }) => cash))])
    const rows = page.items.map((one) => {
      const count = cashOf(one, vouchers)
      return [one.status, rewardsOf(one, count), `${count(one.left)} left`, showMoment(one.closesAt), one.campaign]
    })
    return printPage(invocation, page, rows)
  })

const show = (invocation: Invocation, campaign: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readCampaign(terminal, campaign)
    const count = cashOf(found, await readVouchersOf(terminal.connection, [found.cash]))
    const pairs: [string, string][] = [
      ['status', found.status],
      ['institution', found.institution],
      ['pays', rewardsOf(found, count)],
      ['left', `${count(found.left)}, of it ${count(found.due)} for rewards that are due`],
      ['each promoter', `${found.promoterMaximum} rewards`],
      ['from', showMoment(found.opensAt)],
      ['until', showMoment(found.closesAt)],
    ]
    invocation.print(found, showPairs(pairs))
    return exitCodes.accepted
  })

const id = ['<campaign>', 'the campaign’s id, as opening it told', readId] as const

/** The commands of what an institution pays for trades that are brought to it (decision 0053). */
export const campaignCommands = (campaign: Command, frame: Frame): void => {
  campaign
    .command('open')
    .description('pay for trades that are brought to you, out of a budget put aside (executor)')
    .argument('<cash>', 'the series in which it is paid')
    .argument('<budget>', `how much in all, ${quantityHelp}`)
    .addOption(new Option('--pays <rule>', 'whom a trade pays').choices([...rewardRules]).makeOptionMandatory())
    .option('--trader <amount>', 'what who trades gets for a trade')
    .option('--promoter <amount>', 'what who promotes gets for a trade')
    .option('--each <count>', 'how many rewards one promoter can earn', wholeNumber(1, 999_999_999), 10)
    .addOption(spanOption('--hold <span>', 'how long a reward waits until it can be paid', '1d'))
    .addOption(spanOption('--lasts <span>', 'for how long, up to a year', '30d'))
    .addHelpText('after', '\nExample:\n  $ assay campaign open CNY ¥10000 --pays both --trader ¥5 --promoter ¥3')
    .action(performing(frame, open))
  campaign
    .command('close')
    .description('close a campaign; what waits for no reward is free again (executor; anybody behind its end)')
    .argument(...id)
    .action(
      performing(frame, (invocation, named: string) => instruct(invocation, 'campaign.close', { campaign: named })),
    )
  listed(campaign.command('list'))
    .description('list the campaigns of an institution')
    .argument('<institution>', 'the member, such as GoldhouseMSP')
    .action(performing(frame, list))
  campaign
    .command('show')
    .description('show what a campaign pays and how much of it is left')
    .argument(...id)
    .action(performing(frame, show))
}
