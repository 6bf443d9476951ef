import { interactions } from '../../domains/matching/tables.ts'
import { type Package, packageReleases, packageRequests, packages } from '../../domains/packages/tables.ts'
import { keyParts } from '../../domains/packages/terms.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isPast, requirePast } from '../deadline.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireOpenUntil } from '../matching/answer.ts'
import { requireInteraction } from '../matching/interaction.ts'
import { requireActive } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

type PackageEvent = 'release' | 'revoke' | 'reject' | 'use'

/**
 * The life of a package: its giver revokes it while no second key is out, its receiver rejects it when keys are late. `release` is that of
 * the second key, and `use` is all that the others do while it lives.
 */
export const packageLifecycle: Lifecycle<Package['status'], PackageEvent> = {
  open: { release: 'released', revoke: 'revoked', reject: 'rejected', use: 'open' },
  released: { release: 'released', reject: 'rejected', use: 'released' },
  revoked: {},
  rejected: {},
}

/** The package of an interaction; refuses `unknown_package`. */
export const requirePackage = (view: View, interaction: string): Package => {
  const found = view.find(packages, interaction)
  if (found === undefined) throw new Refusal('unknown_package', { interaction })
  return found
}

/** The package after an event; refuses `package_state_forbids`. */
export const packageAfter = (before: Package, event: PackageEvent): Package => {
  const status = next(packageLifecycle, before.status, event)
  if (status !== undefined) return { ...before, status }
  throw new Refusal('package_state_forbids', { interaction: before.interaction, status: before.status })
}

/** Refuses `not_a_party` for anybody but this side. */
export const requireSide = (side: string, sender: string, interaction: string): void => {
  if (side !== sender) throw new Refusal('not_a_party', { interaction })
}

type Naming = { body: { interaction: string } }

/** The homes of both sides of a package, which keep it. */
export const homesOfPackage = ({ body }: Naming, view: View) => {
  const found = view.find(packages, body.interaction)
  return [found?.giverHome, found?.receiverHome]
}

/**
 * Who gave in an interaction delivers a package for it, once: the second key stays with the device that signs this, the first is sealed to
 * a keeper who is no party (S1-057, S3-053). Refuses `unknown_interaction`, `not_a_party`, `package_exists`, `keeper_is_party`,
 * `unknown_participant`, `receiver_not_active` for a keeper that is not active, `deadline_in_past`, `until_too_far`.
 */
export const deliverPackage: Rule<'package.deliver'> = {
  reads: ({ body }) => [
    ...[interactions.key(body.interaction), packages.key(body.interaction), participants.key(body.keeper)],
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: ({ body }, view) => [view.find(interactions, body.interaction)?.receiverHome],
  decide: ({ body, instruction, sender, view, facts }) => {
    const { interaction, keeper } = body
    const { giver, giverHome, receiver, receiverHome } = requireInteraction(view, interaction)
    requireSide(giver, sender.participant, interaction)
    if (view.find(packages, interaction) !== undefined) throw new Refusal('package_exists', { interaction })
    if (keeper === giver || keeper === receiver) throw new Refusal('keeper_is_party', { interaction })
    const { home: keeperHome } = requireActive(view, keeper)
    const until = requireOpenUntil(body.until, facts)
    const made: Package = {
      ...{ ...body, size: BigInt(body.size), until, device: instruction.device, keeperHome },
      ...{ giver, giverHome, receiver, receiverHome, status: 'open' },
    }
    return {
      effects: { interaction, package: body.package, status: made.status, expiresAt: body.until },
      writes: [write(packages, made)],
    }
  },
}

/**
 * The giver revokes a package, as long as no second key is out: nothing that is out then opens it (S1-062). Refuses `unknown_package`,
 * `not_a_party`, `package_state_forbids`.
 */
export const revokePackage: Rule<'package.revoke'> = {
  reads: ({ body }) => [packages.key(body.interaction)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: homesOfPackage,
  decide: ({ body: { interaction }, sender, view }) => {
    const before = requirePackage(view, interaction)
    requireSide(before.giver, sender.participant, interaction)
    const revoked = packageAfter(before, 'revoke')
    return { effects: { interaction, status: revoked.status }, writes: [write(packages, revoked)] }
  },
}

/**
 * The receiver rejects a package of which a device that asked in time has not both keys when their time is over; whoever asks later
 * cannot say that they were late. Refuses `unknown_package`, `not_a_party`, `package_state_forbids`, `not_requested`,
 * `deadline_not_passed`, `asked_late`, `released_already`.
 */
export const rejectPackage: Rule<'package.reject'> = {
  reads: ({ body: { interaction }, device }) => [
    ...[packages.key(interaction), packageRequests.key(interaction, device)],
    ...keyParts.map((part) => packageReleases.key(interaction, device, part)),
  ],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: homesOfPackage,
  decide: ({ body: { interaction }, instruction: { device }, sender, view, facts }) => {
    const before = requirePackage(view, interaction)
    requireSide(before.receiver, sender.participant, interaction)
    const rejected = packageAfter(before, 'reject')
    const request = view.find(packageRequests, interaction, device)
    if (request === undefined) throw new Refusal('not_requested', { device })
    requirePast(before.until, facts)
    if (isPast(before.until, { now: request.askedAt })) throw new Refusal('asked_late', { device })
    const isComplete = keyParts.every((part) => view.find(packageReleases, interaction, device, part) !== undefined)
    if (isComplete) throw new Refusal('released_already', { device })
    return { effects: { interaction, status: rejected.status }, writes: [write(packages, rejected)] }
  },
}
