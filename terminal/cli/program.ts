import { Command, CommanderError, Option } from 'commander'
import { markIds } from '../../chaincode/wire/marked-ids.ts'
import { openings } from './commands.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from './exit-code.ts'
import type { Frame, Streams } from './invocation.ts'
import { wholeNumber } from './words.ts'

const example = `
From a key to a transfer:
  $ export ASSAY_GATEWAY=http://127.0.0.1:17080
  $ assay device create --participant alice --profile alice    make a key; it stays on this machine
  $ assay device show --card --profile alice > alice.json      what to give to the registrar
  $ assay register alice.json --type person --roles customer --profile registrar
  (the issuer and carol get their devices in the same way; a registrar's own first device is put on the ledger by
  the administrator of its organisation, with gateway/enrol-registrar.ts)
  $ assay voucher issue GOLD-1G 5000g --name "Gold 9999" --metal gold --fineness 9999 --form bar \\
      --unit-base "1 mg" --unit-shown g --base-per-shown 1000 --functions buy,sell,transfer --profile issuer
  $ assay transfer GOLD-1G 2.5g --to alice --profile issuer
  $ assay account show --profile alice
  $ assay transfer GOLD-1G 1.5g --to carol --profile alice

Quantities have their unit, such as 1.5g, 18.50CNY or ¥18.50; a bare whole number counts base units of the voucher, which
\`assay voucher show CODE\` tells.
When an outcome stays unknown, never repeat the command: \`assay resend\` sends the same instruction again,
which the ledger honours at most once.

${exitCodeHelp}

Files: each profile is a folder of ASSAY_HOME (default ~/.assay-terminal) with the device's key, its counter, and an
outbox of what was sent and has no known outcome. Set ASSAY_DEBUG=1 to see where a failure arose.`

const secondsMaximum = { wait: 3_600, validFor: 86_400 }

const filled = new WeakSet<Command>()

/** Gives a command of the first page all that its opening stands for, once. */
export const fill = async (command: Command, frame: Frame): Promise<void> => {
  const opening = openings.find(({ name }) => name === command.name())
  if (opening === undefined || filled.has(command)) return
  filled.add(command)
  const give = await opening.load()
  give(command, frame)
}

/** The command line program, whose commands are filled once they are called; `complain` hears what was used wrongly. Building it does nothing yet. */
export const createProgram = (frame: Frame, complain: (text: string) => void): Command => {
  const program = new Command('assay')
    .description('Signs instructions with this device, sends them to a gateway, and tells what became of them.')
    .option('--gateway <url>', 'the gateway to talk to (or ASSAY_GATEWAY, or the one of the profile)')
    .option('--profile <name>', 'which device of this machine to use (or ASSAY_PROFILE; default "default")')
    .option('--json', 'print one JSON document instead of text')
    .addOption(
      new Option('--wait <seconds>', 'how long to wait for an outcome, in seconds')
        .argParser(wholeNumber(0, secondsMaximum.wait))
        .default(20),
    )
    .addOption(
      new Option('--valid-for <seconds>', 'how long the ledger may still honour a new instruction, in seconds')
        .argParser(wholeNumber(1, secondsMaximum.validFor))
        .default(600),
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: frame.streams.output, writeErr: complain })
    .showHelpAfterError('Add --help to see the form.')
    .exitOverride()
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', example)
  for (const { name, description, inside } of openings) {
    const command = program.command(name).description(description)
    // So that the first help names every command, a group's line lists what is inside.
    if (inside.length > 0) command.summary(`${description}: ${inside.join(', ')}`)
  }
  program.hook('preSubcommand', (_program, command) => fill(command, frame))
  return program
}

/** `help WORDS` is `WORDS --help`, which fills the command first. */
const withHelp = (words: readonly string[]): readonly string[] =>
  words[0] === 'help' ? [...words.slice(1), '--help'] : words

/** Runs the program on its words, without the program's own name; resolves with the exit code and never throws. */
export const run = async (words: readonly string[], streams: Streams): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.accepted
  const isJson = words.includes('--json')
  const frame: Frame = {
    streams,
    finish: (finished) => {
      code = finished
    },
  }
  // With --json, the one document that is printed also tells of wrong use.
  const program = createProgram(frame, isJson ? () => {} : streams.complain)
  try {
    await program.parseAsync(markIds(withHelp(words)), { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.accepted
    if (error instanceof CommanderError && !isJson) return exitCodes.refused
    const { Invocation } = await import('./invocation.ts')
    return new Invocation(streams, { json: isJson, wait: 0, validFor: 1 }).fail(error)
  }
}
