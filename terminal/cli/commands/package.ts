import type { Command } from 'commander'
import { type PackageContents, packageContents } from '../../../chaincode/domains/packages/terms.ts'
import { serve } from '../../sdk/matching/serving.ts'
import { passwordsText } from '../../sdk/node/device-passwords.ts'
import {
  fileSource,
  forgetSealed,
  openInto,
  packageFiles,
  readPackageKey,
  sealInto,
} from '../../sdk/node/package-file.ts'
import { profileSealKey } from '../../sdk/node/profile.ts'
import { downloadPackage, type Progress, readManifest, uploadPackage } from '../../sdk/packages/mailbox.ts'
import { readInteraction, readPackage, readPackages } from '../../sdk/packages/records.ts'
import { openKeys, sealFirstKey } from '../../sdk/packages/released-keys.ts'
import { releaseSecondKeys } from '../../sdk/packages/serving.ts'
import { unpackingBounds } from '../../sdk/packages/two-key-package.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { oneOf, readId } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { showColumns, showPairs } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { readSpan, wholeNumber } from '../words.ts'
import { keptPasswords, readManagedDevice } from './device-password.ts'
import { contentsCommands } from './package-contents.ts'

const progressTo =
  (invocation: Invocation, what: string) =>
  ({ done, all }: Progress): void => {
    if (all > 1) invocation.note(`${what}: part ${done} of ${all}`)
  }

interface DeliverOptions {
  keeper: string
  contents?: PackageContents
  devicePassword?: string[]
  within: number
}

/** What is delivered, and of which kind: a file, or the kept passwords of devices; refuses `device_not_managed`. */
const contentOf = async (invocation: Invocation, file: string | undefined, options: DeliverOptions) => {
  const { contents, devicePassword: devices } = options
  if (file !== undefined && devices === undefined) {
    return { source: await fileSource(file), contents: contents ?? 'document' }
  }
  if (file !== undefined || devices === undefined || (contents ?? 'passwords') !== 'passwords') {
    throw new CommandFault('content_unreadable', {
      problem: 'a package holds one file, or passwords of devices',
      next: 'Name a file, or give --device-password without a file. Nothing was sent.',
    })
  }
  const text = passwordsText(await keptPasswords(invocation, devices))
  return { source: async () => new Blob([text]).stream(), contents: 'passwords' as const }
}

const deliver = async (
  invocation: Invocation,
  interaction: string,
  file: string | undefined,
  options: DeliverOptions,
): Promise<ExitCode> => {
  const { keeper, within } = options
  const files = await packageFiles(await invocation.profile(), interaction)
  const { source: content, contents } = await contentOf(invocation, file, options)
  const code = await instruct(invocation, 'package.deliver', async (terminal) => {
    const { receiver } = await readInteraction(terminal, interaction)
    const { first } = await sealInto(files, content, { interaction, receiver })
    const firstKey = await sealFirstKey(terminal, first, { interaction, keeper })
    const source = await fileSource(files.sealed)
    const laid = await uploadPackage(terminal, source, progressTo(invocation, 'laid down'))
    const until = `${terminal.connection.now() + within}`
    return { interaction, package: laid.package, size: `${laid.size}`, contents, keeper, firstKey, until }
  })
  if (code === exitCodes.accepted) await forgetSealed(files)
  return code
}

/** Releases the second key to each device that asked and has not got it; tells of each. */
const releaseAll = async (invocation: Invocation, terminal: Terminal): Promise<number> => {
  const profile = await invocation.profile()
  return releaseSecondKeys(terminal, {
    keyOf: async ({ interaction }) => readPackageKey((await packageFiles(profile, interaction)).secondKey),
    onResult: ({ interaction, receiver }, result) => {
      const told = 'code' in result ? result.code : result.status
      invocation.note(`package ${interaction}: second key for a device of ${receiver}: ${told}`)
    },
  })
}

const tellReleased = (invocation: Invocation, released: number): ExitCode => {
  invocation.print({ released }, [`${released} key(s) were released`])
  return exitCodes.accepted
}

const serveKeys = (invocation: Invocation, { once }: { once?: boolean }): Promise<ExitCode> => {
  const signal = invocation.interruption
  return invocation.withTerminal(async (terminal) => {
    if (once === true) return tellReleased(invocation, await releaseAll(invocation, terminal))
    let released = 0
    await serve(terminal.connection, {
      signal,
      round: async () => {
        released += await releaseAll(invocation, terminal)
      },
      onLost: (error) => invocation.note(`${error.message}; goes on`),
    })
    return tellReleased(invocation, released)
  })
}

