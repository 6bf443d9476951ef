import { type Command, Option } from 'commander'
import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { instructConfidentially, readGrade } from '../../sdk/confidential.ts'
import type { Connection } from '../../sdk/connection.ts'
import { CommandFault } from '../command-fault.ts'
import { exitCodes } from '../exit-code.ts'
import { report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { proposeInConfidence } from '../propose.ts'
import { quantityOf } from '../quantity.ts'
import { showPairs } from '../show.ts'
import { wholeNumber } from '../words.ts'

type Grade = (typeof creditGrades)[number]

interface Setting {
  grade: Grade
  institution: string
  liftCash?: string
  liftEach?: string
  liftMost: number
  liftPledgee?: string
}

/** By how much pledges lift the grade, each amount in the unit of the cash; undefined where they do not. */
const liftIn = async (
  invocation: Invocation,
  connection: Connection,
  { liftCash: cash, liftEach: quantity, liftMost: most, liftPledgee: pledgee }: Setting,
) => {
  if (cash === undefined && quantity === undefined && pledgee === undefined) return undefined
  if (cash !== undefined && quantity !== undefined && pledgee !== undefined)
    return { pledgee, cash, each: await quantityOf(invocation, connection, { voucher: cash, quantity }), most }
  throw new CommandFault('lift_unclear', {
    problem: 'a grade is lifted by so much of a cash that is pledged to somebody, and one of the three is missing',
    next: 'Give --lift-pledgee, --lift-cash and --lift-each, or none of them. Nothing was sent.',
  })
}

const set = (invocation: Invocation, client: string, setting: Setting) => {
  const { grade, institution } = setting
  return proposeInConfidence(invocation, async (terminal) => {
    const lift = await liftIn(invocation, terminal.connection, setting)
    const confidential = { grade, ...(lift === undefined ? {} : { lift }) }
    return { kind: 'grade.set', body: { client, institution }, confidential }
  })
}

const weigh = (
  invocation: Invocation,
  client: string,
  { institution, pledge }: { institution: string; pledge: string[] },
) =>
  invocation.withTerminal(async (terminal) => {
    const said = { body: { client, institution, pledges: pledge }, confidential: {} }
    const result = await instructConfidentially(terminal, 'grade.weigh', said, invocation.patience)
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
        ['as two officers gave it', found.base],
      ] as [string, string][]),
      ...(found.lift === undefined ? [] : [['pledges count to', found.lift.pledgee] as [string, string]]),
      ...Object.entries(found.pledges).map(([pledge, quantity]): [string, string] => [
        ...(['lifted by', `${quantity} of the pledge ${pledge}`] as const),
      ]),
    ]
    invocation.print(found, showPairs(rows))
    return exitCodes.accepted
  })

const example = `
Example:
  $ assay grade set alice --grade bbb --institution GoldhouseMSP      # one officer proposes
  $ assay approval approve QmY…                                        # another one says yes to it
  $ assay approval execute QmY…                                        # either of the two carries it out
  $ assay grade set alice --grade bbb --institution GoldhouseMSP \\
      --lift-pledgee city-bank --lift-cash CNY --lift-each 10000 --lift-most 2
  $ assay grade show alice --institution GoldhouseMSP`

/** The commands about how a bank grades its clients, which it and one institution alone are told. */
export const gradeCommands = (grade: Command, frame: Frame): void => {
  grade
    .command('set')
    .description('propose how a client is graded before an institution; it alone and you are told (bank)')
    .argument('<client>', 'whom, a client of your bank')
    .addOption(new Option('--grade <grade>', 'best first').choices([...creditGrades]).makeOptionMandatory())
    .requiredOption('--institution <member>', 'the MSP id of the institution')
    .option('--lift-pledgee <participant>', 'who holds for your bank what is pledged and lifts the grade')
    .option('--lift-cash <voucher>', 'the cash in which these pledges count')
    .option('--lift-each <amount>', 'one step up for so much that is pledged')
    .addOption(new Option('--lift-most <steps>', 'and no more steps').default(1).argParser(wholeNumber(1, 6)))
    .addHelpText('after', example)
    .action(performing(frame, set))
  grade
    .command('weigh')
    .description('weigh a grade by pledges to your bank now; its gateway does so by itself as pledges change (bank)')
    .argument('<client>', 'whose')
    .requiredOption('--institution <member>', 'the MSP id of the institution')
    .option('--pledge <id...>', 'the pledges that lift it; none where left out', [])
    .action(performing(frame, weigh))
  grade
    .command('show')
    .description('show the grade of a client, as your own member has it (bank, institution)')
    .argument('<client>', 'whose')
    .option('--bank <member>', 'the MSP id of the bank; your own member where left out')
    .option('--institution <member>', 'the MSP id of the institution; your own member where left out')
    .action(performing(frame, show))
}
