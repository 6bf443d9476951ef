import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { AnswerState } from '../../state/answer-time.ts'

/** How one's own offer stands. */
export const offerWords: { readonly [S in 'declined' | 'offered' | 'accepted' | 'rejected' | 'expired']: Phrase } = {
  declined: { zh: '您已谢绝', en: 'You declined' },
  offered: { zh: '已回应，等待对方', en: 'Offered, waiting for them' },
  accepted: { zh: '对方已接受', en: 'Accepted' },
  rejected: { zh: '对方未接受', en: 'Not taken' },
  expired: { zh: '回应已到期', en: 'Your offer ran out' },
}

/** How it stands with a recommendation that one was asked about. */
export const answerWords: { readonly [S in AnswerState]: Phrase } = {
  open: { zh: '可以回应', en: 'Answer now' },
  'too-early': { zh: '尚未开始', en: 'Not yet' },
  'answered-early': { zh: '回应过早', en: 'You answered too early' },
  'too-late': { zh: '已过时限', en: 'Too late' },
  answered: { zh: '已及时回应', en: 'You answered in time' },
  declined: { zh: '您已谢绝', en: 'You declined' },
}

/** What the inbox of requests says. */
export const requestWords = {
  lead: {
    zh: '撮合服务向您转来的需求和推荐，以及您愿意被询问的内容。',
    en: 'What matching services ask you, and what you want to be asked.',
  },
  demands: { zh: '有人需要您可能有的东西', en: 'Somebody wants what you may have' },
  recommendations: { zh: '向您推荐', en: 'Recommended to you' },
  none: { zh: '目前没有。', en: 'None now.' },
  dropped: {
    zh: (count: number) => `有 ${count} 条询问内容不完整，已丢弃。`,
    en: (count: number) => `${count} of what came in was not whole, and was discarded.`,
  },
  by: { zh: (matcher: string) => `由 ${matcher} 转来`, en: (matcher: string) => `Passed on by ${matcher}` },
  recommendedBy: {
    zh: (recommender: string, identifier: string) => `${recommender} 推荐 ${identifier}`,
    en: (recommender: string, identifier: string) => `${recommender} recommends ${identifier}`,
  },
  showShared: { zh: '显示推荐人的联系方式和位置', en: 'Show how to reach who recommends' },
  contact: { zh: '联系方式', en: 'Reach them' },
  place: { zh: '位置', en: 'Where they are' },
  over: { zh: '这项需求的时间已过。', en: 'The time of this demand is over.' },
  offer: { zh: '提供', en: 'Offer it' },
  offerForm: { zh: '提供您持有的物信证', en: 'Offer a certificate that you hold' },
  instance: { zh: '提供哪一份', en: 'Which one' },
  noInstance: {
    zh: '您没有可以转交的物信证，因此不能提供。',
    en: 'You hold no certificate that you could hand on, so there is nothing to offer.',
  },
  goodFor: { zh: '对方可在多久内接受', en: 'How long they can accept it' },
  offerNote: {
    zh: '只能给出一次的，在此期间为对方保留，不能另作他用。',
    en: 'What can be given only once is kept for them so long, and you can do nothing else with it.',
  },
  noKey: {
    zh: '此设备没有它的内容密钥，对方在接受之前看不到内容。',
    en: 'This device has no key to its text, so they cannot read it before they accept.',
  },
  hour: { zh: '1 小时', en: '1 hour' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  decline: { zh: '谢绝', en: 'Decline' },
  declineTitle: { zh: '谢绝？', en: 'Decline it?' },
  declineText: { zh: '谢绝后不能再回应。', en: 'You cannot answer it afterwards.' },
  earlyTitle: {
    zh: (from: string) => `太早了：${from} 起才可以回应。`,
    en: (from: string) => `Too early: you can answer from ${from}.`,
  },
  earlyAgain: {
    zh: (from: string) => `您的回应太早，没有计入：${from} 起可以再次回应。`,
    en: (from: string) => `Too early: you can answer again from ${from}.`,
  },
  lateTitle: {
    zh: (until: string) => `太晚了：回应截止于 ${until}，不会向您交付内容。`,
    en: (until: string) => `Too late: answers counted until ${until}, so nothing is delivered to you.`,
  },
  answer: { zh: '回应', en: 'Answer' },
  answerNote: {
    zh: '及时回应后，推荐人可以向您交付内容。过早的回应不计入，可以再来。',
    en: 'Answered in time, it can be delivered to you. An answer that comes too early uses nothing up.',
  },
  answered: {
    zh: '您的回应已计入，推荐人可以向您交付内容。',
    en: 'Your answer counts: what was recommended can be delivered to you.',
  },
  delivered: { zh: '已向您交付内容', en: 'It was delivered to you' },
  noCertificate: {
    zh: '推荐的内容已无法取得，没有交付。',
    en: 'None of it can be had any more, so nothing was delivered.',
  },
  accept: { zh: '接受', en: 'Accept' },
  reject: { zh: '拒绝', en: 'Reject' },
  rejectTitle: { zh: '拒绝所交付的内容？', en: 'Reject what was delivered?' },
  rejectText: { zh: '拒绝后不能再打开它。', en: 'You cannot open it afterwards.' },
  accepted: { zh: '您已接受。', en: 'You accepted it.' },
  rejected: { zh: '您已拒绝。', en: 'You rejected it.' },
  deliveryOver: { zh: '接受期限已过。', en: 'The time to accept it is over.' },
  toCertificate: { zh: '打开物信证', en: 'Open the certificate' },
  open: { zh: '打开内容', en: 'Open it' },
  price: { zh: '价格', en: 'Price' },
  profile: { zh: '您愿意被询问的内容', en: 'What you can be asked' },
  profileText: {
    zh: '撮合服务只按您在此保存的资料询问您。任何时候都可以停用。',
    en: 'A matching service asks you by what you store here, and by nothing else. You can switch it off at any time.',
  },
  isActive: { zh: '接受询问', en: 'Take requests' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  fields: { zh: '您的领域', en: 'Your fields' },
  fieldsHint: {
    zh: '例如 jewellery、bullion，用逗号分隔。',
    en: 'Such as jewellery, bullion, with commas between them.',
  },
  fieldsWrong: { zh: '最多十六个领域，用小写字母。', en: 'Up to 16 fields, in small letters.' },
  traits: { zh: '您的其他特征', en: 'What else is true of you' },
  traitsHint: { zh: '例如 certified=yes, years=12。', en: 'Such as certified=yes, years=12.' },
  traitsWrong: { zh: '请写成 名称=值，用逗号分隔。', en: 'Write each as name=value, with commas between them.' },
  needs: { zh: '希望收到哪些推荐', en: 'What you want recommended' },
  needsHint: {
    zh: '商品代号，例如 LAMP-1，用逗号分隔。',
    en: 'Codes of goods, such as LAMP-1, with commas between them.',
  },
  needsWrong: { zh: '最多十六个代号，用大写字母和数字。', en: 'Up to 16 codes, in capitals and digits.' },
  save: { zh: '保存', en: 'Save' },
} satisfies Phrases
