import type { Reason } from './reason.ts'

/** What can be wrong with a goods certificate, with the link to it, with what is sealed, or with a program in it. */
export const certificateFaultWords = {
  altered_certificate: {
    zh: { what: '此物信证与账本上的记录不符，请勿使用。', next: '请向商家索取链接。' },
    en: {
      what: 'This certificate is not the one on the ledger. Do not use it.',
      next: 'Ask the provider for the link.',
    },
  },
  broken_link: {
    zh: { what: '这不是完整的物信证链接。', next: '请重新复制整个链接，包括 # 后的内容。' },
    en: {
      what: 'This is no whole link to a certificate.',
      next: 'Copy the whole link again, with all behind the #.',
    },
  },
  expired_certificate: {
    zh: { what: '此物信证已过期。', next: '请向商家索取新的证书。' },
    en: { what: 'This certificate has expired.', next: 'Ask the provider for a new one.' },
  },
  foreign_link: {
    zh: { what: '此链接不属于这个商家或这张证书。', next: '请使用商家自己的链接。' },
    en: { what: 'This link is not this provider’s or this certificate’s.', next: 'Use a link of the provider itself.' },
  },
  malformed_certificate: {
    zh: { what: '此物信证的内容不合格式，请勿使用。', next: '请告知商家。' },
    en: { what: 'This certificate is not in the form of one. Do not use it.', next: 'Tell its provider.' },
  },
  no_key_handed_over: {
    zh: { what: '交给您的物信证没有附带打开内容的密钥。', next: '请向给您的一方索取链接。' },
    en: {
      what: 'This certificate was handed to you without the key to its body.',
      next: 'Ask who gave it to you for its link.',
    },
  },
  no_seal_key: {
    zh: { what: '商家没有可接收加密内容的设备。', next: '请联系商家打开终端后重试。' },
    en: {
      what: 'The provider has no device that could open what is sealed.',
      next: 'Ask it to open its terminal once, and try again.',
    },
  },
  package_key_missing: {
    zh: { what: '此设备还没有得到密封包的两把密钥。', next: '请在此设备上申请密钥，并等待两把密钥。' },
    en: {
      what: 'This device does not have both keys of the package yet.',
      next: 'Ask for them on this device, and wait for both.',
    },
  },
  package_keys_wrong: {
    zh: { what: '这两把密钥打不开此密封包。', next: '请重新领取这个包的两把密钥。' },
    en: { what: 'These two keys do not open this package.', next: 'Ask for both keys of this very package.' },
  },
  package_too_large: {
    zh: { what: '密封包解开后过大，已停止。', next: '请向发送方询问包内是什么。' },
    en: { what: 'Too much comes out of the package; it was stopped.', next: 'Ask who sent it what it is.' },
  },
  contents_not_as_declared: {
    zh: { what: '收到的内容与交付方声明的类型不符，未显示任何内容。', next: '请联系交付方；也可以保存为文件。' },
    en: {
      what: 'What was inside is not what its giver says it is. Nothing of it is shown.',
      next: 'Ask who sent it, or save it as a file.',
    },
  },
  promotion_code_differs: {
    zh: { what: '推广码无效或已被改动。', next: '请向推广人索取原码。' },
    en: {
      what: 'That is no code of a promotion, or not as its promoter made it.',
      next: 'Ask the promoter for the code itself.',
    },
  },
  promotion_over: {
    zh: { what: '该推广已结束。', next: '请改为不带推广的交易。' },
    en: { what: 'The promotion is over.', next: 'Trade without it.' },
  },
  package_unreadable: {
    zh: { what: '密封包已损坏或不完整。', next: '请重新下载，或请对方重新发送。' },
    en: { what: 'The package was altered, or is not whole.', next: 'Fetch it again, or ask for it anew.' },
  },
  opening_not_for_this_data: {
    zh: { what: '这个打开方法不属于这份数据。', next: '请使用与它一同收到、未经改动的文件。' },
    en: { what: 'This is the way of opening other data.', next: 'Give it the very file that came with it.' },
  },
  program_input_unfit: {
    zh: { what: '给程序的数据不合适。', next: '请只给它所需的数据。' },
    en: { what: 'These data are not what the program takes.', next: 'Give it the data that it is for.' },
  },
  program_unreadable: {
    zh: { what: '这不是可运行的程序，没有运行任何内容。', next: '请向发送方索取声明了权限的程序。' },
    en: {
      what: 'This is no program that can be run; nothing was.',
      next: 'Ask for one that declares what it may use.',
    },
  },
  sandbox_failed: {
    zh: { what: '程序因自身错误而结束。', next: '请询问发送方。' },
    en: { what: 'The program ended with an error of its own.', next: 'Ask who sent it.' },
  },
  sandbox_memory: {
    zh: { what: '程序占用内存过多，已停止。', next: '请询问发送方。' },
    en: { what: 'The program wanted too much memory and was stopped.', next: 'Ask who sent it.' },
  },
  sandbox_output: {
    zh: { what: '程序输出过多，已停止。', next: '请询问发送方。' },
    en: { what: 'The program gave out too much and was stopped.', next: 'Ask who sent it.' },
  },
  sandbox_time_out: {
    zh: { what: '程序运行过久，已停止。', next: '请询问发送方。' },
    en: { what: 'The program ran for too long and was stopped.', next: 'Ask who sent it.' },
  },
  seal_too_large: {
    zh: { what: '要加密的内容太长。', next: '请缩短后重试。' },
    en: { what: 'That is too long to be sealed.', next: 'Shorten it.' },
  },
  sealed_for_others: {
    zh: { what: '此设备无法打开这份加密内容。', next: '请在同一账户的其他设备上打开。' },
    en: { what: 'This device has no part in what was sealed.', next: 'Open it on another device of this account.' },
  },
  sealed_unreadable: {
    zh: { what: '加密内容已损坏或不属于此订单。', next: '请买家重新发送。' },
    en: { what: 'What was sealed is altered, or of another order.', next: 'Ask the buyer to send it again.' },
  },
  revoked_certificate: {
    zh: { what: '商家已撤销此物信证。', next: '请向商家索取新的证书。' },
    en: { what: 'Its provider revoked this certificate.', next: 'Ask the provider for a new one.' },
  },
  wrong_certificate_key: {
    zh: { what: '链接中的密钥打不开此物信证。', next: '请重新索取完整的链接。' },
    en: { what: 'The key of the link does not open this certificate.', next: 'Ask for the whole link again.' },
  },
} as const satisfies { [code: string]: Reason }
