/** What the process ends with; scripts rely on these. */
export const exitCodes = {
  accepted: 0,
  refused: 1,
  pending: 2,
  outage: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The same table for people. */
export const exitCodeHelp = `Exit codes:
  0  accepted by the ledger, or a read that was answered
  1  refused, rejected, or used wrongly: nothing moved
  2  pending: the outcome is not known yet; never to be read as success
  3  outage: the gateway does not answer or takes nothing now, and the instruction was not taken`
