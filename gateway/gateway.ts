import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import { certificateEnds } from './files/certificates.ts'
import { startHttpSide } from './http-side.ts'
import { startLedgerSide } from './ledger-side.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openStores } from './stores.ts'

export interface RunningGateway {
  listener: RequestListener
  /** Stops taking work and closes everything; what was promised stays in the outbox for the next start. */
  close(): void
}

const tellCertificateEnds = (configuration: Configuration, metrics: Metrics): void => {
  for (const [certificate, end] of certificateEnds(configuration))
    metrics.certificateEnds.set({ certificate }, end / 1000)
}

/**
 * Puts a gateway together from its configuration and starts following the blocks: first its files, then what works with the ledger,
 * then what answers over HTTP; they end in the opposite order. Refuses by FileFault, with nothing begun, where a file of its own
 * cannot be used as it is.
 */
export const openGateway = (configuration: Configuration, log: Logger): RunningGateway => {
  const stores = openStores(configuration, log)
  const metrics = createMetrics()
  tellCertificateEnds(configuration, metrics)
  const ledgerSide = startLedgerSide({ configuration, stores, metrics, log })
  const httpSide = startHttpSide({ configuration, stores, ledgerSide, metrics, log })
  const close = () => {
    httpSide.close()
    ledgerSide.close()
    stores.close()
  }
  return { listener: httpSide.listener, close }
}
