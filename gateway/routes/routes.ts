import type { Router } from 'express'
import type { Configuration } from '../configuration.ts'
import type { Inbox } from '../messages/inbox.ts'
import type { Metrics } from '../metrics.ts'
import { slowWrongTries } from '../middleware/wrong-tries.ts'
import type { Payments } from '../payments/views.ts'
import type { Projection } from '../projection/projection.ts'
import type { CredentialChanges } from '../services/credential-changes.ts'
import type { DeviceAuthorisations } from '../services/device-authorisations.ts'
import type { Documents } from '../services/documents.ts'
import type { EventStreams } from '../services/event-streams.ts'
import type { Guard } from '../services/guard.ts'
import type { Instructions } from '../services/instructions.ts'
import type { Logins } from '../services/logins.ts'
import type { Mailbox } from '../services/mailbox.ts'
import type { Readiness } from '../services/readiness.ts'
import type { ResultKeys } from '../services/result-keys.ts'
import type { ResultSigner } from '../services/result-signer.ts'
import type { Sessions } from '../services/sessions.ts'
import type { Tickets } from '../services/tickets.ts'
import type { BankStores } from '../trade-chain/bank.ts'
import type { Paths } from '../trade-chain/paths.ts'
import type { ProposalsInConfidence } from '../trade-chain/proposals-in-confidence.ts'
import { approvalRoutes } from './approvals.ts'
import { auditReportRoutes } from './audit-report.ts'
import { blobRoutes } from './blobs.ts'
import { certificateRoutes } from './certificates.ts'
import { deviceAuthorisationRoutes, deviceRoutes } from './devices.ts'
import { disputeRoutes } from './disputes.ts'
import { documentRoutes } from './documents.ts'
import { eventRoutes } from './events.ts'
import { gradeRoutes } from './grades.ts'
import { inboxRoutes } from './inbox.ts'
import { instructionRoutes } from './instructions.ts'
import { keeperRoutes } from './keepers.ts'
import { blockRoutes, ledgerInstructionRoutes } from './ledger-blocks.ts'
import { accountListRoutes, participantListRoutes, recordRoutes, voucherListRoutes } from './lists.ts'
import { loginRoutes } from './logins.ts'
import { matchingRoutes } from './matching.ts'
import { operationRoutes } from './operations.ts'
import { merchantPaymentRoutes, paymentClaimRoutes, paymentRoutes } from './payments.ts'
import { promotionAuthenticationRoutes } from './promotion-authentications.ts'
import { promotionRoutes } from './promotions.ts'
import { purchaseRoutes } from './purchases.ts'
import { readingRoutes } from './reading.ts'
import { sessionRoutes } from './sessions.ts'
import { terminalRoutes } from './terminal.ts'
import { tradeChainRoutes } from './trade-chain.ts'

/** What the gateway's routes are made of. */
export interface Services {
  configuration: Configuration
  projection: Projection
  instructions: Instructions
  sessions: Sessions
  logins: Logins
  tickets: Tickets
  authorisations: DeviceAuthorisations
  credentialChanges: CredentialChanges
  inbox: Inbox | undefined
  payments: Payments
  documents: Documents
  mailbox: Mailbox
  /** What a bank keeps of trade chains; none at other members. */
  bank: Pick<BankStores, 'texts' | 'references' | 'authentications' | 'deliveries'> | undefined
  /** What a bank's officers propose in confidence; none at other members. */
  proposals: ProposalsInConfidence | undefined
  /** The paths to institutions; none where this gateway takes no chains there. */
  paths: Pick<Paths, 'listed'> | undefined
  guard: Guard
  streams: EventStreams
  signer: ResultSigner
  resultKeys: ResultKeys
  metrics: Metrics
  readiness: () => Readiness
  /** The description of the gateway's interface, as it is published. */
  description: object
}

/** Every route of the gateway; `gateway/openapi` describes each of them, and a test compares the two. */
export const allRoutes = (services: Services): Router[] => {
  const { configuration, projection } = services
  const { mspId, gateways, organisation } = configuration
  const otherGateways = Object.entries(gateways).flatMap(([msp, url]) => (msp === mspId ? [] : [url]))
  const slow = slowWrongTries(configuration.limits.wrongTriesPerAddress, ({ body }) =>
    services.logins.isOfKnownDevice(body),
  )
  return [
    operationRoutes({ ...services, height: () => projection.height }),
    instructionRoutes({ ...services, mspId, otherGateways }),
    sessionRoutes(services.sessions),
    loginRoutes({ ...services, slow }),
    deviceAuthorisationRoutes({ ...services, slow }),
    deviceRoutes(services),
    paymentRoutes(services),
    merchantPaymentRoutes(services),
    paymentClaimRoutes(services),
    inboxRoutes({ ...services, organisation }),
    readingRoutes({ ...services, mspId }),
    voucherListRoutes(services),
    certificateRoutes(services),
    purchaseRoutes(services),
    participantListRoutes({ ...services, mspId }),
    accountListRoutes(services),
    recordRoutes(services),
    blockRoutes(services),
    ledgerInstructionRoutes(services),
    disputeRoutes(services),
    matchingRoutes(services),
    keeperRoutes(services),
    gradeRoutes(services),
    tradeChainRoutes(services),
    approvalRoutes({ ...services, mspId }),
    promotionRoutes(services),
    promotionAuthenticationRoutes(services),
    documentRoutes(services),
    blobRoutes(services),
    auditReportRoutes(services),
    eventRoutes(services),
    terminalRoutes(configuration.terminalFolder),
  ]
}
