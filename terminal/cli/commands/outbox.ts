import type { Command } from 'commander'
import { type ReadEnvelope, shapeEnvelope } from '../../../chaincode/envelope.ts'
import { send } from '../../sdk/send.ts'
import { readId, readJsonFile } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { exitCodeOf, report, sendKept, vouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showResult } from '../show.ts'

const describe = ({ id, instruction }: ReadEnvelope) => ({
  id,
  number: instruction.number,
  kind: instruction.kind,
  validUntil: instruction.validUntil,
  body: instruction.body,
})

const list = (invocation: Invocation, kept: ReadEnvelope[]): ExitCode => {
  const lines = kept.map(
    ({ id, instruction }) => `${instruction.number}  ${instruction.kind}  ${JSON.stringify(instruction.body)}  ${id}`,
  )
  invocation.print(
    { unsettled: kept.map(describe) },
    lines.length === 0 ? ['every instruction of this device has a known outcome'] : lines,
  )
  return exitCodes.accepted
}

const worst = (codes: ExitCode[]): ExitCode => {
  if (codes.includes(exitCodes.pending)) return exitCodes.pending
  return codes.includes(exitCodes.refused) ? exitCodes.refused : exitCodes.accepted
}

const resend = (invocation: Invocation, id: string | undefined, options: { list?: boolean }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    if (options.list === true) return list(invocation, await terminal.unsettled())
    const results = await terminal.resend(id, invocation.patience)
    if (results.length === 0) return list(invocation, [])
    const shown = await Promise.all(
      results.map(async (result) => showResult(result, await vouchersOf(terminal.connection, result))),
    )
    invocation.print({ results }, shown.flat())
    return worst(results.map(exitCodeOf))
  })

const sendFile = async (invocation: Invocation, file: string): Promise<ExitCode> => {
  const envelope = shapeEnvelope(await readJsonFile(invocation, file))
  const profile = await invocation.profileIfAny()
  if (profile?.signer.device === envelope.instruction.device) {
    return invocation.withTerminal((terminal) => sendKept(invocation, terminal, envelope))
  }
  const { connection, keys } = await invocation.openReceiver()
  return report(invocation, connection, await send(connection, envelope, { ...invocation.patience, keys }))
}

/** Sending again what has no known outcome. */
export const resendCommand = (command: Command, frame: Frame): void => {
  command
    .argument('[id]', 'only this instruction (default: all in the outbox)', readId)
    .option('--list', 'only print what has no known outcome')
    .action(performing(frame, resend))
}

/** Sending what was signed elsewhere. */
export const sendCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<file>', 'file with { instruction, signature } in JSON, or - for standard input')
    .action(performing(frame, sendFile))
}
