import { type Command, Option } from 'commander'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { readCard, readNames, readRoles, rolesHelp } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'

const register = async (
  invocation: Invocation,
  file: string,
  { type, roles }: { type: 'person' | 'organisation'; roles: DeviceRole[] },
) => {
  const { participant, ...card } = await readCard(invocation, file)
  return instruct(invocation, 'participant.register', { participant, type, device: { ...card, roles } })
}

const caseHelp = 'the case number that says why: 3 to 40 capital letters, digits and -'

/** Registering participants. */
export const registerCommand = (command: Command, frame: Frame): void => {
  command
    .argument('<card>', 'file with the card of `assay device show --card`, or - for standard input')
    .addOption(
      new Option('--type <type>', 'what the participant is').choices(['person', 'organisation']).makeOptionMandatory(),
    )
    .requiredOption('--roles <roles>', rolesHelp, readRoles)
    .action(performing(frame, register))
}

/** What a participant's registrar and it itself can do to its standing. */
export const participantCommands = (participant: Command, frame: Frame): void => {
  for (const step of ['freeze', 'unfreeze'] as const) {
    participant
      .command(step)
      .description(`${step === 'freeze' ? 'stop everything from and to' : 'free again'} a participant (registrar)`)
      .argument('<participant>', 'whom')
      .requiredOption('--case <number>', caseHelp)
      .action(
        performing(frame, (invocation, id: string, options: { case: string }) =>
          instruct(invocation, `participant.${step}`, { participant: id, caseNumber: options.case }),
        ),
      )
  }
  participant
    .command('close')
    .description('close a participant for good; it must hold nothing (registrar)')
    .argument('<participant>', 'whom')
    .action(
      performing(frame, (invocation, id: string) => instruct(invocation, 'participant.close', { participant: id })),
    )
  participant
    .command('accept')
    .description('say whose transfers you take')
    .addArgument(participant.createArgument('<whose>', 'whose transfers you take').choices(['all', 'known', 'none']))
    .option('--senders <participants>', 'with "known": the senders, separated by commas, at most 64', readNames)
    .action(
      performing(frame, (invocation, accepts: 'all' | 'known' | 'none', { senders }: { senders?: string[] }) =>
        instruct(invocation, 'participant.accept', { accepts, ...(senders === undefined ? {} : { known: senders }) }),
      ),
    )
}
