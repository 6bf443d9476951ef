import type { ContentKind } from '../../../sdk/matching/content.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** What can be delivered that is no certificate. */
export const contentKindWords: { readonly [K in ContentKind]: Phrase } = {
  link: { zh: '物信证的链接', en: 'A link to a certificate' },
  goods: { zh: '商品信息', en: 'Information on goods' },
  numbers: { zh: '数据', en: 'Numbers' },
}

/** What is said of it. */
export const contentWords = {
  note: {
    zh: '内容在此设备上加密后存放；只有您交付的人能打开，且只能从此设备交付。',
    en: 'It is encrypted on this device, and only those can open it to whom you deliver. Deliver from this device.',
  },
  link: { zh: '完整链接', en: 'The whole link' },
  linkWrong: {
    zh: '请粘贴完整的链接，包括 # 后面的部分。',
    en: 'Paste the whole link, with all that stands behind the #.',
  },
  contentTitle: { zh: '内容标题', en: 'Title of what is delivered' },
  contentTitleWrong: { zh: '请用一到六十个字。', en: 'Use 1 to 60 characters.' },
  introduction: { zh: '介绍', en: 'Introduction' },
  introductionWrong: { zh: '请使用可见的文字。', en: 'Use text that shows all that is in it.' },
  specification: { zh: '规格', en: 'Specification' },
  specificationHint: { zh: '例如 高度=20 cm; 颜色=红色。', en: 'Such as Height=20 cm; Colour=red.' },
  specificationWrong: {
    zh: '请填写名称和值，用 = 连接，用分号分隔。',
    en: 'Give names and values with = between them, and semicolons between the pairs.',
  },
  cash: { zh: '价格的货币', en: 'Cash of the price' },
  cashHint: { zh: '已发布的货币代码，例如 CNY。', en: 'The code of a published currency, such as CNY.' },
  price: { zh: '单价', en: 'Price of one' },
  priceWrong: {
    zh: '请填写货币代码和大于零的金额，或两者都留空。',
    en: 'Give the code of a currency and an amount above nothing, or leave both free.',
  },
  numbers: { zh: '数值', en: 'Values' },
  numbersHint: { zh: '例如 1.50, 2, -3。', en: 'Such as 1.50, 2, -3.' },
  numbersWrong: { zh: '请填写一到五百个十进制数。', en: 'Give 1 to 500 decimal numbers.' },
  unit: { zh: '单位', en: 'Unit' },
  unitWrong: { zh: '请用最多二十个字。', en: 'Use up to 20 characters.' },
} satisfies Phrases
