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
