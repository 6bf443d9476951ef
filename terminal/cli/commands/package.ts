import type { Command } from 'commander'
import { openFile, type PackageFiles, sealFile } from '../../sdk/node/package-file.ts'
import { unpackingBounds } from '../../sdk/packages/two-key-package.ts'
import { readId } from '../arguments.ts'
import { exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showPairs } from '../show.ts'
import { wholeNumber } from '../words.ts'

interface KeyOptions {
  interaction: string
  firstKey?: string
  secondKey?: string
}

const filesOf = (sealed: string, { firstKey, secondKey }: KeyOptions): PackageFiles => ({
  ...{ sealed, firstKey: firstKey ?? `${sealed}.first-key`, secondKey: secondKey ?? `${sealed}.second-key` },
})

const seal = async (invocation: Invocation, file: string, options: KeyOptions & { to: string; out?: string }) => {
  const { interaction, to: receiver, out = `${file}.package` } = options
  const files = filesOf(out, options)
  await sealFile(file, files, { interaction, receiver })
  const { sealed, firstKey, secondKey } = files
  invocation.print(
    { sealed, firstKey, secondKey },
    showPairs([
      ['package', sealed],
      ['first key', firstKey],
      ['second key', secondKey],
    ]),
  )
  return exitCodes.accepted
}

const open = async (
  invocation: Invocation,
  sealed: string,
  options: KeyOptions & { out: string; to?: string; megabytes: number },
) => {
  const receiver = options.to ?? (await invocation.profile()).settings.participant
  const context = { interaction: options.interaction, receiver }
  const bounds = { ...unpackingBounds, bytes: options.megabytes * 2 ** 20 }
  const bytes = await openFile(filesOf(sealed, options), options.out, { context, bounds })
  invocation.print(
    { file: options.out, bytes },
    showPairs([
      ['file', options.out],
      ['bytes', `${bytes}`],
    ]),
  )
  return exitCodes.accepted
}

/** The commands of packages that open with two keys alone, held by two parties. */
export const packageCommands = (sealing: Command, frame: Frame): void => {
  const keyed = (command: Command): Command =>
    command
      .requiredOption('--interaction <id>', 'the interaction in which it was promised', readId)
      .option('--first-key <file>', 'the file of the first key (the package’s name and .first-key)')
      .option('--second-key <file>', 'the file of the second key (the package’s name and .second-key)')
  keyed(sealing.command('seal'))
    .description('seal a file under two fresh keys, for one receiver in one interaction')
    .argument('<file>', 'what is to be sealed')
    .requiredOption('--to <participant>', 'who is to open it')
    .option('--out <file>', 'the package (the file’s name and .package)')
    .action(performing(frame, seal))
  keyed(sealing.command('open'))
    .description('open a package with both keys, whole or not at all')
    .argument('<package>', 'the package')
    .requiredOption('--out <file>', 'where what is inside goes; must not be there yet')
    .option('--to <participant>', 'whom it was sealed for (you)')
    .option('--megabytes <count>', 'the most that may come out of it', wholeNumber(1, 1_048_576), 1_024)
    .action(performing(frame, open))
}
