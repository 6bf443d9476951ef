import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Unit } from '../sdk/amount.ts'
import type { VoucherAnswer } from '../sdk/answers.ts'
import type { Connection } from '../sdk/connection.ts'
import { isKeyChanged } from '../sdk/errors.ts'
import { readVoucher } from '../sdk/read-voucher.ts'
import type { Result } from '../sdk/result.ts'
import type { Terminal } from '../sdk/terminal.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import type { Invocation } from './invocation.ts'
import { showResult, type Vouchers } from './show.ts'

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

/** The codes of the vouchers in which an outcome counts. */
const codesOf = (result: Result): string[] => {
  if (result.status === 'pending') return []
  const values: { [name: string]: unknown } = result.status === 'accepted' ? result.effects : result.values
  return ['voucher', 'cash', 'reservedVoucher'].flatMap((name) => {
    const code = values[name]
    return typeof code === 'string' ? [code] : []
  })
}

/** The vouchers of these codes, and the cash in which they are traded; those that cannot be read are left out. */
export const readVouchersOf = async (connection: Connection, codes: readonly string[]): Promise<Vouchers> => {
  const known = new Map<string, VoucherAnswer['voucher']>()
  const read = async (code: string | undefined): Promise<void> => {
    if (code === undefined || known.has(code)) return
    const answer = await readVoucher(connection, code).catch(() => undefined)
    if (answer !== undefined) known.set(code, answer.voucher)
  }
  for (const code of codes) await read(code)
  for (const { trade } of [...known.values()]) await read(trade?.cash)
  return known
}

/** The vouchers that an outcome counts in, and the cash in which they are traded. */
export const vouchersOf = (connection: Connection, result: Result): Promise<Vouchers> =>
  readVouchersOf(connection, codesOf(result))

/** What else is to be said of an outcome, once it was printed. */
interface Telling {
  told?: (result: Result) => void
}

/** Prints what became of an instruction, each amount in its own unit; gives the exit code. */
export const report = async (invocation: Invocation, connection: Connection, result: Result): Promise<ExitCode> => {
  invocation.print(result, showResult(result, await vouchersOf(connection, result)))
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
  { told }: Telling = {},
): Promise<ExitCode> => {
  try {
    const result = await terminal.send(envelope, invocation.patience)
    const code = await report(invocation, terminal.connection, result)
    told?.(result)
    return code
  } catch (error) {
    const isKept = (await terminal.unsettled()).some(({ id }) => id === envelope.id)
    const fate = isKeyChanged(error) ? 'its outcome is not known, and it' : 'it was not taken, and'
    if (isKept) invocation.note(`${fate} is kept; send the same one later: assay resend ${envelope.id}`)
    throw error
  }
}

/** A body, or how it is made of what was typed, once the gateway can be asked for units. */
type Making<K extends Kind> = Body<K> | ((terminal: Terminal) => Promise<Body<K>>)

/** Makes an instruction of this run's device, sends it, waits as long as asked and prints the outcome. */
export const instruct = <K extends Kind>(
  invocation: Invocation,
  kind: K,
  making: Making<K>,
  telling: Telling = {},
): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const body = typeof making === 'function' ? await making(terminal) : making
    await warnOfUnsettled(invocation, terminal)
    const envelope = await terminal.make(kind, body, invocation.patience)
    return sendKept(invocation, terminal, envelope, telling)
  })
