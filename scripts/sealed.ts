import { Blob } from 'node:buffer'
import { join, relative } from 'node:path'
import { retry } from '../network/patience.ts'
import type { Topology } from '../network/topology.ts'
import type { Bytes } from '../terminal/sdk/bytes.ts'
import { deliver, keepContent } from '../terminal/sdk/matching/delivery.ts'
import { receiveRequests } from '../terminal/sdk/matching/requests.ts'
import { fileSource, forgetSealed, packageFiles, sealInto } from '../terminal/sdk/node/package-file.ts'
import { loadProfile, profileContentKeys, profileSealKey } from '../terminal/sdk/node/profile.ts'
import { uploadPackage } from '../terminal/sdk/packages/mailbox.ts'
import { readPackages } from '../terminal/sdk/packages/records.ts'
import { sealFirstKey } from '../terminal/sdk/packages/released-keys.ts'
import { readSealKeys } from '../terminal/sdk/sealing/seal-for.ts'
import { type Cast, type Name, terminalsFolder } from './cast.ts'
import { untilAllKnow } from './demo/heights.ts'
import { provider } from './goods.ts'
import { keeperParticipant } from './keeper.ts'
import { matcherParticipant } from './matcher.ts'

/** Who receives the demonstration's sealed package; its giver is the provider of goods. */
export const packageReceiver = 'alice'

const identifier = 'CLOCK-1-CARE'
const content = {
  kind: 'goods' as const,
  title: 'The care of your clock · 座钟保养',
  specification: [{ name: 'Wind', value: 'every eight days' }],
}
const letter =
  'The clock has a drawer behind its foot. It opens where the two dark grains meet.\n座钟底座后有一个暗格。\n'
const hour = 3_600_000
const keysWithin = 7 * 24 * hour

interface Story {
  topology: Topology
  cast: Cast
}

const profileOf = (topology: Topology, name: Name) => loadProfile(join(terminalsFolder(topology), name))

/** Waits until the receiver is asked whether it wants what was recommended. */
const untilAsked = async ({ cast }: Story, recommendation: string): Promise<void> => {
  const terminal = await cast.terminal(packageReceiver)
  const look = async () => {
    const { items } = await receiveRequests(terminal, 'recommendation')
    return items.some((one) => one.of === 'recommendation' && one.recommendation === recommendation) ? true : undefined
  }
  await retry(look, { seconds: 60, what: `the matching service asking ${packageReceiver}` })
}

/** Has the provider recommend something that the receiver wants, and what is given accepted; gives the interaction. */
const interact = async (story: Story): Promise<string> => {
  const { topology, cast } = story
  const { publicKey } = await profileSealKey(await profileOf(topology, packageReceiver))
  await cast.honoured(packageReceiver, 'device.set-seal-key', { publicKey })
  const needs = [{ identifier, traits: [], parameters: [] }]
  const wanted = { matcher: matcherParticipant, fields: [], traits: [], needs, status: 'active' as const }
  await cast.honoured(packageReceiver, 'profile.set', wanted)
  const giver = await cast.terminal(provider)
  const { folder } = await profileOf(topology, provider)
  const contentKeys = profileContentKeys({ folder })
  const targets = [await keepContent(giver, content, contentKeys)]
  await untilAllKnow(topology)
  const opened = await cast.honoured(provider, 'recommendation.open', {
    ...{ matcher: matcherParticipant, title: content.title, identifier, traits: [], parameters: [], targets },
    windows: [{ form: 'duration', milliseconds: String(hour) }],
  })
  const { recommendation } = opened.effects as { recommendation: string }
  await untilAsked(story, recommendation)
  await cast.honoured(packageReceiver, 'recommendation.answer', { recommendation })
  await untilAllKnow(topology)
  const means = { contentKeys, sealCertificate: async () => undefined, goodForMilliseconds: hour }
  const given = await deliver(giver, { recommendation, targets }, { to: packageReceiver, means })
  if (given.status !== 'accepted') throw new Error(`what was recommended was not delivered: ${JSON.stringify(given)}`)
  const accepted = await cast.honoured(packageReceiver, 'recommendation.accept', { recommendation })
  await untilAllKnow(topology)
  return (accepted.effects as { interaction: string }).interaction
}

/** Seals the letter, and delivers it for an interaction: the first key goes to the release service, the second stays in the giver's profile. */
const send = async ({ topology, cast }: Story, interaction: string): Promise<void> => {
  const giver = await cast.terminal(provider)
  const files = await packageFiles(await profileOf(topology, provider), interaction)
  const source = async () => new Blob([letter]).stream() as unknown as Bytes
  const { first } = await sealInto(files, source, { interaction, receiver: packageReceiver })
  const hasKey = async () => ((await readSealKeys(giver.connection, keeperParticipant)).length > 0 ? true : undefined)
  await retry(hasKey, { seconds: 60, what: `the key of ${keeperParticipant}` })
  const firstKey = await sealFirstKey(giver, first, { interaction, keeper: keeperParticipant })
  const { package: name, size } = await uploadPackage(giver, await fileSource(files.sealed))
  await cast.honoured(provider, 'package.deliver', {
    ...{ interaction, package: name, size: String(size), contents: 'document' as const },
    ...{ keeper: keeperParticipant, firstKey, until: String(giver.connection.now() + keysWithin) },
  })
  await forgetSealed(files)
}

/** Has the provider of goods deliver one sealed package to a customer, who has not asked for its keys yet; made once. */
export const ensureSealedPackage = async (story: Story): Promise<void> => {
  const sent = await readPackages(await story.cast.terminal(provider), 'packages')
  if (sent.some(({ giver, receiver }) => giver === provider && receiver === packageReceiver)) return
  await send(story, await interact(story))
}

/** How somebody opens the package: what gives the first key by itself, and the command by which the giver gives the second. */
export const tellOfSealedPackage = (topology: Topology): string[] => {
  const home = relative(process.cwd(), terminalsFolder(topology)) || '.'
  return [
    `a sealed package of ${provider} for ${packageReceiver}: ask for both keys under “Packages”; the first comes from ${keeperParticipant},`,
    `  the second from its giver: ASSAY_HOME=${home} npm run assay -- --profile ${provider} package serve`,
  ]
}
