import { type Command, InvalidArgumentError } from 'commander'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { displayName, participantId } from '../../../chaincode/wire/identifiers.ts'
import { cardOf, createProfile, type Profile, profileNumbers, profileSealKey } from '../../sdk/node/profile.ts'
import { sealKeyBody } from '../../sdk/sealing/seal-for.ts'
import { readCard, readId, readRoles, rolesHelp } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showPairs } from '../show.ts'

const describe = async (profile: Profile) => {
  const { folder, settings, signer } = profile
  const { participant, name, gateway } = settings
  return {
    participant,
    name,
    device: signer.device,
    publicKey: signer.publicKey,
    folder,
    ...(gateway === undefined ? {} : { gateway }),
    card: await cardOf(profile),
  }
}

type Description = Awaited<ReturnType<typeof describe>>

const showDevice = ({ participant, name, device, publicKey, folder, gateway }: Description): string[] => {
  return showPairs([
    ['participant', participant],
    ['name', name],
    ['device', device],
    ['public key', JSON.stringify(publicKey)],
    ['gateway', gateway ?? 'none named yet'],
    ['files', folder],
  ])
}

const readParticipant = (text: string): string => {
  if (participantId.safeParse(text).success) return text
  throw new InvalidArgumentError('A participant is 3 to 40 small letters, digits and -, and begins with a letter.')
}

const readName = (text: string): string => {
  const name = displayName.safeParse(text.normalize('NFC'))
  if (name.success) return name.data
  throw new InvalidArgumentError(`Use up to 60 characters: it ${name.error.issues[0]?.message ?? 'cannot be a name'}.`)
}

const create = async (invocation: Invocation, options: { participant: string; name?: string }): Promise<undefined> => {
  const { namedGateway: gateway } = invocation
  const profile = await createProfile(invocation.folder, {
    participant: options.participant,
    name: options.name ?? `${options.participant}’s device`,
    ...(gateway === undefined ? {} : { gateway: invocation.connectTo(gateway).gateway }),
  })
  const described = await describe(profile)
  invocation.print(described, [
    'made a device; its private key stays in its file on this machine',
    ...showDevice(described),
    '',
    'Give this line to the registrar of your organisation (`assay device show --card` prints it again):',
    JSON.stringify(described.card),
  ])
}

const show = async (invocation: Invocation, options: { card?: boolean }): Promise<undefined> => {
  const described = await describe(await invocation.profile())
  if (options.card === true) invocation.print(described.card, [JSON.stringify(described.card)])
  else invocation.print(described, showDevice(described))
}

const renumber = (invocation: Invocation): Promise<undefined> =>
  invocation.withTerminal(async (terminal) => {
    const { account } = await terminal.account()
    const onLedger = BigInt(account.devices[terminal.signer.device]?.highest ?? '0')
    const kept = (await terminal.unsettled()).map(({ instruction }) => BigInt(instruction.number))
    const numbers = profileNumbers(invocation.folder, { create: true })
    for (const number of [onLedger, ...kept]) numbers.raiseTo(number)
    const highest = numbers.highest().toString()
    numbers.close()
    invocation.print({ highest }, [`the next instruction takes the number after ${highest}`])
    return undefined
  })

const sealKey = async (invocation: Invocation) => {
  const key = await profileSealKey(await invocation.profile())
  return instruct(invocation, 'device.set-seal-key', (terminal) => sealKeyBody(terminal, key))
}

const keyCommands = (device: Command, frame: Frame): void => {
  device
    .command('renumber')
    .description('take this device’s counter up from the ledger, after its files were lost or brought back from a copy')
    .action(performing(frame, renumber))
  device
    .command('seal-key')
    .description('make this device’s key for sealed documents and put its public half on the ledger')
    .addHelpText(
      'after',
      '\nThe same key is kept when the command is repeated; only it opens what is sealed to this device.',
    )
    .action(performing(frame, sealKey))
}

/** Commands about this machine's device, and about devices on the ledger. */
export const deviceCommands = (device: Command, frame: Frame): void => {
  device
    .command('create')
    .description('make a P-256 key for a participant in this profile and print what to give to the registrar')
    .requiredOption('--participant <id>', 'whose device it is: 3 to 40 small letters, digits and -', readParticipant)
    .option('--name <name>', 'what people call the device, up to 60 characters', readName)
    .action(performing(frame, create))
  device
    .command('show')
    .description('print the device of this profile: its id, its public key and its files')
    .option('--card', 'print only the card for the registrar')
    .action(performing(frame, show))
  device
    .command('add')
    .description('put one more device of a registered participant on the ledger (registrar)')
    .argument('<card>', 'file with the card of `assay device show --card`, or - for standard input')
    .requiredOption('--roles <roles>', rolesHelp, readRoles)
    .action(
      performing(frame, async (invocation, file: string, { roles }: { roles: DeviceRole[] }) => {
        const { participant, ...card } = await readCard(invocation, file)
        return instruct(invocation, 'device.add', { participant, device: { ...card, roles } })
      }),
    )
  device
    .command('revoke')
    .description('revoke a device for good: one of your own, or as registrar one of your organisation’s participants')
    .argument('<device>', 'the device’s id, 43 letters', readId)
    .option('--of <participant>', 'whose device it is (default: your own)', readParticipant)
    .action(
      performing(frame, async (invocation, id: string, { of }: { of?: string }) => {
        const participant = of ?? (await invocation.profile()).settings.participant
        return instruct(invocation, 'device.revoke', { participant, device: id })
      }),
    )
  keyCommands(device, frame)
}
