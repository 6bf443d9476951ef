import type { Reason } from './reason.ts'

/** What can be wrong with a goods certificate, or with the link to it. */
export const certificateFaultWords = {
  altered_certificate: {
    zh: { what: '此商品证书与账本上的记录不符，请勿使用。', next: '请向商家索取链接。' },
    en: {
      what: 'This certificate is not the one on the ledger. Do not use it.',
      next: 'Ask the provider for the link.',
    },
  },
  broken_link: {
    zh: { what: '这不是完整的商品证书链接。', next: '请重新复制整个链接，包括 # 后的内容。' },
    en: {
      what: 'This is no whole link to a certificate.',
      next: 'Copy the whole link again, with all behind the #.',
    },
  },
  expired_certificate: {
    zh: { what: '此商品证书已过期。', next: '请向商家索取新的证书。' },
    en: { what: 'This certificate has expired.', next: 'Ask the provider for a new one.' },
  },
  foreign_link: {
    zh: { what: '此链接不属于这个商家或这张证书。', next: '请使用商家自己的链接。' },
    en: { what: 'This link is not this provider’s or this certificate’s.', next: 'Use a link of the provider itself.' },
  },
  malformed_certificate: {
    zh: { what: '此商品证书的内容不合格式，请勿使用。', next: '请告知商家。' },
    en: { what: 'This certificate is not in the form of one. Do not use it.', next: 'Tell its provider.' },
  },
  revoked_certificate: {
    zh: { what: '商家已撤销此商品证书。', next: '请向商家索取新的证书。' },
    en: { what: 'Its provider revoked this certificate.', next: 'Ask the provider for a new one.' },
  },
  wrong_certificate_key: {
    zh: { what: '链接中的密钥打不开此商品证书。', next: '请重新索取完整的链接。' },
    en: { what: 'The key of the link does not open this certificate.', next: 'Ask for the whole link again.' },
  },
} as const satisfies { [code: string]: Reason }
