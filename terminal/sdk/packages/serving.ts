import { TerminalFault } from '../errors.ts'
import type { Result } from '../result.ts'
import type { Terminal } from '../terminal.ts'
import { type ListedPackages, readPackages } from './records.ts'
import { releaseSecondKey } from './released-keys.ts'

type Request = ListedPackages<'package-requests'>

const isLive = ({ status }: ListedPackages<'packages'>): boolean => status === 'open' || status === 'released'

/** What a device needs to know of its packages to serve their requests. */
export interface Asked {
  participant: string
  device: string
  packages: readonly ListedPackages<'packages'>[]
  requests: readonly Request[]
  releases: readonly ListedPackages<'package-releases'>[]
}

/** The requests that this very device has to answer with a second key: of a living package that it delivered, and not answered yet. */
export const openRequests = ({ participant, device, packages, requests, releases }: Asked): Request[] => {
  const isMine = ({ interaction, giver }: Request) =>
    giver === participant &&
    packages.some((one) => one.interaction === interaction && one.device === device && isLive(one))
  const isReleased = ({ interaction, device: to }: Request) =>
    releases.some((one) => one.interaction === interaction && one.device === to && one.part === 'second')
  return requests.filter((one) => isMine(one) && !isReleased(one))
}

type Serving = Pick<Terminal, 'participant' | 'read' | 'signer' | 'connection' | 'putBytes' | 'instruct'>

/**
 * Releases the second key of what this device delivered to each device that asked and has not got it, and tells of each. `keyOf` finds the
 * key for a request, and gives undefined for one that is passed over. A device that has no seal key any more is passed over, so
 * that it keeps nobody else from a key. Gives how many were released.
 */
export const releaseSecondKeys = async (
  terminal: Serving,
  {
    keyOf,
    onResult,
  }: {
    keyOf: (request: Request) => Promise<Uint8Array | undefined>
    onResult?: (request: Request, result: Result) => void
  },
): Promise<number> => {
  const asked = {
    ...{ participant: terminal.participant, device: terminal.signer.device },
    packages: await readPackages(terminal, 'packages'),
    requests: await readPackages(terminal, 'package-requests'),
    releases: await readPackages(terminal, 'package-releases'),
  }
  let released = 0
  for (const request of openRequests(asked)) {
    const key = await keyOf(request)
    const body = key && (await releaseSecondKey(terminal, key, request).catch(passOver))
    if (body === undefined) continue
    const result = await terminal.instruct('package.release', body)
    onResult?.(request, result)
    released += Number(result.status === 'accepted')
  }
  return released
}

const passOver = (error: unknown): undefined => {
  if (error instanceof TerminalFault && error.code === 'no_seal_key') return undefined
  throw error
}
