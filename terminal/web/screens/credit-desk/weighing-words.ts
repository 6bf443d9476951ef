import type { Phrases } from '../../dictionary/phrase.ts'

/** What is said of what lifts a grade. */
export const weighingWords = {
  title: { zh: '质押与等级', en: 'What lifts the grade' },
  note: {
    zh: '客户质押给本行的凭证可以提升等级，解除后即恢复。网关会随质押变化自动重新计算，您也可以现在计算。',
    en: 'What a client pledges to this bank lifts its grade, for as long as it is pledged. The gateway weighs it as pledges change; you can do so now.',
  },
  base: { zh: '两名职员评定', en: 'As two officers gave it' },
  lifted: { zh: '目前有效', en: 'As it counts' },
  steps: {
    zh: (grade: string, steps: string) => `${grade}，提升 ${steps} 级`,
    en: (grade: string, steps: string) => `${grade}, lifted by ${steps}`,
  },
  version: { zh: '版本', en: 'Version' },
  none: { zh: '没有计入的质押。', en: 'No pledge lifts it.' },
  ofIt: { zh: (quantity: string) => `计入 ${quantity}`, en: (quantity: string) => `${quantity} of it` },
  pledges: { zh: '质押编号', en: 'Pledges' },
  pledgesHint: {
    zh: '最多八个，以空格分隔；留空则不计入任何质押',
    en: 'Up to eight numbers, parted by blanks; none lift it where this is empty',
  },
  pledgesWrong: {
    zh: '请填写最多八个不同的质押编号。',
    en: 'Up to eight numbers of pledges, each once.',
  },
  lift: { zh: '以质押提升等级', en: 'Have pledges lift it' },
  liftText: {
    zh: '与等级一并由另一位同事批准。新的评级在计入质押之前不会提升。',
    en: 'It is proposed with the grade, for another officer to approve. What is given anew is lifted once pledges are weighed.',
  },
  given: { zh: '评定等级', en: 'Grade that is given' },
  pledgee: { zh: '代本行持有的质权人', en: 'Who holds what is pledged' },
  cash: { zh: '以何种现金计价', en: 'Counted in' },
  each: { zh: '每提升一级所需', en: 'One step for each' },
  most: { zh: '最多提升级数', en: 'And no more steps than' },
  noCash: { zh: '账本上没有现金凭证。', en: 'There is no cash on the ledger in which it could count.' },
  weigh: { zh: '现在计算', en: 'Weigh now' },
} satisfies Phrases
