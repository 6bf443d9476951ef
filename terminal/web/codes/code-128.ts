import JsBarcode from 'jsbarcode'
import { drawModules, type ModulePicture } from './modules.ts'

/** ISO/IEC 15417 asks for a light margin of ten modules at both ends, and for none above and below. */
const quietModules = 10
const barModules = 44

/**
 * A Code 128 barcode of an even number of digits, two to a symbol (code set C), so that eighteen of them fit the width of a
 * phone. Refuses other text with a RangeError.
 */
export const code128Of = (digits: string): ModulePicture => {
  if (!/^([0-9]{2}){1,40}$/.test(digits)) throw new RangeError('code set C holds an even number of digits')
  const drawn: { encodings?: { data: string }[] } = {}
  JsBarcode(drawn, digits, { format: 'CODE128C' })
  const modules = (drawn.encodings ?? []).map(({ data }) => data).join('')
  const bars = [...modules].map((module) => module === '1')
  return drawModules([bars], { quiet: quietModules, quietRows: 0, rowHeight: barModules })
}
