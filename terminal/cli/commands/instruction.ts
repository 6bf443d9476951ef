import type { Command } from 'commander'
import { type Verdict, verifyEvidence } from '../../sdk/evidence.ts'
import { readEvidence } from '../../sdk/reads.ts'
import { readInstruction, receive } from '../../sdk/receive.ts'
import { readId, readJsonFile } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { limited, printList } from '../listing.ts'
import { showPairs } from '../show.ts'

const show = async (invocation: Invocation, id: string): Promise<ExitCode> => {
  const { connection, keys } = await invocation.openReceiver()
  return report(invocation, connection, await readInstruction(connection, { id, keys }))
}

const wait = async (invocation: Invocation, id: string): Promise<ExitCode> => {
  const options = { waitSeconds: invocation.patience.waitSeconds }
  if ((await invocation.profileIfAny()) !== undefined) {
    return invocation.withTerminal(async (terminal) =>
      report(invocation, terminal.connection, await terminal.wait(id, options)),
    )
  }
  const { connection, keys } = await invocation.openReceiver()
  const deadline = connection.now() + options.waitSeconds * 1000
  return report(invocation, connection, await receive(connection, { id, keys, deadline }))
}

const evidence = async (invocation: Invocation, id: string): Promise<undefined> => {
  const answer = (await readEvidence(await invocation.openConnection(), id)) as object
  invocation.print(answer, [JSON.stringify(answer, null, 2)])
}

const showVerdict = ({ isGood, faults, id, instruction }: Verdict): string[] => {
  const named: [string, string][] =
    instruction === undefined
      ? []
      : [
          ['kind', instruction.kind],
          ['from', instruction.from],
          ['device', instruction.device],
          ['number', instruction.number],
          ['body', JSON.stringify(instruction.body)],
          ['id', id ?? ''],
        ]
  return [
    isGood ? 'good: this device signed exactly this instruction' : `NOT GOOD: ${faults.join(', ')}`,
    ...showPairs(named),
  ]
}

const verify = async (invocation: Invocation, file: string, options: { id?: string }): Promise<ExitCode> => {
  const verdict = await verifyEvidence(
    await readJsonFile(invocation, file),
    options.id === undefined ? {} : { id: options.id },
  )
  invocation.print(verdict, showVerdict(verdict))
  return verdict.isGood ? exitCodes.accepted : exitCodes.refused
}

const list = (invocation: Invocation, { limit }: { limit: number }): Promise<ExitCode> =>
  printList(invocation, { list: 'instructions', limit }, (one) => [
    ...[one.kind, one.from, one.code === undefined ? one.status : `${one.status}: ${one.code}`],
    one.id ?? '',
  ])

/** Asking what became of instructions, and checking them without trusting anyone. */
export const instructionCommands = (instruction: Command, frame: Frame): void => {
  const aboutOne = (name: string) =>
    instruction.command(name).argument('<id>', 'the instruction’s id, 43 letters', readId)
  aboutOne('show').description('print what the gateway knows of an instruction now').action(performing(frame, show))
  aboutOne('wait')
    .description('ask until the outcome is known, for at most --wait seconds')
    .action(performing(frame, wait))
  aboutOne('evidence')
    .description('print the signed envelope, its device’s key and its place in the blocks, as JSON')
    .action(performing(frame, evidence))
  instruction
    .command('verify')
    .description('check evidence offline: the device’s signature over the instruction, and the ids')
    .argument('<file>', 'file with evidence as `assay instruction evidence` prints it, or - for standard input')
    .option('--id <id>', 'the id that it must be about', readId)
    .action(performing(frame, verify))
  limited(instruction.command('list'))
    .description('print what concerns your account, newest first, and what became of each')
    .addHelpText('after', '\nExample:\n  $ assay instruction list --limit 50')
    .action(performing(frame, list))
}
