import { type Command, InvalidArgumentError } from 'commander'
import { traitCode } from '../../../chaincode/domains/matching/traits.ts'
import { DevicePasswords, devicePassword, managedDevice } from '../../sdk/node/device-passwords.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'

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
    const password = await passwords.find(device)
    if (password === undefined) throw notManaged(device)
    found.push({ device, password })
  }
  return found
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
  if (traitCode.safeParse(device).success) {
    invocation.note(
      `say that you can be asked for it with \`assay profile set --field ${device}\`, and your other fields`,
    )
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

const forget = async (invocation: Invocation, device: string): Promise<ExitCode> => {
  if (!(await (await passwordsOf(invocation)).forget(device))) throw notManaged(device)
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
    .description('forget the password of a device')
    .argument(...named)
    .action(performing(frame, forget))
}
