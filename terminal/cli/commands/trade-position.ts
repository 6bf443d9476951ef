import { type Command, Option } from 'commander'
import { pairFamilies } from '../../../chaincode/domains/trade-chain/terms.ts'
import { instructConfidentially } from '../../sdk/confidential.ts'
import { readPositions } from '../../sdk/trade-chain/records.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns } from '../show.ts'

interface SetOptions {
  institution: string
  family: (typeof pairFamilies)[number]
  product: string
  count: string
}

const set = (
  invocation: Invocation,
  client: string,
  { institution, family, product, count }: SetOptions,
): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const said = { body: { client, institution }, confidential: { family, product, quantity: count } }
    const result = await instructConfidentially(terminal, 'position.set', said, invocation.patience)
    return report(invocation, terminal.connection, result)
  })

const show = (invocation: Invocation, client: string, named: { bank?: string; institution?: string }) =>
  invocation.withTerminal(async (terminal) => {
    const { mspId: own } = await terminal.identity()
    const { bank = own, institution = own } = named
    const found = await readPositions(terminal, { bank, institution, client })
    const rows = Object.entries(found.products).map(([name, { quantity, reserved, version }]) => [
      ...[name, quantity, `${reserved} of them wait for trades`, `version ${version}`],
    ])
    invocation.print(found, rows.length === 0 ? ['no position is on record'] : showColumns(rows))
    return exitCodes.accepted
  })

const example = `
Example:
  $ assay position set alice --institution GoldhouseMSP --family stock --product 600519 --count 500
  $ assay position show alice --institution GoldhouseMSP`

/** The commands about what a bank's clients have with an institution of what is no voucher; the two members alone are told. */
export const positionCommands = (position: Command, frame: Frame): void => {
  position
    .command('set')
    .description('say how much a client has of a product; you and the institution alone are told (bank)')
    .argument('<client>', 'whose, a client of your bank')
    .requiredOption('--institution <member>', 'the MSP id of the institution')
    .addOption(new Option('--family <family>', 'of which family').choices([...pairFamilies]).makeOptionMandatory())
    .requiredOption('--product <code>', 'the product’s code, such as 600519')
    .requiredOption('--count <count>', 'how many of it, a whole number from 0')
    .addHelpText('after', example)
    .action(performing(frame, set))
  position
    .command('show')
    .description('show what a client has, as your own member has it (bank, institution)')
    .argument('<client>', 'whose')
    .option('--bank <member>', 'the MSP id of the bank; your own member where left out')
    .option('--institution <member>', 'the MSP id of the institution; your own member where left out')
    .action(performing(frame, show))
}
