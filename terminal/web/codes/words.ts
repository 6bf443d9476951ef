import type { Phrases } from '../dictionary/phrase.ts'

/** A payment code, as it is told to whoever does not see it, and the card of a device. */
export const codeWords = {
  codeLabel: { zh: (digits: string) => `付款码：${digits}`, en: (digits: string) => `Payment code: ${digits}` },
  qrLabel: { zh: '付款码的二维码', en: 'The payment code as a QR code' },
  enlarge: { zh: '放大条形码', en: 'Enlarge the barcode' },
  barcodeLabel: { zh: '付款码的条形码', en: 'The payment code as a barcode' },
  cardLabel: { zh: '本设备的识别二维码', en: 'This device’s card as a QR code' },
  keyEnd: { zh: '密钥末尾', en: 'Key ending' },
  cardText: {
    zh: '请柜台扫描此二维码，并核对两边显示的密钥末尾六位一致。其中只有公钥，没有任何秘密。登记后请在此重新登录。登记员和审计人员的设备只能由机构管理员登记。',
    en: 'Let the desk scan this code, and see that both screens show the same last six characters of the key. It has the public key and no secret. Sign in here again once the desk has added the device. A registrar’s or an auditor’s device comes by the organisation’s administrator only.',
  },
  copyCard: { zh: '复制识别信息', en: 'Copy the card' },
  cardCopied: { zh: '已复制', en: 'Copied' },
} satisfies Phrases
