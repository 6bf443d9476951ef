import type { Command } from 'commander'
import { readDeliveries, readPaths } from '../../sdk/trade-chain/paths.ts'
import { readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns } from '../show.ts'
import { showMoment } from '../show-moment.ts'

const stateWords = {
  none: 'NO PATH: trades that are for it wait',
  one: 'one path alone',
  several: 'several paths',
} as const

const paths = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await readPaths(terminal)
    const rows = answer.institutions.flatMap(({ institution, state, paths: all }) => [
      [institution, stateWords[state], '', ''],
      ...all.map(({ name, host, port, state: stands, class: speed, ageSeconds }) => [
        ...[`  ${name}`, `${host}:${port}`, stands],
        speed === undefined ? '' : `within ${speed} ms, ${ageSeconds} s ago`,
      ]),
    ])
    invocation.print(answer, rows.length === 0 ? ['this bank takes no trades to institutions'] : showColumns(rows))
    return exitCodes.accepted
  })

const deliveries = (invocation: Invocation, chain: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const answer = await readDeliveries(terminal, chain)
    const rows = answer.items.map(({ at, path, result }) => [showMoment(`${at}`), path, result])
    invocation.print(answer, rows.length === 0 ? ['nothing is kept of its deliveries'] : showColumns(rows))
    return exitCodes.accepted
  })

/** The commands of how institutions are reached, for the people of a bank. */
export const chainPathCommands = (chain: Command, frame: Frame): void => {
  chain
    .command('paths')
    .description('print how each institution is reached, and how fast each path is (bank)')
    .action(performing(frame, paths))
  chain
    .command('deliveries')
    .description('print over which paths a trade was brought to its institution (bank)')
    .argument('<chain>', 'the trade’s id', readId)
    .action(performing(frame, deliveries))
}
