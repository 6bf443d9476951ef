import type { Configuration } from '../configuration.ts'
import type { Metrics } from '../metrics.ts'
import type { Projection } from '../projection/projection.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import { CodeDrawing } from './code-drawing.ts'
import { Stamper } from './stamper.ts'

/** What draws and stamps payment codes; nothing where the gateway has no device for stamps. */
export const openStamping = (
  configuration: Configuration,
  parts: {
    codeKey: Uint8Array | undefined
    devices: { stamp: GatewayDevice | undefined }
    projection: Projection
    metrics: Metrics
    isCaughtUp: () => boolean
  },
): { drawing?: CodeDrawing; stamper?: Stamper } => {
  const { codeKey, devices, projection, metrics, isCaughtUp } = parts
  if (codeKey === undefined || devices.stamp === undefined) return {}
  const drawing = new CodeDrawing(codeKey)
  const onTurnedAway = (code: string) => metrics.claimsTurnedAway.inc({ code })
  const stamper = new Stamper({ configuration, projection, device: devices.stamp, drawing, isCaughtUp, onTurnedAway })
  return { drawing, stamper }
}
