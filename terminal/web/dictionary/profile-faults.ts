import type { TerminalFaultCode } from '../../sdk/errors.ts'
import type { Reason } from './reason.ts'

/** What can be wrong with what a terminal keeps and is set to, which hardly a browser ever meets. */
export const profileFaultWords = {
  act_differs: {
    zh: { what: '申请的内容与其摘要不符，没有签名。', next: '请勿批准，并告知管理员。' },
    en: {
      what: 'The act that was shown is not the one of its digest; nothing was signed.',
      next: 'Do not approve it, and tell who runs the gateway.',
    },
  },
  counter_missing: {
    zh: { what: '此设备的指令计数丢失。', next: '请重新授权此设备。' },
    en: { what: 'The counter of this device is missing.', next: 'Authorise this device anew.' },
  },
  file_exists: {
    zh: { what: '该内容已存在。', next: '请换一个名称。' },
    en: { what: 'It exists already.', next: 'Choose another name.' },
  },
  file_unreadable: {
    zh: { what: '无法读取保存的内容。', next: '请清除此网站的数据后重新授权。' },
    en: { what: 'What is kept cannot be read.', next: 'Clear the data of this site and authorise it anew.' },
  },
  gateway_missing: {
    zh: { what: '没有指定网关。', next: '请从您的机构的网址打开此页面。' },
    en: { what: 'No gateway is named.', next: 'Open this page at your organisation’s address.' },
  },
  incomplete_voucher: {
    zh: { what: '此凭证的信息不完整，不能使用。', next: '请到另一家机构的网址核对。' },
    en: { what: 'This voucher lacks something and cannot be used.', next: 'Look at it at another organisation.' },
  },
  key_file_open: {
    zh: { what: '密钥可能被他人读取。', next: '请移除此设备并重新授权。' },
    en: { what: 'Others may have read the key.', next: 'Revoke this device and authorise it anew.' },
  },
  key_unreadable: {
    zh: { what: '无法读取此设备的密钥。', next: '请重新授权此设备。' },
    en: { what: 'The key of this device cannot be read.', next: 'Authorise this device anew.' },
  },
  not_in_outbox: {
    zh: { what: '此设备没有保存这条指令。', next: '请在记录中查看其结果。' },
    en: { what: 'This device keeps no such instruction.', next: 'See the activity for its outcome.' },
  },
  plain_http_refused: {
    zh: { what: '此网址没有加密，不能使用。', next: '请使用 https 网址。' },
    en: { what: 'This address is not encrypted and cannot be used.', next: 'Use the https address.' },
  },
  profile_exists: {
    zh: { what: '此浏览器已有该账户的密钥。', next: '请直接登录。' },
    en: { what: 'This browser has a key of the account already.', next: 'Just sign in.' },
  },
  profile_missing: {
    zh: { what: '此浏览器没有该账户的密钥。', next: '请登录并授权此设备。' },
    en: { what: 'This browser has no key of the account.', next: 'Sign in and have it authorised.' },
  },
  publisher_is_home: {
    zh: { what: '该网关就是凭证的处理机构，不能只作为发布方。', next: '请换一家机构的网址。' },
    en: {
      what: 'This gateway processes the voucher, and does not only publish it.',
      next: 'Use the address of another organisation.',
    },
  },
  setting_unusable: {
    zh: { what: '地址不可用。', next: '请从您的机构的网址打开此页面。' },
    en: { what: 'This address cannot be used.', next: 'Open this page at your organisation’s address.' },
  },
  forged_voucher: {
    zh: { what: '此凭证与发行方签署的内容不符，请勿使用。', next: '请到另一家机构的网址核对，并告知发行方。' },
    en: {
      what: 'This voucher is not what its issuer signed. Do not use it.',
      next: 'Look at it at another organisation, and tell its issuer.',
    },
  },
  outbox_damaged: {
    zh: { what: '保存的指令已损坏。', next: '请在记录中查看最近一条的结果。' },
    en: { what: 'A kept instruction is damaged.', next: 'See the activity for the newest one’s outcome.' },
  },
  result_key_changed: {
    zh: {
      what: '网关的签名密钥与先前不同，已停止采信它的答复。',
      next: '请通过其他途径向该机构核实。若账本确已重建，可清除此浏览器的数据。',
    },
    en: {
      what: 'A gateway signs with another key than before, so its word is not taken.',
      next: 'Ask that organisation by another way. If the ledger was made anew, forget this browser’s data.',
    },
  },
  ledger_changed: {
    zh: { what: '网关提供的是另一个账本。', next: '请确认网址；若确已更换账本，请清除此浏览器的数据。' },
    en: {
      what: 'The gateway serves another ledger than before.',
      next: 'Check the address; if the ledger was replaced, forget this browser’s data.',
    },
  },
} as const satisfies { readonly [C in TerminalFaultCode]?: Reason }
