import type { Command } from 'commander'
import { digestOf, documentBytesMaximum, textOf } from '../../../chaincode/wire/bounded-json.ts'
import { TerminalFault } from '../../sdk/errors.ts'
import { createPrivately } from '../../sdk/node/private-file.ts'
import { readFunds, writeFunds } from '../../sdk/packages/funds.ts'
import { type Ability, abilities, readProgram, sourceMaximum, writeProgram } from '../../sdk/sandbox/program.ts'
import { sandboxLimits } from '../../sdk/sandbox/sandbox-run.ts'
import { oneOf, readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { findOpen } from '../listing.ts'
import { type RunOptions, readBytesOf, runInSandbox } from '../run-program.ts'
import { showPairs } from '../show.ts'

const readAbilities = (text: string): Ability[] => text.split(',').map((word) => oneOf(abilities, word.trim()))

/** Runs what came out of a package as a program; opening a package never does. */
const run = async (invocation: Invocation, file: string, options: RunOptions): Promise<ExitCode> =>
  runInSandbox(invocation, readProgram(await readBytesOf(file, documentBytesMaximum)), options)

interface MakeOptions {
  may: Ability[]
  opens?: string
  out: string
}

/** Makes a program of its source, with the abilities that it declares and the digest of what it opens. */
const makeProgram = async (
  invocation: Invocation,
  file: string,
  { may, opens, out }: MakeOptions,
): Promise<ExitCode> => {
  const source = textOf(await readBytesOf(file, documentBytesMaximum)) ?? ''
  if (source === '' || source.length > sourceMaximum) {
    throw new TerminalFault('file_unreadable', {
      problem: `${file} is no text of 1 to ${sourceMaximum} characters`,
      next: 'Name the source of the program.',
    })
  }
  const data = opens === undefined ? {} : { opens: await digestOf(await readBytesOf(opens, sandboxLimits.inputBytes)) }
  await createPrivately(out, writeProgram({ abilities: may, source, ...data }))
  const words = showPairs([
    ['file', out],
    ['may use', may.join(', ') || 'nothing'],
  ])
  invocation.print({ file: out, abilities: may, ...data }, words)
  return exitCodes.accepted
}

/** Makes funds data of an offer of one's own that is open. */
const makeFunds = (invocation: Invocation, id: string, { out }: { out: string }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const { offer, sender, voucher } = await findOpen(terminal, 'offers', (one) => one.offer === id)
    await createPrivately(out, writeFunds({ offer, sender, voucher }))
    invocation.print({ file: out, offer, voucher }, showPairs([['file', out]]))
    return exitCodes.accepted
  })

/** Takes what funds data name, by one's own signed instruction: the rules of transfers decide, and nothing else moves anything (S3-060). */
const take = async (invocation: Invocation, file: string): Promise<ExitCode> => {
  const named = readFunds(textOf(await readBytesOf(file, documentBytesMaximum)) ?? '')
  invocation.note(`takes the offer ${named.offer} of ${named.sender}, in ${named.voucher}`)
  return instruct(invocation, 'transfer.accept', named)
}

const programCommands = (sealed: Command, frame: Frame): void => {
  sealed
    .command('run')
    .description('run a program or an opening method that came in a package, in a sandbox with what it declares alone')
    .argument('<file>', 'the program, as `assay package open` wrote it')
    .option('--input <file>', 'the data that it is given')
    .option('--out <file>', 'where the bytes that it gives go; must not be there yet')
    .action(performing(frame, run))
  sealed
    .command('program')
    .description('make a program to be delivered of its source in JavaScript')
    .argument('<source>', 'a file with the source')
    .requiredOption('--out <file>', 'where the program goes; must not be there yet')
    .option('--may <list>', `what it may use: ${abilities.join(', ')}; separated by commas`, readAbilities, [])
    .option('--opens <file>', 'the data that it opens: it is an opening method then, for these data alone')
    .action(performing(frame, makeProgram))
}

const fundsCommands = (sealed: Command, frame: Frame): void => {
  sealed
    .command('funds')
    .description('make data to be delivered that name an offer of yours (`assay offer make`)')
    .argument('<offer>', 'its id, 43 letters', readId)
    .requiredOption('--out <file>', 'where the data go; must not be there yet')
    .action(performing(frame, makeFunds))
  sealed
    .command('take')
    .description('take the offer that funds data name, under the rules of transfers')
    .argument('<file>', 'the data, as `assay package open` wrote them')
    .action(performing(frame, take))
}

/** The commands for what packages hold: programs and opening methods, which run in a sandbox alone, and funds (decision 0048). */
export const contentsCommands = (sealed: Command, frame: Frame): void => {
  programCommands(sealed, frame)
  fundsCommands(sealed, frame)
}
