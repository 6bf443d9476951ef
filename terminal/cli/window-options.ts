import type { Command } from 'commander'
import { type Occurrence, type WindowBody, windowFrom } from '../sdk/matching/windows.ts'
import { oneOf } from './arguments.ts'
import { CommandFault } from './command-fault.ts'
import { readSpan } from './words.ts'

/** When an answer is wanted, as it is typed. */
export interface WindowOptions {
  at?: string
  from?: string
  until?: string
  within?: number
  zone: string
  which?: Occurrence
}

const unclear = (problem: string): CommandFault =>
  new CommandFault('window_unclear', {
    problem,
    next: 'Give one of --at TIME, --from TIME with --until TIME, or --within SPAN. Nothing was sent.',
  })

/**
 * The windows that were typed, which the ledger takes only when it is one; refuses `window_unclear` for half an interval, and as
 * `windowFrom` does.
 */
export const windowsOf = ({ at, from, until, within, zone, which }: WindowOptions): WindowBody[] => {
  if ((from === undefined) !== (until === undefined)) throw unclear('an interval has a beginning and an end')
  return [
    ...(at === undefined ? [] : [windowFrom({ at, zone, which })]),
    ...(from === undefined || until === undefined ? [] : [windowFrom({ from, until, zone, which })]),
    ...(within === undefined ? [] : [windowFrom({ milliseconds: within })]),
  ]
}

const occurrences: readonly Occurrence[] = ['earlier', 'later']

/** The options that say when an answer is wanted. */
export const withWindow = (command: Command): Command =>
  command
    .option('--at <time>', 'up to when an answer is in time, such as 2027-03-28T09:00 of the zone')
    .option('--from <time>', 'of an interval: from when')
    .option('--until <time>', 'of an interval: until when')
    .option('--within <span>', 'how long from the opening on, such as 1h', readSpan)
    .option('--zone <name>', 'whose clocks are meant', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--which <one>', 'of a time that clocks show twice: earlier, or later', (text) => oneOf(occurrences, text))
    .option('--strict', 'the very end of a span does not count any more')
