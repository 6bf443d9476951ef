import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import {
  type VoucherField,
  type VoucherFunction,
  voucherFields,
  voucherFunctions,
} from '../../chaincode/domains/vouchers/terms.ts'
import { type DeviceRole, deviceRoles } from '../../chaincode/wire/device.ts'
import { deviceId } from '../../chaincode/wire/identifiers.ts'
import { unmarked } from '../../chaincode/wire/marked-ids.ts'
import { type RegistrarEnrolment, registrarEnrolment } from '../../chaincode/wire/registrar.ts'
import { TerminalFault } from '../sdk/errors.ts'
import type { Invocation } from './invocation.ts'
import { didYouMean } from './nearest.ts'

/** An instruction's or a device's id; refuses anything but 43 letters of base64url. */
export const readId = (text: string): string => {
  const id = unmarked(text)
  if (deviceId.safeParse(id).success) return id
  throw new InvalidArgumentError('An id has 43 letters, as `assay` prints it.')
}

/** A word of a known list; any other is refused with the known one that it is nearest to. */
export const oneOf = <T extends string>(known: readonly T[], text: string): T => {
  const found = known.find((name) => name === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(`${didYouMean(text, known)}Choose from ${known.join(', ')}.`)
}

const listOf =
  <T extends string>(known: readonly T[]) =>
  (text: string): T[] =>
    text.split(',').map((word) => oneOf(known, word.trim()))

/** Voucher functions, separated by commas. */
export const readFunctions = listOf<VoucherFunction>(voucherFunctions)

/** Fields that a voucher shows, separated by commas. */
export const readFields = listOf<VoucherField>(voucherFields)

/** Device roles that a registrar may give; the others come from an organisation's Fabric administrator. */
const grantableRoles: readonly DeviceRole[] = deviceRoles.filter((role) => role !== 'registrar' && role !== 'auditor')
export const readRoles = listOf<DeviceRole>(grantableRoles)
export const rolesHelp = `what the device may do: ${grantableRoles.join(', ')}; separated by commas`

/** Participants, separated by commas. */
export const readNames = (text: string): string[] => text.split(',').map((name) => name.trim())

const card = z.union([
  registrarEnrolment,
  z.looseObject({ card: registrarEnrolment }).transform(({ card: inner }) => inner),
])

/** Reads JSON from a file, or from standard input when it is called `-`; refuses what is none. */
export const readJsonFile = async (invocation: Invocation, file: string): Promise<unknown> => {
  try {
    return JSON.parse(await invocation.streams.readFile(file))
  } catch (error) {
    throw new TerminalFault('file_unreadable', {
      problem: `${file === '-' ? 'standard input' : file} cannot be read as JSON: ${(error as Error).message}`,
      next: 'Check the file’s name and content.',
    })
  }
}

/** Reads a device's card, as `assay device show --card` or `assay device create --json` prints it. */
export const readCard = async (invocation: Invocation, file: string): Promise<RegistrarEnrolment> => {
  const read = card.safeParse(await readJsonFile(invocation, file))
  if (read.success) return read.data
  throw new TerminalFault('file_unreadable', {
    problem: `${file} is no device card`,
    next: 'Have the participant print one with `assay device show --card`.',
  })
}
