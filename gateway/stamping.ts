import type { Configuration } from './configuration.ts'
import type { Metrics } from './metrics.ts'
import { CodeDrawing } from './payments/code-drawing.ts'
import { PaymentFacts } from './payments/payment-facts.ts'
import { Problem } from './problem.ts'
import type { Projection } from './projection/projection.ts'
import type { GatewayDevice } from './services/gateway-device.ts'
import { Stamper } from './services/stamper.ts'
import type { FactMakers } from './services/stamps.ts'

/** An answer is judged by the time of receipt alone, which every stamp tells. */
const recommendationMakers: FactMakers<'recommendation.answer'> = { 'recommendation.answer': () => ({}) }

/** Who a client is has to be verified by its bank; a gateway of another member keeps no references for that, and cannot say it. */
const noChainMakers: FactMakers<'chain.enrich'> = {
  'chain.enrich': ({ id }) => {
    throw new Problem('stamp_missing', { id, outcome: 'none' })
  },
}

/** What draws payment codes, and stamps the instructions of every domain that need it; nothing where the gateway has no device for stamps. */
export const openStamping = (
  configuration: Configuration,
  parts: {
    codeKey: Uint8Array | undefined
    devices: { stamp: GatewayDevice | undefined }
    projection: Projection
    metrics: Metrics
    isCaughtUp: () => boolean
    /** Verifies clients; none where this member is no bank. */
    chains?: { makers: FactMakers<'chain.enrich'> } | undefined
  },
): { drawing?: CodeDrawing; stamper?: Stamper } => {
  const { codeKey, devices, projection, metrics, isCaughtUp, chains } = parts
  if (codeKey === undefined || devices.stamp === undefined) return {}
  const drawing = new CodeDrawing(codeKey)
  const onTurnedAway = (code: string) => metrics.claimsTurnedAway.inc({ code })
  const payments = new PaymentFacts({ configuration, projection, drawing, isCaughtUp, onTurnedAway })
  const makers = { ...payments.makers, ...recommendationMakers, ...(chains?.makers ?? noChainMakers) }
  return { drawing, stamper: new Stamper({ device: devices.stamp, makers }) }
}
