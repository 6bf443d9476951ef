import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const createCounters = (registers: Registry[]) => ({
  received: new Counter({
    name: 'assay_instructions_received_total',
    help: 'Instructions taken into the outbox',
    registers,
  }),
  turnedAway: new Counter({
    name: 'assay_instructions_turned_away_total',
    help: 'Instructions turned away unread, because what was taken already takes long enough',
    registers,
  }),
  recorded: new Counter({
    name: 'assay_instructions_recorded_total',
    help: 'Instructions whose outcome this gateway read in a block',
    labelNames: ['status'],
    registers,
  }),
  transactions: new Counter({
    name: 'assay_transactions_total',
    help: 'Transactions submitted, by validation code',
    labelNames: ['validation'],
    registers,
  }),
  alarms: new Counter({
    name: 'assay_alarms_total',
    help: 'Valid transactions that honest members would not have made, and refusals of strangers and replays, by reason',
    labelNames: ['reason'],
    registers,
  }),
  matches: new Counter({
    name: 'assay_matches_total',
    help: 'Recorded matches of demands and recommendations that this gateway recomputed, by whether they agree with its own list: agrees, differs',
    labelNames: ['result'],
    registers,
  }),
  claimsTurnedAway: new Counter({
    name: 'assay_payment_claims_turned_away_total',
    help: 'Claims of payment codes that never reached the ledger, by reason',
    labelNames: ['code'],
    registers,
  }),
})

const createOffLedgerCounters = (registers: Registry[]) => ({
  documents: new Counter({
    name: 'assay_documents_total',
    help: 'Documents under a digest, by kind and by what became of them: kept, refused, fetched from another gateway, removed',
    labelNames: ['kind', 'event'],
    registers,
  }),
  deliveries: new Counter({
    name: 'assay_chain_deliveries_total',
    help: 'Deliveries of trade chains to institutions, by what came of each: acknowledged, unreachable, other_key, no_answer, too_much, or refused_ with a status',
    labelNames: ['result'],
    registers,
  }),
  mailbox: new Counter({
    name: 'assay_mailbox_total',
    help: 'Blobs of sealed packages, by what became of them: kept, purged; and failures of their store: store_failed',
    labelNames: ['event'],
    registers,
  }),
})

/** What is counted of trade chains and of what a bank and an institution alone know. */
const chainMetrics = (registers: Registry[]) => ({
  privateGaps: new Gauge({
    name: 'assay_private_gaps',
    help: 'Private rows that are known by their hashes alone, as this member’s peer has not their values, by collection',
    labelNames: ['collection'],
    registers,
  }),
  chainsWaiting: new Gauge({
    name: 'assay_chains_waiting',
    help: 'Trade chains that passed their checks and wait to be sent, by institution and class',
    labelNames: ['institution', 'class'],
    registers,
  }),
  institutionPaths: new Gauge({
    name: 'assay_institution_paths',
    help: 'Paths to an institution: of none its trades wait, of one nothing takes its place',
    labelNames: ['institution'],
    registers,
  }),
})

/** The figures that an operator watches, in Prometheus form. */
export const createMetrics = () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    ...createCounters(registers),
    ...createOffLedgerCounters(registers),
    batch: new Histogram({
      name: 'assay_batch_instructions',
      help: 'Instructions in one transaction',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    attempt: new Histogram({
      name: 'assay_attempt_seconds',
      help: 'From asking for endorsement to the block',
      buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 30],
      registers,
    }),
    pending: new Gauge({
      name: 'assay_pending_instructions',
      help: 'Instructions promised and without outcome',
      registers,
    }),
    certificateEnds: new Gauge({
      name: 'assay_certificate_ends_seconds',
      help: 'When a certificate of this gateway ends, in seconds since 1970',
      labelNames: ['certificate'],
      registers,
    }),
    ...chainMetrics(registers),
    height: new Gauge({ name: 'assay_projection_height', help: 'Blocks in the projection', registers }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
