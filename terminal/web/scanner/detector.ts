import { type CodeDetector, nativeDetector } from './native-detector.ts'

/** The stand-in, whose WebAssembly this site serves itself: nothing is asked of any other host. */
const servedDetector = async (): Promise<CodeDetector> => {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  prepareZXingModule({ overrides: { locateFile: () => wasm } })
  return new BarcodeDetector({ formats: ['qr_code', 'code_128'] }) as CodeDetector
}

/** A detector for both forms of a payment code; the stand-in is loaded only where the browser has none. */
export const openDetector = async (): Promise<CodeDetector> => (await nativeDetector()) ?? (await servedDetector())