const open = (
  invocation: Invocation,
  interaction: string,
  { out, megabytes }: { out: string; megabytes: number },
): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readPackage(terminal, interaction)
    const key = await profileSealKey(await invocation.profile())
    const keys = await openKeys(terminal, await readPackages(terminal, 'package-releases'), { interaction, key })
    // The receipt comes first: nothing is opened of what was revoked meanwhile.
    const result = await terminal.instruct('package.open', { interaction })
    const isOpenedBefore = 'code' in result && result.code === 'opened_already'
    if (result.status !== 'accepted' && !isOpenedBefore) return report(invocation, terminal.connection, result)
    const made = await readManifest(terminal, found)
    const source = () => downloadPackage(terminal, { interaction, made }, progressTo(invocation, 'fetched'))
    const bounds = { ...unpackingBounds, bytes: megabytes * 2 ** 20 }
    const context = { interaction, receiver: terminal.participant }
    const bytes = await openInto(out, source, { keys, context, bounds })
    invocation.print(
      { file: out, contents: found.contents, bytes },
      showPairs([
        ['file', out],
        ['contents', found.contents],
        ['bytes', `${bytes}`],
      ]),
    )
    return exitCodes.accepted
  })

const list = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const all = await readPackages(terminal, 'packages')
    const rows = all.map(({ status, contents, giver, receiver, size, interaction }) => [
      ...[status, contents, `${giver} to ${receiver}`, `${size} bytes`, interaction],
    ])
    invocation.print({ items: all }, rows.length === 0 ? ['no packages'] : showColumns(rows))
    return exitCodes.accepted
  })

/** What one may see of a package: who asked for its keys, which were released to which device, and who opened it when (S1-062). */
const show = (invocation: Invocation, interaction: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readPackage(terminal, interaction)
    const isOfIt = (one: { interaction: string }): boolean => one.interaction === interaction
    const [requests, releases, openings] = [
      (await readPackages(terminal, 'package-requests')).filter(isOfIt),
      (await readPackages(terminal, 'package-releases')).filter(isOfIt),
      (await readPackages(terminal, 'package-openings')).filter(isOfIt),
    ]
    const steps = [
      ...requests.map(({ receiver, device, askedAt }) => ['asked', receiver, device, showMoment(askedAt)]),
      ...releases.map(({ by, device, part }) => ['released', by, device, `${part} key`]),
      ...openings.map(({ receiver, device, openedAt }) => ['opened', receiver, device, showMoment(openedAt)]),
    ]
    invocation.print({ package: found, requests, releases, openings }, [
      ...showPairs([
        ['status', found.status],
        ['contents', found.contents],
        ['from', found.giver],
        ['to', found.receiver],
        ['first key with', found.keeper],
        ['both keys by', showMoment(found.until)],
        ['package', found.package],
      ]),
      ...showColumns(steps),
    ])
    return exitCodes.accepted
  })

const step =
  (kind: 'package.reject' | 'package.request' | 'package.revoke') => (invocation: Invocation, interaction: string) =>
    instruct(invocation, kind, { interaction })

const named = ['<interaction>', 'the interaction in which it was promised', readId] as const

const giverCommands = (sealed: Command, frame: Frame): void => {
  sealed
    .command('deliver')
    .description(
      'seal a file for who received in an interaction, lay it down, and deliver it; goes on where it was cut off',
    )
    .argument(...named)
    .argument('[file]', 'what is delivered')
    .requiredOption('--keeper <participant>', 'who keeps the first key')
    .option(
      '--contents <what>',
      `what is inside: ${packageContents.join(', ')}; a document where nothing is said`,
      (text: string) => oneOf(packageContents, text),
    )
    .option(
      '--device-password <device-id>',
      'deliver the password that this profile keeps of a device; may be repeated',
      (text: string, before: string[] = []) => [...before, readManagedDevice(text)],
    )
    .option('--within <span>', 'until when both keys are to be out, such as 12h or 7d', readSpan, 86_400_000)
    .action(performing(frame, deliver))
  sealed
    .command('serve')
    .description('release the second keys of what this device delivered, until it is stopped with Ctrl-C')
    .option('--once', 'release those that were asked for until now, and end')
    .action(performing(frame, serveKeys))
  sealed
    .command('revoke')
    .description('take back what you delivered, until its second key is out')
    .argument(...named)
    .action(performing(frame, step('package.revoke')))
}

const receiverCommands = (sealed: Command, frame: Frame): void => {
  sealed
    .command('request')
    .description('ask for both keys of a package on this device')
    .argument(...named)
    .action(performing(frame, step('package.request')))
  sealed
    .command('open')
    .description('open a package with both keys, whole or not at all; leaves a receipt')
    .argument(...named)
    .requiredOption('--out <file>', 'where what is inside goes; must not be there yet')
    .option('--megabytes <count>', 'the most that may come out of it', wholeNumber(1, 1_048_576), 1_024)
    .action(performing(frame, open))
  sealed
    .command('reject')
    .description('reject a package whose keys did not come in time')
    .argument(...named)
    .action(performing(frame, step('package.reject')))
}

/** The commands of packages that open with two keys alone, held by two parties (decisions 0046, 0047). */
export const packageCommands = (sealed: Command, frame: Frame): void => {
  giverCommands(sealed, frame)
  receiverCommands(sealed, frame)
  contentsCommands(sealed, frame)
  sealed.command('list').description('list what you delivered and received').action(performing(frame, list))
  sealed
    .command('show')
    .description('show who asked for the keys of a package, who got them, and who opened it when')
    .argument(...named)
    .action(performing(frame, show))
}
