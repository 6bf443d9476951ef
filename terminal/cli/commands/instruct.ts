import { type Command, CommanderError } from 'commander'
import { type Body, type Kind, kindNames } from '../../../chaincode/vocabulary.ts'
import { oneOf, readJsonFile } from '../arguments.ts'
import { exampleOf, kindsByDomain, sentencesOf } from '../example.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns } from '../show.ts'

interface InstructOptions {
  example?: boolean
  list?: boolean
}

const listKinds = (invocation: Invocation): ExitCode => {
  const domains = kindsByDomain()
  const lines = domains.flatMap(({ domain, kinds }) => [
    domain,
    ...showColumns(kinds.map(({ kind, roles, members }) => [kind, roles, members])),
  ])
  invocation.print({ domains }, lines)
  return exitCodes.accepted
}

const printExample = (invocation: Invocation, kind: Kind): ExitCode => {
  const body = exampleOf(kind, Date.now())
  invocation.print(body, [JSON.stringify(body, null, 2)])
  for (const sentence of sentencesOf(kind)) invocation.note(sentence)
  return exitCodes.accepted
}

const missing = (name: string): CommanderError =>
  new CommanderError(1, 'assay.usage', `missing ${name}; \`assay instruct --list\` and \`KIND --example\` show the way`)

const sign = async (
  invocation: Invocation,
  kind: Kind | undefined,
  file: string | undefined,
  { example, list }: InstructOptions,
): Promise<ExitCode> => {
  if (list === true) return listKinds(invocation)
  if (kind === undefined) throw missing('the kind')
  if (example === true) return printExample(invocation, kind)
  if (file === undefined) throw missing('the file with the body')
  // The body is judged whole by the wire's own schema before anything is signed.
  return instruct(invocation, kind, (await readJsonFile(invocation, file)) as Body<Kind>)
}

const example = `
Example:
  $ assay instruct --list                                      every kind, and who may send it
  $ assay instruct transfer.offer --example > offer.json       a body to change
  $ assay instruct transfer.offer offer.json`

/** Instructions of any kind, also of those that have no command of their own. */
export const instructCommand = (command: Command, frame: Frame): void => {
  command
    .argument('[kind]', 'the kind, such as transfer.offer; --list names all', (text) => oneOf(kindNames, text))
    .argument('[file]', 'file with the body in JSON, amounts as strings of base units, or - for standard input')
    .option('--example', 'only print a body of this kind, who may send it, and what it tells')
    .option('--list', 'only print every kind under its domain')
    .addHelpText('after', example)
    .action(performing(frame, sign))
}
