import { z } from 'zod'
import { fromBase64url } from '#platform'
import type { RecommendationTarget } from '../../../chaincode/domains/recommendations/target.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { TerminalFault } from '../errors.ts'
import type { Result } from '../result.ts'
import { readSealKeys, sealedPath } from '../sealing/seal-for.ts'
import { open, seal } from '../sealing/sealed-document.ts'
import type { ContentKeys } from '../stores.ts'
import type { Terminal } from '../terminal.ts'
import { type Content, hasContent, openContent, type SealedContent, sealContent } from './content.ts'
import { type Listed, readAllMatching } from './records.ts'

const contentKey = z.strictObject({ key: z.string().refine((text) => fromBase64url(text)?.length === 32) })

/** Encrypts what is to be delivered, keeps its key on this device, lays it down, and gives the target to recommend; refuses as `sealContent`. */
export const keepContent = async (
  terminal: Pick<Terminal, 'putBytes'>,
  content: Content,
  keys: ContentKeys,
): Promise<RecommendationTarget> => {
  const sealed: SealedContent = await sealContent(content)
  await keys.keep(sealed.digest, sealed.key)
  await terminal.putBytes(sealedPath(sealed.digest), sealed.bytes)
  return sealed.target
}

/** Seals the key of a content to the devices of who is to have it, lays it down, and gives its digest. Refuses `no_seal_key`. */
const sealContentKey = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes'>,
  { recommendation, to, target, key }: { recommendation: string; to: string; target: string; key: string },
): Promise<string> => {
  const recipients = await readSealKeys(terminal.connection, to)
  const context = { to, recommendation, target }
  const { bytes, digest } = await seal(contentKey.parse({ key }), { recipients, context })
  await terminal.putBytes(sealedPath(digest), bytes)
  return digest
}

/** How a target's key gets to who is to have it: of a certificate by its body's key, which the caller knows how to find. */
export interface DeliveryMeans {
  contentKeys: ContentKeys
  /** Seals the key of a certificate to somebody, and gives its digest; undefined where this device has no such key. */
  sealCertificate: (certificate: string, to: string) => Promise<string | undefined>
  /** For how long what is delivered can be accepted. */
  goodForMilliseconds: number
}

const contentKeyMissing = (target: string): TerminalFault =>
  new TerminalFault('demand_key_missing', {
    problem: `this device has no key of ${target}, which another one made`,
    next: 'Deliver from the device that made the recommendation.',
  })

const sealedKeyFor = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes'>,
  { recommendation, to, target }: { recommendation: string; to: string; target: RecommendationTarget },
  means: DeliveryMeans,
): Promise<string | undefined> => {
  if (!hasContent(target.kind)) return means.sealCertificate(target.certificate ?? target.target, to)
  const key = await means.contentKeys.find(target.target)
  if (key === undefined) throw contentKeyMissing(target.target)
  return sealContentKey(terminal, { recommendation, to, target: target.target, key })
}

/** The body that delivers one target to one who answered in time. */
export const deliveryBody = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes'>,
  { recommendation, to, target }: { recommendation: string; to: string; target: RecommendationTarget },
  means: DeliveryMeans,
): Promise<Body<'recommendation.deliver'>> => {
  const sealedKey = await sealedKeyFor(terminal, { recommendation, to, target }, means)
  return {
    ...{ recommendation, participant: to, target: target.target },
    ...(sealedKey === undefined ? {} : { sealedKey }),
    until: String(terminal.connection.now() + means.goodForMilliseconds),
  }
}

// After these another target would be refused in the same way.
const isAboutReceiver = (result: Result): boolean =>
  result.status !== 'accepted' &&
  'code' in result &&
  ['delivered_already', 'not_in_time', 'unknown_recommendation', 'recommendation_closed'].includes(result.code)

/**
 * Delivers to one who answered in time: the target that it named, else the first that can still be had, and where none can, says so
 * (S3-044). Gives the outcome of the last instruction.
 */
export const deliver = async (
  terminal: Pick<Terminal, 'connection' | 'putBytes' | 'instruct'>,
  recommendation: Pick<Listed<'recommendations'>, 'recommendation' | 'targets'>,
  { to, named, means }: { to: string; named?: string | undefined; means: DeliveryMeans },
): Promise<Result> => {
  const { recommendation: id, targets } = recommendation
  for (const target of named === undefined ? targets : targets.filter((one) => one.target === named)) {
    const body = await deliveryBody(terminal, { recommendation: id, to, target }, means)
    const result = await terminal.instruct('recommendation.deliver', body)
    if (result.status === 'accepted' || result.status === 'pending' || isAboutReceiver(result)) return result
  }
  const until = String(terminal.connection.now() + means.goodForMilliseconds)
  return terminal.instruct('recommendation.deliver', { recommendation: id, participant: to, until })
}

/** Who answered one's recommendations in time and was delivered nothing yet. */
export const dueDeliveries = async (terminal: Pick<Terminal, 'participant' | 'read'>): Promise<Listed<'rights'>[]> => {
  const nameOf = (one: { recommendation: string; participant: string }) => `${one.recommendation}~${one.participant}`
  const delivered = new Set((await readAllMatching(terminal, 'deliveries')).map(nameOf))
  const rights = await readAllMatching(terminal, 'rights', { state: 'open' })
  return rights.filter((right) => right.recommender === terminal.participant && !delivered.has(nameOf(right)))
}

/**
 * Opens the content of what was delivered and accepted; of a certificate, what was accepted is an instance. Refuses
 * `delivery_not_accepted` before (S3-046), `no_key_handed_over`, and as `open` and `openContent` do.
 */
export const openDelivered = async (
  terminal: Pick<Terminal, 'participant' | 'readBytes'>,
  { recommendation, target, sealedKey, status }: Listed<'deliveries'>,
  sealKey: SealKey,
): Promise<Content> => {
  if (status !== 'accepted') {
    throw new TerminalFault('delivery_not_accepted', {
      problem: 'what was delivered opens once it is accepted',
      next: 'Accept it first.',
    })
  }
  if (target === undefined || sealedKey === undefined) {
    throw new TerminalFault('no_key_handed_over', {
      problem: 'it was delivered without a key',
      next: 'Ask who recommended it.',
    })
  }
  const from = (digest: string) =>
    terminal.readBytes(`${sealedPath(digest)}?recommendation=${recommendation}`, sealedBytesMaximum)
  const context = { to: terminal.participant, recommendation, target: target.target }
  const opened = await open(await from(sealedKey), { digest: sealedKey, key: sealKey, context, shape: contentKey })
  return openContent(await from(target.target), { target, key: opened.key })
}
