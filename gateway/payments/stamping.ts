import { join } from 'node:path'
import type { Configuration } from '../configuration.ts'
import type { Metrics } from '../metrics.ts'
import type { Projection } from '../projection/projection.ts'
import { GatewayDevice } from '../services/gateway-device.ts'
import { CodeDrawing, readCodeKey } from './code-drawing.ts'
import { Stamper } from './stamper.ts'

/** What draws and stamps payment codes, over the key in the data folder; nothing where the gateway has no device for stamps. */
export const openStamping = (
  configuration: Configuration,
  parts: { projection: Projection; metrics: Metrics; isCaughtUp: () => boolean },
): { device?: GatewayDevice; drawing?: CodeDrawing; stamper?: Stamper } => {
  const { projection, metrics, isCaughtUp } = parts
  const { dataFolder, service, channel: ledger } = configuration
  if (service?.stampKeyFile === undefined) return {}
  const { participant, stampKeyFile: keyFile } = service
  const device = new GatewayDevice({ participant, keyFile }, { ledger, projection })
  const drawing = new CodeDrawing(readCodeKey(join(dataFolder, 'payment-code.key')))
  const onTurnedAway = (code: string) => metrics.claimsTurnedAway.inc({ code })
  return {
    device,
    drawing,
    stamper: new Stamper({ configuration, projection, device, drawing, isCaughtUp, onTurnedAway }),
  }
}
