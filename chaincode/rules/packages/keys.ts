import {
  type Package,
  type PackageRelease,
  type PackageRequest,
  packageOpenings,
  packageReleases,
  packageRequests,
  packages,
} from '../../domains/packages/tables.ts'
import { type KeyPart, keyParts } from '../../domains/packages/terms.ts'
import { accounts, sealKeys } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Decision, type Rule, write } from '../rule.ts'
import { homesOfPackage, packageAfter, requirePackage, requireSide } from './package.ts'

/**
 * A device of the receiver asks for both keys, once, and a new device again while the package lives. Refuses `unknown_package`, `not_a_party`,
 * `package_state_forbids`, `requested_already`, and `device_without_seal_key` for a device to which nothing can be sealed.
 */
export const requestKeys: Rule<'package.request'> = {
  reads: ({ from, device, body: { interaction } }) => [
    ...[packages.key(interaction), packageRequests.key(interaction, device), sealKeys.key(from, device)],
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body: { interaction }, instruction: { device }, sender, view, facts }) => {
    const found = packageAfter(requirePackage(view, interaction), 'use')
    const { receiver, giver, keeper } = found
    requireSide(receiver, sender.participant, interaction)
    if (view.find(packageRequests, interaction, device) !== undefined)
      throw new Refusal('requested_already', { interaction, device })
    if (view.find(sealKeys, receiver, device) === undefined) throw new Refusal('device_without_seal_key', { device })
    const request: PackageRequest = {
      interaction,
      device,
      receiver,
      home: sender.home,
      giver,
      keeper,
      askedAt: facts.now,
    }
    return { effects: { interaction, device }, writes: [write(packageRequests, request)] }
  },
}

/** Which key this device keeps; refuses `not_the_keeper`: the first is the keeper's, the second lies on the one device that delivered. */
const partKeptBy = (found: Package, sender: string, device: string): KeyPart => {
  if (sender === found.keeper) return 'first'
  if (sender === found.giver && device === found.device) return 'second'
  throw new Refusal('not_the_keeper', { interaction: found.interaction })
}

/**
 * Who keeps a key of a package releases it to a device that asked, sealed, once (S1-059). The second one ends that the package can be
 * revoked. Refuses `unknown_package`, `not_the_keeper`, `package_state_forbids`, `not_requested`, `released_already`.
 */
export const releaseKey: Rule<'package.release'> = {
  reads: ({ body: { interaction, device } }) => [
    ...[packages.key(interaction), packageRequests.key(interaction, device)],
    ...keyParts.map((part) => packageReleases.key(interaction, device, part)),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: ({ from, body }, view) =>
    view.find(packages, body.interaction)?.giver === from ? homesOfPackage({ body }, view) : [],
  decide: ({ body, instruction, sender, view }): Decision => {
    const { interaction, device, sealedKey } = body
    const before = requirePackage(view, interaction)
    const part = partKeptBy(before, sender.participant, instruction.device)
    const released = packageAfter(before, part === 'second' ? 'release' : 'use')
    if (view.find(packageRequests, interaction, device) === undefined)
      throw new Refusal('not_requested', { interaction, device })
    if (view.find(packageReleases, interaction, device, part) !== undefined)
      throw new Refusal('released_already', { interaction, device, part })
    const { receiver, giver } = before
    const by = { by: sender.participant, home: sender.home }
    const release: PackageRelease = { interaction, device, part, ...by, receiver, giver, sealedKey }
    return {
      effects: { interaction, device, part },
      writes: [
        write(packageReleases, release),
        ...(released.status === before.status ? [] : [write(packages, released)]),
      ],
    }
  },
}

/**
 * The receipt of a device of the receiver that opens the package: who, when and which, and nothing of what is inside (S1-062). Refuses
 * `unknown_package`, `not_a_party`, `package_state_forbids` once it was revoked or rejected, `key_not_released`, `opened_already`.
 */
export const openPackage: Rule<'package.open'> = {
  reads: ({ device, body: { interaction } }) => [
    ...[packages.key(interaction), packageOpenings.key(interaction, device)],
    ...keyParts.map((part) => packageReleases.key(interaction, device, part)),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body: { interaction }, instruction: { device }, sender, view, facts }) => {
    const { receiver, giver } = packageAfter(requirePackage(view, interaction), 'use')
    requireSide(receiver, sender.participant, interaction)
    const missing = keyParts.find((part) => view.find(packageReleases, interaction, device, part) === undefined)
    if (missing !== undefined) throw new Refusal('key_not_released', { interaction, part: missing })
    if (view.find(packageOpenings, interaction, device) !== undefined)
      throw new Refusal('opened_already', { interaction, device })
    const opening = { interaction, device, receiver, home: sender.home, giver, openedAt: facts.now }
    return { effects: { interaction, device }, writes: [write(packageOpenings, opening)] }
  },
}
