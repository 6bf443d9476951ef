import type { holderStates } from '../../../sdk/matching/records.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { DemandStage } from '../../state/demands.ts'

export const stageWords: { readonly [S in DemandStage]: Phrase } = {
  searching: { zh: '正在寻找', en: 'Being matched' },
  'no-match': { zh: '没有足够的人选', en: 'Not enough found' },
  open: { zh: '等待回应', en: 'Waiting for offers' },
  fulfilled: { zh: '已满足', en: 'Fulfilled' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  expired: { zh: '已到期', en: 'Its time is over' },
}

/** How it stands with one who was chosen, as who asks reads it. */
export const holderWords: { readonly [S in (typeof holderStates)[number]]: Phrase } = {
  chosen: { zh: '待询问', en: 'Chosen, not asked yet' },
  dropped: { zh: '不再符合条件', en: 'Fits no longer' },
  asked: { zh: '已询问，等待回应', en: 'Asked, no answer yet' },
  declined: { zh: '已谢绝', en: 'Declined' },
  offered: { zh: '已回应', en: 'Offers something' },
  accepted: { zh: '已接受', en: 'Accepted' },
  rejected: { zh: '已拒绝', en: 'Rejected by you' },
  expired: { zh: '回应已到期', en: 'Its offer ran out' },
  'not-chosen': { zh: '未被选中', en: 'Not chosen' },
}

/** What demands say. */
export const demandWords = {
  lead: {
    zh: '说明您需要什么、需要怎样的持有人，撮合服务会代您询问。接受之前，对方不知道是谁在问。',
    en: 'Say what you want and of whom. A matching service asks those who fit, and nobody learns who asks until you accept.',
  },
  new: { zh: '新需求', en: 'Make a demand' },
  title: { zh: '需要什么', en: 'What you want' },
  titleWrong: { zh: '请用一到六十个字说明。', en: 'Say it in 1 to 60 characters.' },
  fields: { zh: '持有人的领域', en: 'Fields of the holders' },
  fieldsHint: {
    zh: '例如 jewellery、bullion，用逗号分隔；满足其一即可。',
    en: 'Such as jewellery, bullion: one of them is enough.',
  },
  fieldsWrong: { zh: '请填写一到十六个领域，用小写字母。', en: 'Name up to 16 fields, in small letters.' },
  goods: { zh: '商品要求', en: 'What the goods should be' },
  goodsHint: {
    zh: '例如 finish=copper,brass; capacity>=30。最符合的持有人排在前面。',
    en: 'Such as finish=copper,brass; capacity>=30. Who fits best comes first.',
  },
  goodsWrong: {
    zh: '请填写最多十六项商品特征，每项为特征、=、>= 或 <=，以及它应有的值。',
    en: 'Give up to 16 traits of the goods, each with =, >= or <= and what it must be.',
  },
  positive: { zh: '好评率至少', en: 'Good ratings, at least' },
  success: { zh: '完成率至少', en: 'Completed, at least' },
  rateHint: {
    zh: '留空表示不限。往来太少的人没有比率。',
    en: 'Leave it free for any. Who has dealt with few has no rate yet.',
  },
  rateWrong: { zh: '请填写 0 到 100 的百分数。', en: 'Give a percentage from 0 to 100.' },
  ofWhomWrong: {
    zh: '请至少填写一项对持有人的要求：领域或比率。',
    en: 'Say at least one thing of the holders: a field or a rate.',
  },
  minHolders: { zh: '至少几位持有人', en: 'How many holders at least' },
  minHoldersHint: { zh: '找到的人更少时，谁也不会被询问。', en: 'Where fewer are found, nobody is asked.' },
  minHoldersWrong: { zh: '请填写 1 到 32。', en: 'Give a number from 1 to 32.' },
  several: { zh: '接受几项回应', en: 'How many offers you take' },
  severalNo: { zh: '一项', en: 'One' },
  severalYes: { zh: '可以多项', en: 'Several' },
  hours: { zh: '有效期', en: 'Open for' },
  hour: { zh: '1 小时', en: '1 hour' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  fortnight: { zh: '14 天', en: '14 days' },
  open: { zh: '发布需求', en: 'Make the demand' },
  own: { zh: '我的需求', en: 'Your demands' },
  none: { zh: '还没有需求。', en: 'None yet.' },
  state: { zh: '进展', en: 'How it stands' },
  searchingText: { zh: '撮合服务正在寻找合适的持有人。', en: 'The matching service is looking for holders who fit.' },
  found: {
    zh: (found: number, asked: number) => `找到 ${found} 位合适的持有人，询问 ${asked} 位。`,
    en: (found: number, asked: number) =>
      found === 1 ? `1 holder fits; ${asked} chosen.` : `${found} holders fit; ${asked} chosen.`,
  },
  noMatch: {
    zh: (found: number, wanted: number) =>
      `只找到 ${found} 位合适的持有人，您要求至少 ${wanted} 位，因此没有询问任何人。`,
    en: (found: number, wanted: number) =>
      `Only ${found} found who fit, and you wanted at least ${wanted}. Nobody was asked.`,
  },
  noMatchNext: { zh: '请放宽要求，再发布一项需求。', en: 'Ask for less, and make another demand.' },
  disagrees: {
    zh: '您的机构自行计算的结果与撮合服务的不同，请谨慎。',
    en: 'Your organisation computed another list than the matching service recorded. Take care.',
  },
  holders: { zh: '被询问的持有人', en: 'Holders who were chosen' },
  offer: { zh: '对方提供', en: 'What is offered' },
  goodUntil: { zh: (when: string) => `有效至 ${when}`, en: (when: string) => `Good until ${when}` },
  read: { zh: '查看内容和价格', en: 'Read it, and its price' },
  price: { zh: '价格', en: 'Price' },
  noIntroduction: { zh: '没有介绍。', en: 'There is no introduction.' },
  toCertificate: { zh: '打开物信证', en: 'Open the certificate' },
  accept: { zh: '接受', en: 'Accept' },
  acceptNote: { zh: '接受后，对方才会知道您是谁。', en: 'Only then do they learn who you are.' },
  reject: { zh: '拒绝', en: 'Reject' },
  rejectTitle: { zh: '拒绝这项回应？', en: 'Reject this offer?' },
  rejectText: {
    zh: '对方会收回它，不会知道是谁拒绝的。',
    en: 'It goes back to the holder, who does not learn by whom.',
  },
  withdraw: { zh: '撤回需求', en: 'Withdraw the demand' },
  withdrawTitle: { zh: '撤回需求？', en: 'Withdraw the demand?' },
  withdrawText: { zh: '尚未接受的回应将全部作废。', en: 'All offers that you have not accepted end with it.' },
} satisfies Phrases
