import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { retry } from '../../network/patience.ts'
import type { Topology } from '../../network/topology.ts'
import { loadProfile, profileSealKey } from '../../terminal/sdk/node/profile.ts'
import { downloadPackage, readManifest } from '../../terminal/sdk/packages/mailbox.ts'
import { drawPackageKeys, type PackageKeys } from '../../terminal/sdk/packages/package-keys.ts'
import { readPackage, readPackages } from '../../terminal/sdk/packages/records.ts'
import { openKeys } from '../../terminal/sdk/packages/released-keys.ts'
import { openPackage } from '../../terminal/sdk/packages/two-key-package.ts'
import { type Cast, type Name, terminalsFolder } from '../cast.ts'
import { holder } from '../goods.ts'
import { keeperParticipant } from '../keeper.ts'
import type { DemonstrationCommands } from './command-line.ts'
import { untilAllKnow } from './heights.ts'
import { say, tick } from './voice.ts'

/** What is told: a package for an interaction in which `holder` gave something to `receiver`. */
interface Tale {
  topology: Topology
  cast: Cast
  commands: DemonstrationCommands
  interaction: string
}

const receiver: Name = 'alice'
const secret = 'The combination of the clock’s drawer is 7-3-11.\n'

const fileOf = ({ topology, interaction }: Tale, ending: string): string =>
  relative(process.cwd(), join(topology.dataFolder, 'demonstration', `${interaction}.${ending}`))

/** Waits until the release service has released the first key to the receiver's device. */
const untilFirstKey = async ({ cast, interaction }: Tale): Promise<void> => {
  const terminal = await cast.terminal(receiver)
  const isFirst = (one: { interaction: string; part: string }) =>
    one.interaction === interaction && one.part === 'first'
  const look = async () => ((await readPackages(terminal, 'package-releases')).some(isFirst) ? true : undefined)
  await retry(look, { seconds: 60, what: `the first key, which ${keeperParticipant} releases` })
}

/** The code with which the package is refused to a pair of keys; `none` where they open it. */
const codeWith = async ({ cast, interaction }: Tale, keys: PackageKeys): Promise<string> => {
  const terminal = await cast.terminal(receiver)
  const made = await readManifest(terminal, await readPackage(terminal, interaction))
  const context = { interaction, receiver }
  const refusalOf = (error: { code?: string }) => error.code ?? String(error)
  return openPackage(() => downloadPackage(terminal, { interaction, made }), { keys, context }).then(
    () => 'none',
    refusalOf,
  )
}

/** Tries each of the keys with any other in the place of its fellow; throws where one alone opens anything. */
const tryEachAlone = async (tale: Tale): Promise<void> => {
  const { topology, cast, interaction } = tale
  // What carol released at her gateway is read at alice’s a moment later.
  await untilAllKnow(topology)
  const terminal = await cast.terminal(receiver)
  const key = await profileSealKey(await loadProfile(join(terminalsFolder(topology), receiver)))
  const both = await openKeys(terminal, await readPackages(terminal, 'package-releases'), { interaction, key })
  const { first, second } = drawPackageKeys()
  for (const [part, keys] of [
    ['first', { first: both.first, second }],
    ['second', { first, second: both.second }],
  ] as const) {
    const code = await codeWith(tale, keys)
    if (code !== 'package_keys_wrong') throw new Error(`the ${part} key alone was to open nothing: ${code}`)
  }
}

const bringKeys = async (tale: Tale): Promise<void> => {
  const { commands, interaction } = tale
  await commands.honoured(receiver, 'package', 'request', interaction)
  await untilFirstKey(tale)
  tick(`alice asked for both keys, and ${keeperParticipant} released the first, sealed to her device alone`)
  const open = ['package', 'open', interaction, '--out', fileOf(tale, 'opened')]
  await commands.refused('package_key_missing', receiver, ...open)
  tick('it does not open without the second (package_key_missing)')
  await commands.read(holder, 'package', 'serve', '--once')
  await tryEachAlone(tale)
  tick('carol released the second; either with any other in its fellow’s place opens nothing (package_keys_wrong)')
}

const openAndTell = async (tale: Tale): Promise<void> => {
  const { commands, interaction } = tale
  const out = fileOf(tale, 'opened')
  await commands.read(receiver, 'package', 'open', interaction, '--out', out)
  if (readFileSync(out, 'utf8') !== secret) throw new Error(`${out} is not what carol sent`)
  tick('with both it opened, and is what carol sent')
  const { openings } = await commands.read(holder, 'package', 'show', interaction)
  const [receipt, ...more] = openings ?? []
  if (receipt?.receiver !== receiver || more.length > 0) throw new Error('there was to be one receipt, of alice')
  tick('carol has alice’s receipt: who, on which device and when, and nothing of what is inside')
}

/** Tells how something is delivered in a package that two keys open and neither alone, by commands that can be copied. */
export const tellOfPackage = async (tale: Tale): Promise<void> => {
  const { commands, interaction } = tale
  say('\nCarol sends alice what is for nobody else’s eyes, in a package that only two keys open')
  const file = fileOf(tale, 'secret')
  writeFileSync(file, secret, { mode: 0o600 })
  await commands.honoured(holder, 'package', 'deliver', interaction, file, '--keeper', keeperParticipant)
  tick(`it lies sealed at carol’s gateway; ${keeperParticipant} has the first key, carol’s device the second`)
  await bringKeys(tale)
  await openAndTell(tale)
}
