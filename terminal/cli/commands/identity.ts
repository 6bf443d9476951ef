import type { Command } from 'commander'
import { readReferenceTypes } from '../../sdk/identity-references.ts'
import { exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { propose } from '../propose.ts'

const set = (invocation: Invocation, client: string, { type, from }: { type: string; from?: string }) =>
  invocation.withTerminal(async (terminal) => {
    const { streams } = invocation
    const value =
      from === undefined ? await streams.readLine(`the ${type} of ${client}: `) : await streams.readFile(from)
    await terminal.setIdentityReference(client, { type, value: value.trim() })
    invocation.print({ client, type }, [`${client} is known by this ${type}; nobody can read it any more`])
    return exitCodes.accepted
  })

const show = (invocation: Invocation, client: string) =>
  invocation.withTerminal(async (terminal) => {
    const { types } = await readReferenceTypes(terminal, client)
    invocation.print({ client, types }, types.length === 0 ? [`nothing is on record of ${client}`] : types)
    return exitCodes.accepted
  })

const unlock = (invocation: Invocation, client: string) => propose(invocation, 'identity.unlock', { client })

const example = `
Types are account-number, phone (with its plus), resident-id and certificate (its SHA-256 in hexadecimal).
The value is asked for, or read from a file, so that it stands in no history of a shell.

Example:
  $ assay identity set alice --type phone
  $ assay identity show alice`

/** The commands by which a bank's officers for credit say who a client is. */
export const identityCommands = (identity: Command, frame: Frame): void => {
  identity
    .command('set')
    .description('put on record by what a client is known, in place of what it was of this type (bank)')
    .argument('<client>', 'whom, a client of your bank')
    .requiredOption('--type <type>', 'what it is')
    .option('--from <file>', 'the file that holds the value, - for standard input; asked for where left out')
    .addHelpText('after', example)
    .action(performing(frame, set))
  identity
    .command('show')
    .description('show of which types something is on record of a client (bank)')
    .argument('<client>', 'of whom')
    .action(performing(frame, show))
  identity
    .command('unlock')
    .description(
      'propose to free a client that failed too often to show who it is; a second officer approves it (bank)',
    )
    .argument('<client>', 'whom')
    .action(performing(frame, unlock))
}
