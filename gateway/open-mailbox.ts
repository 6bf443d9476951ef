import type { Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import type { LedgerSide } from './ledger-side.ts'
import type { Metrics } from './metrics.ts'
import { Mailbox } from './services/mailbox.ts'
import { MailboxPurge } from './services/mailbox-purge.ts'
import type { Stores } from './stores.ts'

const hour = 3_600_000

interface Parts {
  configuration: Configuration
  stores: Stores
  ledgerSide: LedgerSide
  metrics: Metrics
  log: Logger
}

/** The mailbox of sealed packages, and what deletes from it until `stop`. */
export const openMailbox = ({ configuration, stores, ledgerSide, metrics, log }: Parts) => {
  const { gateways, limits, mspId, mailbox: terms } = configuration
  const { laidBlobs: laid, blobs, projection, signer } = stores
  const shared = { blobs, metrics, log, now: Date.now }
  const mailbox = new Mailbox({
    ...{ ...shared, view: projection.view, signer, gateways },
    bytesPerParticipant: limits.mailboxBytesPerParticipant,
  })
  const purge = new MailboxPurge({
    ...{ ...shared, laid, records: projection.records, mspId },
    terms: { unused: terms.unusedHours * hour, ended: terms.endedDays * 24 * hour },
    isUpToDate: () => ledgerSide.isCaughtUp() && ledgerSide.follower.isFollowing,
  })
  return { mailbox, stop: () => purge.stop() }
}
