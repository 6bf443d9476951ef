import type { Contract } from '@hyperledger/fabric-gateway'
import type { Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import { ClockWatch } from './fabric/clock-watch.ts'
import { peerHeight } from './fabric/height.ts'
import { Endorsers } from './lanes/endorsers.ts'
import { Lanes } from './lanes/lanes.ts'
import { Sweeper } from './lanes/sweeper.ts'
import type { Metrics } from './metrics.ts'
import { openDocuments } from './open-documents.ts'
import type { CodeDrawing } from './payments/code-drawing.ts'
import { PaymentExpiry } from './payments/expiry.ts'
import { subjectMatchedBy } from './projection/expected-matches.ts'
import { Follower } from './projection/follower.ts'
import { GapFiller } from './projection/gap-filler.ts'
import type { Gaps } from './projection/private-tables.ts'
import { Instructions } from './services/instructions.ts'
import { KeeperService } from './services/keeper-service.ts'
import { MatchingDesk } from './services/matching.ts'
import { MatchingService } from './services/matching-service.ts'
import { Sharing } from './services/sharing.ts'
import { openStamping } from './stamping.ts'
import type { Stores } from './stores.ts'
import { Paths } from './trade-chain/paths.ts'
import { ProposalsInConfidence } from './trade-chain/proposals-in-confidence.ts'
import { ChainReceiving } from './trade-chain/receiving.ts'
import { startBankServices } from './trade-chain/start.ts'

interface Parts {
  configuration: Configuration
  stores: Stores
  metrics: Metrics
  log: Logger
}

/** What HTTP asks of the ledger's side, which works without it. */
export interface LedgerSide {
  follower: Follower
  clock: ClockWatch
  lanes: Lanes
  instructions: Instructions
  /** Draws payment codes; none where the gateway has no device for stamps. */
  drawing: CodeDrawing | undefined
  /** The paths to institutions; none where this gateway takes no chains there. */
  paths: Paths | undefined
  /** What a bank's officers propose in confidence; none at other members. */
  proposals: ProposalsInConfidence | undefined
  /** Whether the projection has read all that the peer had when this gateway started. */
  isCaughtUp: () => boolean
  /** Stops what runs by itself, the work first and then the blocks; closes no store. */
  close(): void
}

/** What the instructions' way to the ledger is made of. */
interface Road {
  follower: Follower
  endorsers: Endorsers
  contract: Contract
  lanes: Lanes
  instructions: Instructions
  isCaughtUp: () => boolean
}

/** Tells operators of what only dishonest members could have put into a block, and of who was refused what is another's. */
const tellAlarms = ({ stores, metrics, log }: Parts): void =>
  stores.projection.onAlarm(({ block, ...alarm }) => {
    metrics.alarms.inc({ reason: alarm.reason })
    const isRefusal = alarm.reason === 'stranger_refused'
    const said = isRefusal
      ? 'somebody was refused a step that is not theirs, or not theirs again'
      : 'a valid transaction that honest members would not have made'
    log.error({ ...alarm, block: String(block) }, said)
  })

/** Has the issuer's device fill orders with each block; nothing where this gateway holds no such device. */
const startMatching = ({ stores, log }: Parts, { follower, instructions }: Road): void => {
  const { projection, devices } = stores
  if (devices.desk === undefined) return
  const matching = new MatchingDesk({ desk: devices.desk, projection, instructions, log })
  follower.onBlock((recorded) => matching.notice(recorded))
}

/** Counts the matches that a block recorded, each of which this gateway has made anew (decision 0044). */
const countMatches = ({ stores, metrics }: Parts, { follower }: Road): void =>
  follower.onBlock((recorded) => {
    for (const one of recorded) {
      const subject = subjectMatchedBy(one)
      if (subject === undefined) continue
      const differs = stores.projection.matching.difference(subject) !== undefined
      metrics.matches.inc({ result: differs ? 'differs' : 'agrees' })
    }
  })

/** Matches demands and recommendations; nothing where this gateway holds no such device. */
const startService = (parts: Parts, road: Road): MatchingService | undefined => {
  const { configuration, stores, log } = parts
  const { matcher: device } = stores.devices
  if (device === undefined) return undefined
  const shared = { device, projection: stores.projection, log }
  const sharing = new Sharing({ ...shared, documents: openDocuments(configuration, parts) })
  const service = new MatchingService({ ...road, ...shared, sharing })
  road.follower.onBlock(() => service.look())
  service.look()
  return service
}

/** Releases first keys of packages; nothing where this gateway holds no such device. */
const startKeeper = (parts: Parts, road: Road): KeeperService | undefined => {
  const { configuration, stores, log } = parts
  const { keeper: device } = stores.devices
  if (device === undefined) return undefined
  const shared = { device, projection: stores.projection, outbox: stores.outbox, log }
  const service = new KeeperService({ ...road, ...shared, documents: openDocuments(configuration, parts) })
  road.follower.onBlock(() => service.look())
  service.look()
  return service
}

/** Takes chains of this bank's clients to institutions; nothing where this gateway holds no such device. */
const startBank = (parts: Parts, road: Road, paths: Paths | undefined): { stop(): void } | undefined => {
  const { configuration, stores } = parts
  const { bank, devices } = stores
  const { dispatcher } = configuration
  const { dispatcher: device } = devices
  if (bank === undefined || device === undefined || dispatcher === undefined || paths === undefined) return undefined
  return startBankServices({ ...parts, ...road, ...stores, bank, device, dispatcher, paths })
}

/** The paths to institutions; none where this gateway takes no chains there. */
const openPaths = ({ configuration: { mspId, dispatcher }, stores }: Parts): Paths | undefined =>
  dispatcher === undefined || stores.bank === undefined
    ? undefined
    : new Paths({ mspId, projection: stores.projection, ageSeconds: dispatcher.paths.ageSeconds })

/** Takes the first texts of chains in, and gives them up once they are needed here no more; nothing where this member is no bank. */
const openReceiving = (
  { configuration: { mspId }, stores: { bank, projection, outbox } }: Parts,
  { follower, isCaughtUp }: Pick<Road, 'follower' | 'isCaughtUp'>,
): ChainReceiving | undefined => {
  if (bank === undefined) return undefined
  const receiving = new ChainReceiving({ ...bank, mspId, projection, outbox, isCaughtUp })
  follower.onBlock((recorded) => receiving.look(recorded))
  return receiving
}

/** Keeps what officers propose in confidence; nothing where this member is no bank. */
const openProposals = (
  { configuration: { mspId }, stores: { bank, projection } }: Parts,
  { follower, isCaughtUp }: Pick<Road, 'follower' | 'isCaughtUp'>,
): ProposalsInConfidence | undefined => {
  if (bank === undefined) return undefined
  const proposals = new ProposalsInConfidence({ ...bank, mspId, projection, isCaughtUp })
  follower.onBlock((recorded) => proposals.look(recorded))
  return proposals
}

/** Ends payments that nobody answered; nothing where this gateway has no device for stamps. */
const startExpiry = ({ configuration, stores, log }: Parts, road: Road): PaymentExpiry | undefined => {
  const { projection, devices } = stores
  if (devices.stamp === undefined) return undefined
  return new PaymentExpiry({ ...road, projection, log, mspId: configuration.mspId, device: devices.stamp })
}

/** Asks for private rows that are missing, and counts them. */
const startGapFiller = ({ stores, metrics, log }: Parts, collections: readonly string[]): GapFiller => {
  const { projection, fabric } = stores
  const tell = (gaps: readonly Gaps[]) => {
    for (const { collection, count } of gaps) metrics.privateGaps.set({ collection }, count)
  }
  const filler = new GapFiller({ network: fabric.network, projection, collections, tell, log })
  filler.start()
  return filler
}

/** Starts what sends instructions by itself, or tells of the blocks; gives what stops it. */
const startWatchers = (parts: Parts, road: Road, paths: Paths | undefined): (() => void) => {
  const { configuration, stores, metrics, log } = parts
  tellAlarms(parts)
  startMatching(parts, road)
  countMatches(parts, road)
  const services = [startService(parts, road), startKeeper(parts, road), startBank(parts, road, paths)]
  road.follower.onBlock((_recorded, height) => metrics.height.set(Number(height)))
  const sweeper = new Sweeper({ ...road, projection: stores.projection, log, mspId: configuration.mspId })
  const expiry = startExpiry(parts, road)
  return () => {
    for (const service of services) service?.stop()
    expiry?.stop()
    sweeper.stop()
  }
}

/**
 * Follows the blocks into the projection, brings instructions through the lanes to the ledger, those first that were promised before,
 * and starts what watches and works by itself: clock, sweeper, expiry, the desk, the matching service.
 */
export const startLedgerSide = (parts: Parts): LedgerSide => {
  const { configuration, stores, metrics, log } = parts
  const { mspId, channel, limits } = configuration
  const { outbox, projection, fabric } = stores
  const contract = fabric.contract('ledger')
  const collections = projection.consortium.collectionsWith(mspId)
  const follower = new Follower({ network: fabric.network, projection, log, collections })
  const gaps = startGapFiller(parts, collections)
  const startHeight = peerHeight(fabric.network, channel)
  const isCaughtUp = () => startHeight.isReached(projection.height)
  const endorsers = new Endorsers(mspId, projection.consortium)
  const chainTexts = openReceiving(parts, { follower, isCaughtUp })
  const proposals = openProposals(parts, { follower, isCaughtUp })
  const { drawing, stamper } = openStamping(configuration, { ...stores, metrics, isCaughtUp, chains: chainTexts })
  const freshen = (envelope: string) => stamper?.freshen(envelope) ?? envelope
  const shared = { follower, projection, outbox, metrics, log, endorsers, contract }
  const lanes = new Lanes({ ...shared, freshen, lanesPerHome: limits.lanesPerHome, batchMaximum: limits.batch })
  const clock = new ClockWatch({ contract, organisations: projection.consortium.peerOrganisations, log })
  lanes.onClockDoubted(() => void clock.look())
  const instructions = new Instructions({ ...shared, configuration, lanes, stamper, chainTexts, clock })
  const paths = openPaths(parts)
  const stopWatchers = startWatchers(parts, { follower, endorsers, contract, lanes, instructions, isCaughtUp }, paths)
  void follower.run()
  clock.start()
  instructions.resume()
  const close = () => {
    gaps.stop()
    clock.stop()
    stopWatchers()
    lanes.stop()
    follower.close()
    startHeight.stop()
  }
  return { follower, clock, lanes, instructions, drawing, paths, proposals, isCaughtUp, close }
}
