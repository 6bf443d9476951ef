import type { Phrases } from './phrase.ts'

/** How this browser shows things. */
export const settingsWords = {
  language: { zh: '语言', en: 'Language' },
  chinese: { zh: '中文', en: '中文' },
  english: { zh: 'English', en: 'English' },
  theme: { zh: '外观', en: 'Appearance' },
  system: { zh: '跟随系统', en: 'As the system' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  notices: { zh: '结果显示方式', en: 'Where results appear' },
  noticesHint: {
    zh: '无论选哪种方式，结果都会留在记录里。',
    en: 'Either way, every result stays in the activity.',
  },
  area: { zh: '页面内的结果区', en: 'In the result area of the page' },
  dialog: { zh: '弹出窗口', en: 'In a dialog' },
  areaShown: {
    zh: '显示结果区（关闭后改用弹出窗口）',
    en: 'Show the result area (without it, results come as dialogs)',
  },
  account: { zh: '账户', en: 'Account' },
  signedIn: { zh: '已登录', en: 'Signed in' },
  device: { zh: '设备密钥', en: 'Device key' },
  thisBrowser: { zh: '此浏览器', en: 'This browser' },
  forgetText: {
    zh: '清除此浏览器保存的密钥、记录和设置。尚无结果的指令将无法从这里再次发送；设备在账本上仍有效，直到被吊销。',
    en: 'Clears the keys, records and settings that this browser keeps. Instructions without an outcome can no longer be sent again from here; the device stays on the ledger until it is revoked.',
  },
  forget: { zh: '清除…', en: 'Clear…' },
  forgetConfirm: { zh: '确认清除', en: 'Yes, clear everything' },
} satisfies Phrases
