import { encode } from 'uqr'
import { drawModules, type ModulePicture } from './modules.ts'

/** ISO/IEC 18004 asks for a light margin of four modules around the symbol. */
const quietModules = 4

/**
 * A QR code of a text; of the eighteen digits of a payment code it is the smallest symbol with a quarter to spare. A long text spares
 * less, so that its modules stay large enough for a camera.
 */
export const qrOf = (text: string, { isLong = false } = {}): ModulePicture => {
  const { data } = encode(text, { ecc: isLong ? 'L' : 'Q', border: 0 })
  return drawModules(data, { quiet: quietModules })
}
