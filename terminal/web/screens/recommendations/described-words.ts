import type { Phrases } from '../../dictionary/phrase.ts'

/** What is said of traits and parameters of what is recommended. */
export const describedWords = {
  traits: { zh: '商品特征', en: 'Traits of the goods' },
  traitsHint: {
    zh: '例如 finish=copper; capacity=30。特征由撮合服务登记。',
    en: 'Such as finish=copper; capacity=30. The matching service says which traits there are.',
  },
  traitsWrong: {
    zh: '请填写特征及其值，例如 finish=copper; capacity=30。',
    en: 'Give traits with their values, such as finish=copper; capacity=30.',
  },
  parameters: { zh: '参数', en: 'Parameters' },
  parametersHint: {
    zh: '例如 weight=500; grade=first：数字或代码，每项一个值。',
    en: 'Such as weight=500; grade=first: each a number or a code.',
  },
  parametersWrong: {
    zh: '请填写最多十六个参数，每个参数一个数字或代码。',
    en: 'Give up to 16 parameters, each with one number or code.',
  },
} satisfies Phrases
