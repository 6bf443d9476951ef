/** What reads codes out of pictures: the browser's own detector, or the one that stands in for it. */
export interface CodeDetector {
  detect(picture: CanvasImageSource): Promise<{ rawValue: string }[]>
}

interface DetectorClass {
  new (options: { formats: string[] }): CodeDetector
  getSupportedFormats(): Promise<string[]>
}

/** The two forms in which a payer's screen shows a code. */
const formats = ['qr_code', 'code_128']

/** The browser's own detector where it reads both forms; undefined where it has none or lacks one. */
export const nativeDetector = async (
  scope: { BarcodeDetector?: DetectorClass } = globalThis as { BarcodeDetector?: DetectorClass },
): Promise<CodeDetector | undefined> => {
  const { BarcodeDetector } = scope
  if (BarcodeDetector === undefined) return undefined
  const supported = await BarcodeDetector.getSupportedFormats().catch((): string[] => [])
  return formats.every((format) => supported.includes(format)) ? new BarcodeDetector({ formats }) : undefined
}

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
