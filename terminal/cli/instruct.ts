import type { ReadEnvelope } from '../../chaincode/wire/envelope.ts'
import type { Body, Kind } from '../../chaincode/wire/instruction.ts'
import { readVoucher } from '../sdk/acquire.ts'
import type { Unit } from '../sdk/amount.ts'
import type { Connection } from '../sdk/connection.ts'
import { isKeyChanged } from '../sdk/errors.ts'
import type { Result } from '../sdk/result.ts'
import type { Terminal } from '../sdk/terminal.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import type { Invocation } from './invocation.ts'
import { showResult } from './show.ts'

/** The unit of a voucher, or undefined when it cannot be read: showing must never spoil what was done. */
export const unitOf = async (connection: Connection, code: unknown): Promise<Unit | undefined> => {
  if (typeof code !== 'string') return undefined
  const answer = await readVoucher(connection, code).catch(() => undefined)
  return answer?.voucher.unit
}

/** The exit code of an outcome; only an accepted instruction ends with 0. */
export const exitCodeOf = ({ status }: Result): ExitCode => {
  if (status === 'accepted') return exitCodes.accepted
  return status === 'pending' ? exitCodes.pending : exitCodes.refused
}

const voucherOf = (result: Result): unknown => {
  if (result.status === 'accepted') return result.effects['voucher']
  return result.status === 'pending' ? undefined : result.values['voucher']
}

/** Prints what became of an instruction, quantities with their unit; gives the exit code. */
export const report = async (invocation: Invocation, connection: Connection, result: Result): Promise<ExitCode> => {
  const unit = await unitOf(connection, voucherOf(result))
  invocation.print(result, showResult(result, unit))
  return exitCodeOf(result)
}

const warnOfUnsettled = async (invocation: Invocation, terminal: Terminal): Promise<void> => {
  const { length } = await terminal.unsettled()
  if (length > 0) invocation.note(`${length} earlier instruction(s) have no known outcome; settle them: assay resend`)
}

/** Sends an envelope of this device's journal; when it could not leave, says how to send the same one later. */
export const sendKept = async (
  invocation: Invocation,
  terminal: Terminal,
  envelope: ReadEnvelope,
): Promise<ExitCode> => {
  try {
    return await report(invocation, terminal.connection, await terminal.send(envelope, invocation.patience))
  } catch (error) {
    const isKept = (await terminal.unsettled()).some(({ id }) => id === envelope.id)
    const fate = isKeyChanged(error) ? 'its outcome is not known, and it' : 'it was not taken, and'
    if (isKept) invocation.note(`${fate} is kept; send the same one later: assay resend ${envelope.id}`)
    throw error
  }
}

/** Makes an instruction of this run's device, sends it, waits as long as asked and prints the outcome. */
export const instruct = <K extends Kind>(invocation: Invocation, kind: K, body: Body<K>): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    await warnOfUnsettled(invocation, terminal)
    const envelope = await terminal.make(kind, body, invocation.patience)
    return sendKept(invocation, terminal, envelope)
  })
