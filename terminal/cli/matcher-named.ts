import { readMatchers } from '../sdk/matching/records.ts'
import type { Terminal } from '../sdk/terminal.ts'
import { CommandFault } from './command-fault.ts'

/** For the help of each command that names a matching service. */
export const matcherHelp = 'the matching service that you trust with it (default: the only one that there is)'

/** The matching service that was named, or the only open one; refuses `matcher_unclear` where there are several, or none. */
export const matcherNamed = async (terminal: Terminal, named: string | undefined): Promise<string> => {
  if (named !== undefined) return named
  const open = (await readMatchers(terminal)).items.map(({ matcher }) => matcher)
  const [first, ...others] = open
  if (first !== undefined && others.length === 0) return first
  throw new CommandFault('matcher_unclear', {
    problem: first === undefined ? 'no matching service is open' : `there are several: ${open.join(', ')}`,
    next: 'Name one with --matcher NAME. Nothing was sent.',
  })
}
