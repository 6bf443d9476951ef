import { type Promotion, promotions } from '../../chaincode/domains/promotions/tables.ts'
import { isAuthentication } from '../../chaincode/wire/authentication.ts'
import type { AuthenticationType } from '../../chaincode/wire/authentication-types.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from '../services/sessions.ts'
import type { AuthenticationStore } from './authentication-store.ts'

interface Options {
  mspId: string
  projection: Pick<Projection, 'view' | 'lists'>
  /** None where this member is no bank. */
  authentications: AuthenticationStore | undefined
  /** Counts what was presented and was another, by promotion. */
  wrong: { requireOpen(promotion: string, now: number): void; count(promotion: string, now: number): void }
  now?: () => number
}

/** How long bytes lie here that no promotion names, in milliseconds: a day, which an instruction may take. */
const unnamedMilliseconds = 86_400_000

/** How many promotions of one promoter are looked at for what they still need. */
const promotionsMaximum = 200

/** The digests that a promoter's open promotions name. */
const neededBy = (promoter: string, { projection }: Options): Set<string> => {
  const page = projection.lists.listed('promotions', promoter, { limit: promotionsMaximum }, true)
  return new Set(page.items.map((row) => (row as unknown as Promotion).authentication.digest))
}

/** Overwrites what no open promotion of a promoter needs any more, and none has named for a day. */
const forgetUnneeded = (store: AuthenticationStore, promoter: string, options: Options, now: number): void => {
  const old = store.ofOwner(promoter).filter(({ keptAt }) => keptAt + unnamedMilliseconds <= now)
  if (old.length === 0) return
  const needed = neededBy(promoter, options)
  if (needed.size >= promotionsMaximum) return
  store.forget(old.map(({ digest }) => digest).filter((digest) => !needed.has(digest)))
}

/**
 * Takes what a client of this bank authenticates a promotion by, and gives the digest that its device signs in `promotion.create` (S2-046 to
 * S2-050, S2-054). What it is, is told by its own bytes. Refuses `not_allowed` to whoever is at home elsewhere, `not_found` at a member that is no
 * bank, `authentication_unfit` for bytes that are not of that type or too many, and as the store does.
 */
export const takeAuthentication = (
  { participant, home }: Session,
  { type, bytes }: { type: AuthenticationType; bytes: Uint8Array },
  options: Options,
): { type: AuthenticationType; digest: string } => {
  const { mspId, authentications, now = Date.now } = options
  if (home !== mspId) throw new Problem('not_allowed')
  if (authentications === undefined) throw new Problem('not_found')
  if (!isAuthentication(type, bytes)) throw new Problem('authentication_unfit', { values: { type }, outcome: 'none' })
  forgetUnneeded(authentications, participant, options, now())
  return { type, digest: authentications.keep({ owner: participant, type, bytes }, now()) }
}

/**
 * Compares what somebody presents with what a promotion was authenticated by, byte for byte, for an officer for credit of the promoter's bank.
 * Refuses everybody else as if there were none (`not_found`), also where nothing of it lies here, `authentication_differs` for other bytes, and
 * `too_many_tries` once that was too often in a quarter of an hour (S2-054).
 */
export const checkAuthentication = (
  { home, roles }: Session,
  { promotion, bytes }: { promotion: string; bytes: Uint8Array },
  { mspId, projection, authentications, wrong, now = Date.now }: Options,
): { promotion: string; promoter: string; type: AuthenticationType } => {
  const found = projection.view.find(promotions, promotion)
  const mayCheck = home === mspId && roles.includes('credit') && found?.bank === mspId
  if (!mayCheck || authentications === undefined) throw new Problem('not_found')
  wrong.requireOpen(promotion, now())
  const { type, digest } = found.authentication
  const isSame = authentications.isSame(digest, bytes)
  if (isSame === undefined) throw new Problem('not_found')
  if (isSame) return { promotion, promoter: found.promoter, type }
  wrong.count(promotion, now())
  throw new Problem('authentication_differs', { values: { promotion } })
}
