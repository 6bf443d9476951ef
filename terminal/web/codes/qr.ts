import { encode } from 'uqr'
import { drawModules, type ModulePicture } from './modules.ts'

/** ISO/IEC 18004 asks for a light margin of four modules around the symbol. */
const quietModules = 4

/** A QR code of a text; of the eighteen digits of a payment code it is the smallest symbol with a quarter to spare. */
export const qrOf = (text: string): ModulePicture => {
  const { data } = encode(text, { ecc: 'Q', border: 0 })
  return drawModules(data, { quiet: quietModules })
}
