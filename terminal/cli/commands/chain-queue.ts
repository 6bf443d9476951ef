import type { Command } from 'commander'
import {
  ageingMilliseconds,
  classTable,
  countedVolumeLeast,
  dayVolumeMaximum,
  halvingDays,
} from '../../../chaincode/domains/trade-chain/priority.ts'
import { readQueues } from '../../sdk/trade-chain/queue.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns } from '../show.ts'

const queue = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readQueues(terminal)
    const lines = found.items.flatMap(({ institution, unanswered, waiting, chains }) => [
      `${institution}: ${unanswered} of at most ${found.unansweredMaximum} unanswered, ${waiting} waiting`,
      ...showColumns(
        chains.map(({ chain, client, class: of, waited, standing }, place) => [
          ...[`${place + 1}.`, standing, `${of}, ${waited} step(s) waited`, `of ${client}`, chain],
        ]),
      ),
    ])
    invocation.print(found, lines.length === 0 ? ['nothing waits'] : lines)
    return exitCodes.accepted
  })

/** The published table, as everybody may know it; asks nobody. */
const classes = async (invocation: Invocation): Promise<ExitCode> => {
  const rows = classTable.map(({ class: of, leastDays, leastVolume }) => ({
    ...{ class: of, leastDays: `${leastDays}`, leastVolume: `${leastVolume}` },
  }))
  const shown = rows.map(({ class: of, leastDays, leastVolume }) => [
    ...[of, `${leastDays} day(s) of trading`, `for ${leastVolume} of the cash`],
  ])
  invocation.print(rows, [
    ...showColumns(shown),
    `a trade counts from ${countedVolumeLeast} whole units of the cash on, a day once and for at most ${dayVolumeMaximum}; all is halved every ${halvingDays} days`,
    `a chain stands one class higher for each ${ageingMilliseconds / 60_000n} minutes that it waits`,
  ])
  return exitCodes.accepted
}

/** The commands of who is sent first (decision 0051). */
export const queueCommands = (chain: Command, frame: Frame): void => {
  chain
    .command('queue')
    .description('show what waits to be sent to each institution, first what is sent first (bank)')
    .action(performing(frame, queue))
  chain
    .command('classes')
    .description('show by which activity a client is of which class, and how waiting counts')
    .action(performing(frame, classes))
}
