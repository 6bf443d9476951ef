import type { Phrases } from '../dictionary/phrase.ts'

/** A payment code, as it is told to whoever does not see it. */
export const codeWords = {
  codeLabel: { zh: (digits: string) => `付款码：${digits}`, en: (digits: string) => `Payment code: ${digits}` },
  qrLabel: { zh: '付款码的二维码', en: 'The payment code as a QR code' },
  enlarge: { zh: '放大条形码', en: 'Enlarge the barcode' },
  barcodeLabel: { zh: '付款码的条形码', en: 'The payment code as a barcode' },
} satisfies Phrases
