import { type Command, InvalidArgumentError } from 'commander'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { GatewayProblem } from '../../sdk/errors.ts'
import { readProfile } from '../../sdk/matching/records.ts'
import {
  DevicePasswords,
  deviceOfField,
  devicePassword,
  isPasswordField,
  managedDevice,
  passwordField,
} from '../../sdk/node/device-passwords.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { matcherHelp, matcherNamed } from '../matcher-named.ts'

/** How a managed device is called; refuses what cannot be such a name. */
export const readManagedDevice = (text: string): string => {
  if (managedDevice.safeParse(text).success) return text
  throw new InvalidArgumentError(
    'A device has up to 64 letters, digits, . _ : and -, and begins with a letter or digit.',
  )
}

const passwordsOf = async (invocation: Invocation): Promise<DevicePasswords> =>
  new DevicePasswords(await invocation.profile())

/** What to do about a device of which this profile keeps no password; nothing was sent. */
const notManaged = (device: string): CommandFault =>
  new CommandFault('device_not_managed', {
    problem: `this profile keeps no password of the device ${device}`,
    next: `See the devices with \`assay device-password list\`, or keep it with \`assay device-password keep ${device}\`. Nothing was sent.`,
  })

/** The kept passwords of devices, in the order asked for; refuses `device_not_managed` for one of which none is kept. */
export const keptPasswords = async (
  invocation: Invocation,
  devices: readonly string[],
): Promise<{ device: string; password: string }[]> => {
  const passwords = await passwordsOf(invocation)
  const found: { device: string; password: string }[] = []
  for (const device of devices) {
    const one = await passwords.find(device)
    if (one === undefined) throw notManaged(device)
    found.push({ device, password: one.password })
  }
  return found
}

/** Refuses `device_not_managed` for a field that says that a password is kept which is not. */
export const requireKept = async (invocation: Invocation, fields: readonly string[]): Promise<void> => {
  if (!fields.some(isPasswordField)) return
  const kept = (await (await passwordsOf(invocation)).devices()).map(passwordField)
  const foreign = fields.find((field) => isPasswordField(field) && !kept.includes(field))
  if (foreign !== undefined) throw notManaged(deviceOfField(foreign))
}

const keep = async (invocation: Invocation, device: string, { from }: { from: string }): Promise<ExitCode> => {
  const passwords = await passwordsOf(invocation)
  const text = await invocation.streams.readFile(from).catch((error: NodeJS.ErrnoException) => {
    throw unfit(`${from} cannot be read (${error.code ?? 'no text'})`)
  })
  const password = devicePassword.safeParse(text.replace(/\r?\n$/, ''))
  // What was given is not repeated.
  if (!password.success) throw unfit('a password is one line of 1 to 1,024 characters')
  await passwords.keep(device, password.data)
  if (passwordField(device) !== undefined) {
    invocation.note('be asked for it, as for all that you keep: `assay device-password declare`')
  }
  invocation.print({ device }, [`the password of ${device} is kept, sealed, in this profile`])
  return exitCodes.accepted
}

const unfit = (problem: string): CommandFault =>
  new CommandFault('password_unfit', {
    problem,
    next: 'Give it on standard input or with --from FILE. Nothing was kept.',
  })

const list = async (invocation: Invocation): Promise<ExitCode> => {
  const devices = await (await passwordsOf(invocation)).devices()
  invocation.print({ devices }, devices.length === 0 ? ['no passwords are kept'] : devices)
  return exitCodes.accepted
}

/** What is stored with a matching service, whose fields say of these devices, and of no others, that their passwords are kept. */
const profileBody = async (
  terminal: Terminal,
  matcher: string,
  devices: readonly string[],
): Promise<Body<'profile.set'>> => {
  const before = await readProfile(terminal, matcher).catch((error: unknown) => {
    if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
    throw error
  })
  const others = (before?.fields ?? []).filter((field) => !isPasswordField(field))
  const { traits = [], needs = [], status = 'active' } = before ?? {}
  const own = devices.flatMap((device) => passwordField(device) ?? [])
  return { matcher, fields: [...others, ...own], traits, needs, status } as Body<'profile.set'>
}

/**
 * Tells a matching service of which devices this profile keeps the password, and of no others, so that one is asked for those alone. The
 * note beside each comes first: what may have been told is never forgotten without being taken back.
 */
const declare = (invocation: Invocation, { matcher }: { matcher?: string }): Promise<ExitCode> =>
  instruct(invocation, 'profile.set', async (terminal) => {
    const service = await matcherNamed(terminal, matcher)
    const passwords = await passwordsOf(invocation)
    const devices = await passwords.devices()
    const unsaid = devices.filter((device) => passwordField(device) === undefined)
    if (unsaid.length > 0) invocation.note(`no field can name ${unsaid.join(', ')}; nobody asks you for these`)
    await passwords.noteDeclared(devices, service)
    return profileBody(terminal, service, devices)
  })

/** Forgets a password; where a matching service was told of it that is taken back first, and the password stays until it is. */
const forget = async (invocation: Invocation, device: string): Promise<ExitCode> => {
  const passwords = await passwordsOf(invocation)
  const found = await passwords.find(device)
  if (found === undefined) throw notManaged(device)
  const { declaredWith } = found
  if (declaredWith !== undefined) {
    const left = (await passwords.devices()).filter((one) => one !== device)
    const code = await instruct(invocation, 'profile.set', (terminal) => profileBody(terminal, declaredWith, left))
    if (code !== exitCodes.accepted) return code
    await passwords.forget(device)
    // A request does not tell by which field somebody was found.
    invocation.note('what you were asked before stays open: `assay request list`, and `assay demand decline`')
    return code
  }
  await passwords.forget(device)
  invocation.print({ device }, [`the password of ${device} is forgotten`])
  return exitCodes.accepted
}

const named = ['<device-id>', 'the device, as its owner calls it', readManagedDevice] as const

/** The commands of the administrator passwords that a profile keeps; none of them prints one. */
export const devicePasswordCommands = (password: Command, frame: Frame): void => {
  password
    .command('keep')
    .description('keep the administrator password of a device, read from standard input, in place of an earlier one')
    .argument(...named)
    .option('--from <file>', 'the file that holds it, in place of standard input', '-')
    .addHelpText('after', '\nExample:\n  $ assay device-password keep pump-7 --from password.txt')
    .action(performing(frame, keep))
  password
    .command('list')
    .description('list the devices of which passwords are kept; shows no password')
    .action(performing(frame, list))
  password
    .command('forget')
    .description('forget the password of a device, once no matching service says any more that it is kept')
    .argument(...named)
    .action(performing(frame, forget))
  password
    .command('declare')
    .description('say with a matching service of which devices you keep the password, and of no others')
    .option('--matcher <name>', matcherHelp)
    .addHelpText(
      'after',
      '\nWho wants one asks by its field:\n  $ assay demand open "Access to pump 7" --field password-of-pump-7',
    )
    .action(performing(frame, declare))
}
