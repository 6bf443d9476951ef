import type { Body, ConfidentialKind, Kind } from '../../chaincode/vocabulary.ts'
import { proposalInConfidence, proposalOf } from '../sdk/approvals.ts'
import type { Result } from '../sdk/result.ts'
import type { Terminal } from '../sdk/terminal.ts'
import type { ExitCode } from './exit-code.ts'
import { instruct } from './instruct.ts'
import type { Invocation } from './invocation.ts'

const nextSteps = (result: Result): string[] => {
  if (result.status !== 'accepted') return []
  const approval = String(result.effects['approval'])
  return [
    `nothing is done yet: a second person of your member looks at it, assay approval show ${approval},`,
    `and says yes, assay approval approve ${approval}; then one of you two: assay approval execute ${approval}`,
  ]
}

type InConfidence<K extends ConfidentialKind> = Parameters<typeof proposalInConfidence<K>>[1]

/** As `propose`, of what is said in confidence: one's gateway keeps that for the second person. */
export const proposeInConfidence = <K extends ConfidentialKind>(
  invocation: Invocation,
  making: (terminal: Terminal) => Promise<InConfidence<K>>,
): Promise<ExitCode> =>
  instruct(invocation, 'approval.propose', async (terminal) => proposalInConfidence(terminal, await making(terminal)), {
    told: (result) => {
      for (const line of nextSteps(result)) invocation.note(line)
    },
  })

/** Proposes an act that needs two people, and says what the second one does next. */
export const propose = <K extends Kind>(
  invocation: Invocation,
  kind: K,
  body: Omit<Body<K>, 'approval'>,
): Promise<ExitCode> =>
  instruct(invocation, 'approval.propose', async ({ connection }) => proposalOf({ kind, body }, connection.now()), {
    told: (result) => {
      for (const line of nextSteps(result)) invocation.note(line)
    },
  })
