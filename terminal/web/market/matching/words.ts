import type { InstanceForm } from '../../../../chaincode/domains/certificates/terms.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** As what somebody gets a certificate. */
export const formWords: { readonly [F in InstanceForm]: Phrase } = {
  data: { zh: '内容，供阅读', en: 'To read it' },
  holding: { zh: '持有，可转交', en: 'To hold it and hand it on' },
  ownership: { zh: '所有权', en: 'To own it' },
  licence: { zh: '使用许可', en: 'To use it for a time' },
}

/** What demands, recommendations and requests say alike. */
export const matchingWords = {
  matcher: { zh: '撮合服务', en: 'Matching service' },
  matcherHint: { zh: '由它寻找合适的人，并代您询问。', en: 'It finds who fits, and asks them.' },
  noMatcher: {
    zh: '目前没有撮合服务，请稍后再试。',
    en: 'There is no matching service now. Try again later.',
  },
  timeLeft: {
    zh: (span: string, until: string) => `${span}截止（${until}）`,
    en: (span: string, until: string) => `Ends ${span}, on ${until}`,
  },
  asWhat: { zh: '以何种方式给出', en: 'As what they get it' },
  uses: { zh: '允许的用途', en: 'Uses that it allows' },
  usesHint: { zh: '例如 read、print，用逗号分隔。', en: 'Such as read, print: with commas between them.' },
  usesWrong: {
    zh: '请填写一到八种用途，用小写字母。',
    en: 'Name one to eight uses, in small letters.',
  },
  days: { zh: '许可天数', en: 'For how many days' },
  daysWrong: { zh: '请填写 1 到 999 天。', en: 'Give 1 to 999 days.' },
  interactions: { zh: '已接受的内容', en: 'What was accepted' },
  gaveTo: { zh: (other: string) => `您给了 ${other}`, en: (other: string) => `You gave it to ${other}` },
  gotFrom: { zh: (other: string) => `来自 ${other}`, en: (other: string) => `You have it from ${other}` },
  sendPackage: { zh: '交付密封包', en: 'Send it in a sealed package' },
  seePackage: { zh: '查看密封包', en: 'See the sealed package' },
  use: { zh: '用途', en: 'Use' },
  useWrong: { zh: '请用小写字母填写用途。', en: 'Name the use in small letters.' },
  complete: { zh: '使用', en: 'Use it' },
  completeNote: {
    zh: '使用后，双方可以互相评价。',
    en: 'Once you have used it, each side can rate the other.',
  },
  waitsForUse: { zh: '对方使用后，您可以评价。', en: 'You can rate them once they have used it.' },
  rate: { zh: (other: string) => `评价 ${other}`, en: (other: string) => `Rate ${other}` },
  rating: { zh: '评分', en: 'Rating' },
  rateNote: { zh: '评价只能提交一次。', en: 'You can rate them once.' },
  rated: { zh: (rating: number) => `您的评分：${rating} / 5`, en: (rating: number) => `Your rating: ${rating} of 5` },
  goodsWanted: { zh: '对商品的要求', en: 'Wanted of the goods' },
  holdersWanted: { zh: '对持有人的要求', en: 'Wanted of the holders' },
  saidOfGoods: { zh: '商品', en: 'Of the goods' },
  sealTitle: { zh: '在此设备上接收内容', en: 'Receive what is given on this device' },
  sealText: {
    zh: '此设备需要一把密钥，才能打开交给您的内容。',
    en: 'This device needs a key to open what is given to you.',
  },
} satisfies Phrases

/** When answers count. */
export const windowWords = {
  moment: {
    zh: (at: string, zone: string) => `回应截止于 ${at}（含，${zone}）`,
    en: (at: string, zone: string) => `answers until ${at}, included, ${zone}`,
  },
  interval: {
    zh: (from: string, until: string, zone: string) => `回应时间为 ${from} 至 ${until}（均含，${zone}）`,
    en: (from: string, until: string, zone: string) => `answers from ${from} to ${until}, both included, ${zone}`,
  },
  duration: {
    zh: (length: string) => `自账本受理起 ${length} 内回应（含最后一刻）`,
    en: (length: string) => `answers within ${length} from when the ledger takes it, the very end included`,
  },
  strictDuration: {
    zh: (length: string) => `自账本受理起 ${length} 内回应（不含最后一刻）`,
    en: (length: string) => `answers within ${length} from when the ledger takes it, the very end not included`,
  },
} satisfies Phrases
