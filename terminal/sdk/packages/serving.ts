import type { ReadEnvelope } from '../../../chaincode/envelope.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
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

type Serving = Pick<
  Terminal,
  'participant' | 'read' | 'signer' | 'connection' | 'putBytes' | 'instruct' | 'unsettled' | 'send'
>

/** The release that this device signed for a request before, of which it never heard the outcome; undefined where there is none. */
const signedBefore = async (
  terminal: Pick<Serving, 'unsettled'>,
  { interaction, device }: Request,
): Promise<ReadEnvelope | undefined> =>
  (await terminal.unsettled()).find(({ instruction: { kind, body } }) => {
    const named = body as Partial<Body<'package.release'>>
    return kind === 'package.release' && named.interaction === interaction && named.device === device
  })

/**
 * Releases the key of one request, and gives the outcome; undefined for a device that has no seal key any more. What was signed for it
 * before is sent again as it is, since another release of the same key would be refused and raise an alarm; only what the ledger will never
 * honour is signed anew.
 */
const releaseTo = async (terminal: Serving, key: Uint8Array, request: Request): Promise<Result | undefined> => {
  const before = await signedBefore(terminal, request)
  const known = before === undefined ? undefined : await terminal.send(before)
  if (known !== undefined && known.status !== 'rejected') return known
  const body = await releaseSecondKey(terminal, key, request).catch(passOver)
  return body === undefined ? undefined : terminal.instruct('package.release', body)
}

/**
 * Releases the second key of what this device delivered to each device that asked and has not got it, and tells of each. `keyOf` finds the
 * key for a request, and gives undefined for one that is passed over. A device that has no seal key any more is passed over, so
 * that it keeps nobody else from a key. A release whose outcome is unknown is not signed again (decision 0047). Gives how many were released.
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
    const result = key && (await releaseTo(terminal, key, request))
    if (result === undefined) continue
    onResult?.(request, result)
    released += Number(result.status === 'accepted')
  }
  return released
}

const passOver = (error: unknown): undefined => {
  if (error instanceof TerminalFault && error.code === 'no_seal_key') return undefined
  throw error
}
