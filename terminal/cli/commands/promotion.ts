import type { Command } from 'commander'
import { readPromotion, readPromotions } from '../../sdk/promotions.ts'
import { readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { showPairs } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { promotionCodeCommands } from './promotion-code.ts'

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readPromotions(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, side, family, institution, used, usesMaximum, validUntil, promotion }) => [
      ...[status, `${side} ${family}`, `at ${institution}`, `used ${used} of ${usesMaximum}`],
      ...[`until ${showMoment(validUntil)}`, promotion],
    ])
    return printPage(invocation, page, rows)
  })

const show = (invocation: Invocation, promotion: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readPromotion(terminal, promotion)
    const { status, promoter, side, family, metal, institution, campaign, used, usesMaximum } = found
    const pairs: [string, string][] = [
      ['status', status],
      ['promoter', promoter],
      ['trade', [side, family, ...(metal === undefined ? [] : [metal]), 'at', institution].join(' ')],
      ['campaign', campaign],
      ['used', `${used} of ${usesMaximum} times`],
      ['known by', `${found.authentication.type} with the digest ${found.authentication.digest}`],
      ['from', showMoment(found.opensAt ?? found.createdAt)],
      ['until', showMoment(found.endedAt ?? found.validUntil)],
      ['when over', found.whenOver === 'stops' ? 'a trade stops' : 'a trade goes on without it'],
    ]
    invocation.print(found, showPairs(pairs))
    return exitCodes.accepted
  })

const id = ['<promotion>', 'the promotion’s id', readId] as const

/** The commands of who brings trades to institutions (decision 0053). */
export const promotionCommands = (promotion: Command, frame: Frame): void => {
  promotionCodeCommands(promotion, frame)
  listed(promotion.command('list')).description('list the promotions that you made').action(performing(frame, list))
  promotion
    .command('show')
    .description('show which trades a promotion is for, and how often it was used')
    .argument(...id)
    .action(performing(frame, show))
  promotion
    .command('end')
    .description('end a promotion: trades that are opened from then on earn nothing by it')
    .argument(...id)
    .action(
      performing(frame, (invocation, named: string) => instruct(invocation, 'promotion.end', { promotion: named })),
    )
}
