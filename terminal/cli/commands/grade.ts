import { type Command, Option } from 'commander'
import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { instructConfidentially, readGrade } from '../../sdk/confidential.ts'
import { exitCodes } from '../exit-code.ts'
import { report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showPairs } from '../show.ts'

type Grade = (typeof creditGrades)[number]

const set = (invocation: Invocation, client: string, { grade, institution }: { grade: Grade; institution: string }) =>
  invocation.withTerminal(async (terminal) => {
    const said = { body: { client, institution }, confidential: { grade } }
    const result = await instructConfidentially(terminal, 'grade.set', said, invocation.patience)
    return report(invocation, terminal.connection, result)
  })

const show = (invocation: Invocation, client: string, named: { bank?: string; institution?: string }) =>
  invocation.withTerminal(async (terminal) => {
    const { mspId: own } = await terminal.identity()
    const { bank = own, institution = own } = named
    const found = await readGrade(terminal, { bank, institution, client })
    const rows: [string, string][] = [
      ...([
        ['client', found.client],
        ['bank', found.bank],
        ['institution', found.institution],
      ] as [string, string][]),
      ...([
        ['grade', found.grade],
        ['version', found.version],
      ] as [string, string][]),
    ]
    invocation.print(found, showPairs(rows))
    return exitCodes.accepted
  })

const example = `
Example:
  $ assay grade set alice --grade bbb --institution GoldhouseMSP
  $ assay grade show alice --institution GoldhouseMSP`

/** The commands about how a bank grades its clients, which it and one institution alone are told. */
export const gradeCommands = (grade: Command, frame: Frame): void => {
  grade
    .command('set')
    .description('grade a client before an institution; you and it alone are told (bank)')
    .argument('<client>', 'whom, a client of your bank')
    .addOption(new Option('--grade <grade>', 'best first').choices([...creditGrades]).makeOptionMandatory())
    .requiredOption('--institution <member>', 'the MSP id of the institution')
    .addHelpText('after', example)
    .action(performing(frame, set))
  grade
    .command('show')
    .description('show the grade of a client, as your own member has it (bank, institution)')
    .argument('<client>', 'whose')
    .option('--bank <member>', 'the MSP id of the bank; your own member where left out')
    .option('--institution <member>', 'the MSP id of the institution; your own member where left out')
    .action(performing(frame, show))
}
