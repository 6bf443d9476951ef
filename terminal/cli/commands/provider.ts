import type { Command } from 'commander'
import { readProvider } from '../../sdk/purchases.ts'
import { readNames } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showPairs } from '../show.ts'

const register = (
  invocation: Invocation,
  provider: string,
  { name, addresses }: { name: string; addresses: string[] },
) => instruct(invocation, 'provider.register', { provider, name, addresses })

const show = (invocation: Invocation, id: string | undefined): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readProvider(terminal, id ?? terminal.participant)
    const { provider, name, member, home, status, addresses } = found
    const lines = showPairs([
      ['provider', `${name} (${provider})`],
      ['registered by', `${member} of ${home}`],
      ['status', status],
      ['addresses', addresses.join(', ')],
    ])
    invocation.print(found, lines)
    return exitCodes.accepted
  })

/** Providers of one's member. */
export const providerCommands = (provider: Command, frame: Frame): void => {
  provider
    .command('register')
    .description('let a participant of your member issue goods certificates, or change its name and addresses (teller)')
    .argument('<provider>', 'the participant')
    .requiredOption('--name <name>', 'the business name that buyers are shown, up to 60 characters')
    .requiredOption(
      '--addresses <list>',
      'where links to its goods may lead, one to four; separated by commas',
      readNames,
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ assay provider register clockmaker --name "The Clockmaker" --addresses https://clocks.example',
    )
    .action(performing(frame, register))
  provider
    .command('close')
    .description('end its leave to issue; none of its certificates counts until it is registered anew (teller)')
    .argument('<provider>', 'the participant')
    .action(performing(frame, (invocation, id: string) => instruct(invocation, 'provider.close', { provider: id })))
  provider
    .command('show')
    .description('print who registered a provider, under which name and addresses')
    .argument('[provider]', 'the participant (default: your own)')
    .action(performing(frame, show))
}
