import type { Phrases } from '../../dictionary/phrase.ts'

/** What every rule of an owner's says by which its devices need not ask: so much at once, so often a day. */
export const ruleWords = {
  voucher: { zh: '适用凭证', en: 'For' },
  maximum: { zh: '单笔上限', en: 'Maximum amount' },
  maximumWrong: { zh: '请输入金额', en: 'Enter an amount' },
  count: { zh: '每日笔数', en: 'Times a day' },
  countHint: { zh: '1 到 100 之间的整数', en: 'A whole number from 1 to 100' },
  used: {
    zh: (used: number, count: number) => `今天已用 ${used} / ${count} 笔`,
    en: (used: number, count: number) => `${used} of ${count} used today`,
  },
  add: { zh: '为其他凭证开启', en: 'Turn on for another voucher' },
  turnOn: { zh: '开启', en: 'Turn on' },
  change: { zh: '修改', en: 'Change' },
  turnOff: { zh: '关闭', en: 'Turn off' },
} satisfies Phrases
