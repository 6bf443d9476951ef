import type { Defaults } from './setting.ts'

/** What a command gets besides its words: where it tells what, and the network of this machine. */
export interface Invocation {
  /** For what was asked. */
  output: (line: string) => void
  /** For progress and complaints. */
  tell: (line: string) => void
  defaults: Defaults
  /** Set when the user wants it to end; work ends behind the block it is at. */
  signal: AbortSignal
  now: () => Date
}

/** What a command ends with: 0 proven, 1 a difference, 2 not checked. */
export type ExitCode = 0 | 1 | 2

export const exitCodeHelp = `
Exit codes:
  0  proven: nothing speaks against what was looked at
  1  a difference, which is named
  2  could not be checked, or used wrongly; never to be read as proven`
