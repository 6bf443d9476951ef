import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Configuration } from './configuration.ts'
import { Room } from './lanes/room.ts'
import type { LedgerSide } from './ledger-side.ts'
import type { Metrics } from './metrics.ts'
import { openDocuments } from './open-documents.ts'
import { openMailbox } from './open-mailbox.ts'
import { openApi } from './openapi/openapi.ts'
import { Payments } from './payments/views.ts'
import { allRoutes, type Services } from './routes/routes.ts'
import { turnAway } from './routes/turn-away.ts'
import { EventStreams } from './services/event-streams.ts'
import { Guard } from './services/guard.ts'
import { openLoginServices } from './services/login-services.ts'
import { readinessOf } from './services/readiness.ts'
import { ResultKeys } from './services/result-keys.ts'
import { Sessions } from './services/sessions.ts'
import type { Stores } from './stores.ts'

interface Parts {
  configuration: Configuration
  stores: Stores
  ledgerSide: LedgerSide
  metrics: Metrics
  log: Logger
}

/** What answers requests, and the end of it. */
export interface HttpSide {
  listener: RequestListener
  /** Ends the open streams of events and takes no messages any more; closes no store. */
  close(): void
}

/** Streams of events, which each block wakes. */
const openStreams = ({ configuration, stores, ledgerSide }: Parts): EventStreams => {
  const { follower, isCaughtUp } = ledgerSide
  const streamsMaximum = configuration.limits.eventStreams
  const streams = new EventStreams({ projection: stores.projection, streamsMaximum, isCaughtUp })
  follower.onBlock((recorded) => streams.wake(recorded))
  return streams
}

/** People and their sessions, with what guards reading and what routes read from. */
const openServices = (parts: Parts): { services: Services; close(): void } => {
  const { configuration, stores, ledgerSide, metrics, log } = parts
  const { channel, mspId, gateways } = configuration
  const { projection, secret, signer, devices, bank } = stores
  const { instructions, drawing, proposals, paths } = ledgerSide
  const sessions = new Sessions({ ledger: channel, mspId, secret, projection })
  const shared = { configuration, projection, instructions, sessions }
  const people = openLoginServices({ ...shared, log, registrar: devices.registrar }, stores.people)
  const streams = openStreams(parts)
  const mailbox = openMailbox(parts)
  const services = {
    ...shared,
    ...people.services,
    guard: new Guard({ sessions, projection, log }),
    streams,
    payments: new Payments({ projection, instructions, drawing }),
    documents: openDocuments(configuration, { stores, metrics }),
    mailbox: mailbox.mailbox,
    bank,
    proposals,
    paths,
    signer,
    resultKeys: new ResultKeys({ signer, gateways, log }),
    metrics,
    readiness: () => readinessOf({ ...stores, ...ledgerSide, isCaughtUp: ledgerSide.isCaughtUp() }),
    description: openApi(),
  }
  const close = () => {
    streams.close()
    mailbox.stop()
    people.close()
  }
  return { services, close }
}

/** Opens sessions, guard and routes over the stores and the ledger's side; who asks is turned away while the lanes are full. */
export const startHttpSide = (parts: Parts): HttpSide => {
  const { configuration, ledgerSide, metrics, log } = parts
  const room = new Room({ lanes: ledgerSide.lanes, waitSecondsMaximum: configuration.limits.waitSeconds })
  const { services, close } = openServices(parts)
  const app = createApp(configuration, { log, routes: allRoutes(services) })
  return {
    listener: turnAway(app, { room, count: metrics.turnedAway }),
    close: () => {
      room.close()
      close()
    },
  }
}
