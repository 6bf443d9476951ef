import type { Command } from 'commander'
import { type ProductFamily, productFamilies } from '../../../chaincode/domains/trade-chain/terms.ts'
import { readInstitutions } from '../../sdk/trade-chain/records.ts'
import { oneOf } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns } from '../show.ts'

const open = (invocation: Invocation, families: ProductFamily[]) =>
  instruct(invocation, 'institution.open', { families })

const list = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const items = await readInstitutions(terminal)
    const rows = items.map(({ institution, status, families, participant }) => [
      ...[institution, status, families.join(', '), `answered by ${participant}`],
    ])
    invocation.print({ items }, rows.length === 0 ? ['no institution takes trades'] : showColumns(rows))
    return exitCodes.accepted
  })

/** The commands of which trades an institution takes by chains. */
export const institutionCommands = (institution: Command, frame: Frame): void => {
  institution
    .command('open')
    .description('take trades of these families, answered by your participant (executor)')
    .argument(
      '<families>',
      `one or more of ${productFamilies.join(', ')}; separated by commas`,
      (text: string): ProductFamily[] => text.split(',').map((word) => oneOf(productFamilies, word.trim())),
    )
    .addHelpText('after', '\nExample:\n  $ assay institution open metal,stock')
    .action(performing(frame, open))
  institution
    .command('suspend')
    .description('take no more trades until you open again; those that were sent go on (executor)')
    .action(performing(frame, (invocation) => instruct(invocation, 'institution.suspend', {})))
  institution
    .command('list')
    .description('print which institutions take which families now')
    .action(performing(frame, list))
}
