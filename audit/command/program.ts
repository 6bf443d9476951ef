import { Command, CommanderError } from 'commander'
import { markIds } from '../../chaincode/wire/marked-ids.ts'
import { FindingFault } from '../findings.ts'
import { addBodies } from './bodies.ts'
import { addChecks } from './check.ts'
import { addCompare } from './compare.ts'
import { addEvidence } from './evidence.ts'
import { addExport } from './export.ts'
import { addFetch } from './fetch.ts'
import { addHistory } from './history.ts'
import { type ExitCode, exitCodeHelp, type Invocation } from './invocation.ts'
import { addSearch } from './search.ts'
import { UsageFault } from './setting.ts'

const example = `
From a peer to a proof that anybody can make again:
  $ npm run audit -- fetch --peer bank --to blocks.assay
  $ npm run audit -- replay --blocks blocks.assay
Elsewhere, with what each member told you itself:
  $ npm run audit -- replay --blocks blocks.assay --roots roots --consortium consortium.json --json report.json
`

const adders = [
  ...([addFetch, addChecks, addEvidence, addHistory, addSearch, addExport, addCompare] as const),
  addBodies,
] as const

const programOf = (invocation: Invocation, end: (code: ExitCode) => void): Command => {
  const program = new Command('audit')
    .description(
      'Proves a channel from its blocks and from root certificates given apart. It trusts no member and no program of theirs.',
    )
    .addHelpText('after', `${example}${exitCodeHelp}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => invocation.output(text.trimEnd()),
      writeErr: (text) => invocation.tell(text.trimEnd()),
    })
  for (const add of adders) add(program, invocation, end)
  for (const command of program.commands) {
    command.copyInheritedSettings(program).addHelpText('after', exitCodeHelp)
  }
  return program
}

const complaintOf = (error: unknown): string => {
  if (error instanceof FindingFault) {
    const { found } = error.finding
    return `${error.message}${found === undefined ? '' : ` (${found})`}`
  }
  return error instanceof UsageFault
    ? error.message
    : `the command failed: ${error instanceof Error ? error.stack : error}`
}

/** Runs a command of the auditor's, and answers what the process ends with; nothing that goes wrong is ever 0. */
export const run = async (words: readonly string[], invocation: Invocation): Promise<ExitCode> => {
  let code: ExitCode = 2
  try {
    await programOf(invocation, (ended) => {
      code = ended
    }).parseAsync(markIds(words), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    invocation.tell(complaintOf(error))
    return 2
  }
  return code
}
