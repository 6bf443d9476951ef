import type { ListedPackages } from '../../sdk/packages/records.ts'

/** All that one sees of one's own packages. */
export interface OwnPackages {
  packages: readonly ListedPackages<'packages'>[]
  requests: readonly ListedPackages<'package-requests'>[]
  releases: readonly ListedPackages<'package-releases'>[]
  openings: readonly ListedPackages<'package-openings'>[]
}

/** How it stands with a package for this device of who receives it. */
export type ReceivingStage = 'to-ask' | 'waiting' | 'late' | 'ready' | 'opened' | 'revoked' | 'rejected'

/** How it stands with a package for this device of who gave it. */
export type GivingStage = 'waiting' | 'asked' | 'elsewhere' | 'released' | 'opened' | 'revoked' | 'rejected'

/** Which of both keys this device has. */
export const keysOf = ({ releases }: Pick<OwnPackages, 'releases'>, interaction: string, device: string) => {
  const has = (part: 'first' | 'second') =>
    releases.some((one) => one.interaction === interaction && one.device === device && one.part === part)
  return { first: has('first'), second: has('second') }
}

type Of = ListedPackages<'packages'>

/** How it stands with a package for the receiver's device at `now`, in milliseconds: each device asks, gets keys and opens for itself (S1-059). */
export const receivingStage = (
  of: Pick<Of, 'interaction' | 'status' | 'until'>,
  own: Omit<OwnPackages, 'packages'>,
  { device, now }: { device: string; now: number },
): ReceivingStage => {
  const isThis = (one: { interaction: string; device: string }) =>
    one.interaction === of.interaction && one.device === device
  if (of.status === 'revoked' || of.status === 'rejected') return of.status
  if (own.openings.some(isThis)) return 'opened'
  const request = own.requests.find(isThis)
  if (request === undefined) return 'to-ask'
  const { first, second } = keysOf(own, of.interaction, device)
  if (first && second) return 'ready'
  // Who asked only after the time cannot say that the keys are late.
  const wasAskedInTime = Number(request.askedAt) <= Number(of.until)
  return wasAskedInTime && now > Number(of.until) ? 'late' : 'waiting'
}

/** How many devices asked for the second key and have not got it. */
export const unanswered = (interaction: string, { requests, releases }: Pick<OwnPackages, 'requests' | 'releases'>) =>
  requests.filter((one) => one.interaction === interaction && !keysOf({ releases }, interaction, one.device).second)

/** How it stands with a package for the giver's device: only the one that delivered it has the second key. */
export const givingStage = (
  of: Pick<Of, 'interaction' | 'status' | 'device'>,
  own: Omit<OwnPackages, 'packages'>,
  device: string,
): GivingStage => {
  if (of.status === 'revoked' || of.status === 'rejected') return of.status
  const isAsked = unanswered(of.interaction, own).length > 0
  if (isAsked) return of.device === device ? 'asked' : 'elsewhere'
  if (own.openings.some(({ interaction }) => interaction === of.interaction)) return 'opened'
  return of.status === 'released' ? 'released' : 'waiting'
}
