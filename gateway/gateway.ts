import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Configuration } from './configuration.ts'
import { ClockWatch } from './fabric/clock-watch.ts'
import { peerHeight } from './fabric/height.ts'
import { certificateEnds } from './files/certificates.ts'
import { Endorsers } from './lanes/endorsers.ts'
import { Lanes } from './lanes/lanes.ts'
import { Room } from './lanes/room.ts'
import { Sweeper } from './lanes/sweeper.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openApi } from './openapi/openapi.ts'
import { PaymentExpiry } from './payments/expiry.ts'
import { openStamping } from './payments/stamping.ts'
import { Payments } from './payments/views.ts'
import { Follower } from './projection/follower.ts'
import type { Projection } from './projection/projection.ts'
import { allRoutes } from './routes/routes.ts'
import { turnAway } from './routes/turn-away.ts'
import { EventStreams } from './services/event-streams.ts'
import { Guard } from './services/guard.ts'
import { Instructions } from './services/instructions.ts'
import { openLoginServices } from './services/login-services.ts'
import { MatchingDesk } from './services/matching.ts'
import { readinessOf } from './services/readiness.ts'
import { ResultKeys } from './services/result-keys.ts'
import { Sessions } from './services/sessions.ts'
import { openStores, type Stores } from './stores.ts'

export interface RunningGateway {
  listener: RequestListener
  /** Stops taking work and closes everything; what was promised stays in the outbox for the next start. */
  close(): void
}

/** Tells operators of what only dishonest members could have put into a block. */
const tellAlarms = (projection: Projection, metrics: Metrics, log: Logger): void =>
  projection.onAlarm(({ block, ...alarm }) => {
    metrics.alarms.inc({ reason: alarm.reason })
    log.error({ ...alarm, block: String(block) }, 'a valid transaction that honest members would not have made')
  })

const tellCertificateEnds = (configuration: Configuration, metrics: Metrics): void => {
  for (const [certificate, end] of certificateEnds(configuration))
    metrics.certificateEnds.set({ certificate }, end / 1000)
}

/** Everything that works without HTTP: the stores, the ledger's stream, the lanes, and what runs by itself. */
const startEngine = (configuration: Configuration, stores: Stores, log: Logger) => {
  const { mspId, channel, limits } = configuration
  const { outbox, projection, fabric, devices } = stores
  const contract = fabric.contract('ledger')
  const metrics = createMetrics()
  tellCertificateEnds(configuration, metrics)
  const follower = new Follower({ network: fabric.network, projection, log })
  tellAlarms(projection, metrics, log)
  const endorsers = new Endorsers(mspId, projection.consortium)
  const shared = { follower, projection, outbox, metrics, log, endorsers, contract }
  const height = peerHeight(fabric.network, channel)
  const isCaughtUp = () => height.isReached(projection.height)
  const { drawing, stamper } = openStamping(configuration, { ...stores, metrics, isCaughtUp })
  const freshen = (envelope: string) => stamper?.freshen(envelope) ?? envelope
  const lanes = new Lanes({ ...shared, freshen, lanesPerHome: limits.lanesPerHome, batchMaximum: limits.batch })
  const clock = new ClockWatch({ contract, organisations: projection.consortium.peerOrganisations, log })
  lanes.onClockDoubted(() => void clock.look())
  const instructions = new Instructions({ ...shared, configuration, lanes, stamper, clock })
  if (devices.desk !== undefined) {
    const matching = new MatchingDesk({ desk: devices.desk, projection, instructions, log })
    follower.onBlock((recorded) => matching.notice(recorded))
  }
  follower.onBlock((_recorded, height) => metrics.height.set(Number(height)))
  const parts = { sweeper: new Sweeper({ ...shared, mspId, lanes }), height }
  const expiry =
    devices.stamp === undefined
      ? undefined
      : new PaymentExpiry({ ...shared, mspId, device: devices.stamp, instructions, isCaughtUp })
  void follower.run()
  clock.start()
  instructions.resume()
  const stop = () => {
    clock.stop()
    expiry?.stop()
    parts.sweeper.stop()
    lanes.stop()
    follower.close()
    parts.height.stop()
    fabric.close()
    outbox.close()
    projection.close()
  }
  return { ...shared, clock, instructions, drawing, lanes, startHeight: parts.height, stop }
}

/**
 * Puts a gateway together from its configuration and starts following the blocks. Refuses by FileFault, with nothing begun, where a
 * file of its own cannot be used as it is.
 */
export const openGateway = (configuration: Configuration, log: Logger): RunningGateway => {
  const { mspId, channel, limits } = configuration
  const stores = openStores(configuration, log)
  const { projection, outbox, secret, signer } = stores
  const { metrics, follower, clock, instructions, drawing, lanes, startHeight, stop } = startEngine(
    configuration,
    stores,
    log,
  )
  const room = new Room({ lanes, waitSecondsMaximum: limits.waitSeconds })
  const sessions = new Sessions({ ledger: channel, mspId, secret, projection })
  const guard = new Guard({ sessions, projection, log })
  const isCaughtUp = () => startHeight.isReached(projection.height)
  const streams = new EventStreams({ projection, streamsMaximum: limits.eventStreams, isCaughtUp })
  follower.onBlock((recorded) => streams.wake(recorded))
  const readiness = () => readinessOf({ projection, outbox, follower, lanes, clock, isCaughtUp: isCaughtUp() })
  const resultKeys = new ResultKeys({ signer, gateways: configuration.gateways, log })
  const payments = new Payments({ projection, instructions, drawing })
  const readers = { sessions, guard, streams, payments }
  const people = openLoginServices(
    { configuration, projection, sessions, instructions, log, registrar: stores.devices.registrar },
    stores.people,
  )
  const services = {
    configuration,
    projection,
    instructions,
    ...readers,
    ...people.services,
    metrics,
    readiness,
    description: openApi(),
    signer,
    resultKeys,
  }
  const close = () => {
    room.close()
    streams.close()
    people.close()
    stop()
  }
  const app = createApp(configuration, { log, routes: allRoutes(services) })
  return { listener: turnAway(app, { room, count: metrics.turnedAway }), close }
}
