import type { ConfidentialKind } from '../../../../chaincode/vocabulary.ts'
import { proposalInConfidence } from '../../../sdk/approvals.ts'
import { instructConfidentially } from '../../../sdk/confidential.ts'
import { GatewayProblem } from '../../../sdk/errors.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import type { Instructing } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'

/** Of whom an officer says something, and before which institution. */
export interface Named {
  bank: string
  institution: string
  client: string
}

/** What of a client two members alone know; nothing where they know nothing. */
export const orNone = async <T>(read: Promise<T>): Promise<{ value: T | undefined }> => {
  try {
    return { value: await read }
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_found') return { value: undefined }
    throw error
  }
}

/** Signs and sends what is said in confidence, one at a time; `onTaken` hears when it is done, and the outcome comes through the results. */
export const useConfidential = (terminal: Terminal, onTaken: () => void) => {
  const { run, isPending, fault } = useWork()
  const tell = <K extends ConfidentialKind>(kind: K, said: Parameters<typeof instructConfidentially<K>>[2]) =>
    void run(async () => {
      const { status } = await instructConfidentially(recordedTerminal(terminal), kind, said, { validForSeconds: 600 })
      if (status === 'accepted') onTaken()
    })
  const propose = <K extends ConfidentialKind>(wanted: Parameters<typeof proposalInConfidence<K>>[1]) =>
    void run(async () => {
      const own = recordedTerminal(terminal)
      const envelope = await own.make('approval.propose', await proposalInConfidence(terminal, wanted))
      if ((await own.send(envelope)).status === 'accepted') onTaken()
    })
  // A form asks for no more of it than whether it is under way, and what went wrong.
  const instructing: Instructing = { send: async () => undefined, isPending, wasPressedAgain: false, fault }
  return { tell, propose, instructing }
}
