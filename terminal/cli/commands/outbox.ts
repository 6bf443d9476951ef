import type { Command } from 'commander'
import { type ReadEnvelope, shapeEnvelope } from '../../../chaincode/envelope.ts'
import { type Body, type Kind, kindNames } from '../../../chaincode/vocabulary.ts'
import { send } from '../../sdk/send.ts'
import { readId, readJsonFile } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { exitCodeOf, instruct, report, sendKept, vouchersOf } from '../instruct.ts'
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

const sign = async (invocation: Invocation, kind: Kind, file: string): Promise<ExitCode> =>
  // The body is judged whole by the wire's own schema before anything is signed.
  instruct(invocation, kind, (await readJsonFile(invocation, file)) as Body<Kind>)

/** Sending again, sending what was signed elsewhere, and instructions that have no command of their own. */
export const outboxCommands = (program: Command, frame: Frame): void => {
  program
    .command('resend')
    .description('send again, byte for byte, what has no known outcome; the ledger honours each at most once')
    .argument('[id]', 'only this instruction (default: all in the outbox)', readId)
    .option('--list', 'only print what has no known outcome')
    .action(performing(frame, resend))
  program
    .command('send')
    .description('send a signed envelope, as it is, from a file')
    .argument('<file>', 'file with { instruction, signature } in JSON, or - for standard input')
    .action(performing(frame, sendFile))
  program
    .command('instruct')
    .description('sign and send an instruction of any kind, with its body from a file')
    .addArgument(program.createArgument('<kind>', 'the kind').choices(kindNames))
    .argument('<file>', 'file with the body in JSON, amounts as strings of base units, or - for standard input')
    .action(performing(frame, sign))
}
