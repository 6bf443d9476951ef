import type { Configuration } from './configuration.ts'
import type { Metrics } from './metrics.ts'
import { Documents } from './services/documents.ts'
import { goodsRecords } from './services/goods-records.ts'
import type { Stores } from './stores.ts'

/** What lies off the ledger, over a gateway's stores. */
export const openDocuments = (
  { gateways, limits }: Configuration,
  { stores, metrics }: { stores: Stores; metrics: Metrics },
): Documents =>
  new Documents({
    ...{ store: stores.documents, records: goodsRecords(stores.projection.records), signer: stores.signer },
    ...{ gateways, metrics, bytesPerParticipant: limits.documentBytesPerParticipant },
  })
