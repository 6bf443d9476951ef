import type { Logger } from 'pino'
import { pinOfKey } from '../../chaincode/wire/delivery.ts'
import type { Configuration } from '../configuration.ts'
import type { Metrics } from '../metrics.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Follower } from '../projection/follower.ts'
import type { Projection } from '../projection/projection.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import type { Instructions } from '../services/instructions.ts'
import type { BankStores } from './bank.ts'
import { BankService } from './bank-service.ts'
import { DeliveryService } from './delivery-service.ts'
import { GradeService } from './grade-service.ts'
import { PathWatch } from './path-watch.ts'
import type { Paths } from './paths.ts'
import { askOverWith } from './pinned-request.ts'
import { Prober } from './prober.ts'
import { countWaiting, type QueueAt } from './queue.ts'

interface Parts {
  configuration: Pick<Configuration, 'mspId' | 'channel'>
  dispatcher: NonNullable<Configuration['dispatcher']>
  device: GatewayDevice
  bank: BankStores
  paths: Paths
  projection: Projection
  outbox: Outbox
  metrics: Metrics
  log: Logger
  follower: Follower
  instructions: Instructions
  isCaughtUp: () => boolean
}

/** Measures the paths, tells of them, and delivers over them what was sent. */
const startDeliveries = (parts: Parts): { stop(): void }[] => {
  const { configuration, dispatcher, bank, follower } = parts
  const { probeSeconds, probeBytes: bytes, timeoutSeconds } = dispatcher.paths
  const shared = { ...parts, ask: askOverWith(bank.pathKey), timeoutMilliseconds: timeoutSeconds * 1_000 }
  const prober = new Prober({ ...shared, bytes, intervalMilliseconds: probeSeconds * 1_000 })
  const { mspId, channel: ledger } = configuration
  const service = new DeliveryService({ ...shared, mspId, ledger, deliveries: bank.deliveries })
  const watch = new PathWatch(parts)
  follower.onBlock((recorded) => {
    service.look(recorded)
    // New addresses are measured before anything goes over them.
    if (recorded.some(({ envelope }) => envelope.includes('"kind":"institution.reach"'))) void prober.round()
    if (parts.isCaughtUp()) watch.look()
  })
  service.look()
  void prober.round()
  return [prober, service]
}

/** Takes chains of this bank's clients on by itself, and brings them to institutions; gives what stops it. */
export const startBankServices = (parts: Parts): { stop(): void } => {
  const { configuration, dispatcher, bank, follower, metrics, projection } = parts
  const { mspId } = configuration
  const pin = pinOfKey(bank.pathKey)
  const deliveries = startDeliveries(parts)
  const { texts, references } = bank
  const { answerSeconds, unansweredMaximum } = dispatcher
  const onQueues = (queues: readonly QueueAt[]) => countWaiting(metrics.chainsWaiting, queues)
  const kept = { texts, references, mspId, pin }
  const service = new BankService({ ...parts, ...kept, answerSeconds, unansweredMaximum, onQueues })
  const grading = new GradeService({ ...parts, mspId, consortium: projection.consortium })
  for (const one of [service, grading]) {
    follower.onBlock((recorded) => one.look(recorded))
    one.look()
  }
  return {
    stop: () => {
      service.stop()
      grading.stop()
      for (const one of deliveries) one.stop()
    },
  }
}
