import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** How a delivery stands, as who recommended reads it. */
export const deliveryWords: {
  readonly [S in 'due' | 'delivered' | 'no-certificate' | 'accepted' | 'rejected']: Phrase
} = {
  due: { zh: '待交付', en: 'To be delivered' },
  delivered: { zh: '已交付，等待接受', en: 'Delivered, not accepted yet' },
  'no-certificate': { zh: '已无可交付', en: 'None could be had' },
  accepted: { zh: '已接受', en: 'Accepted' },
  rejected: { zh: '已拒绝', en: 'Rejected' },
}

/** What recommendations say. */
export const recommendWords = {
  lead: {
    zh: '向希望得到推荐的人推荐您的物信证；及时回应的人才会得到它。',
    en: 'Recommend a certificate to those who want such recommendations. Who answers in time can have it.',
  },
  new: { zh: '新推荐', en: 'Recommend something' },
  title: { zh: '推荐什么', en: 'What you recommend' },
  titleWrong: { zh: '请用一到六十个字说明。', en: 'Say it in 1 to 60 characters.' },
  identifier: { zh: '商品代号', en: 'Code of the goods' },
  identifierHint: {
    zh: '例如 LAMP-1：只询问希望得到这种推荐的人。',
    en: 'Such as LAMP-1: only those are asked who want this recommended.',
  },
  identifierWrong: { zh: '请用大写字母和数字。', en: 'Use capitals and digits.' },
  target: { zh: '交付哪一份', en: 'What is delivered' },
  ownCertificate: { zh: (title: string) => `您签发的“${title}”`, en: (title: string) => `${title}, of your own` },
  held: {
    zh: (provider: string, id: string) => `持有：${provider} · ${id}`,
    en: (provider: string, id: string) => `Held: ${provider} · ${id}`,
  },
  window: { zh: '何时回应有效', en: 'When answers count' },
  duration: { zh: '一段时间', en: 'For a while' },
  interval: { zh: '从何时到何时', en: 'From … to …' },
  moment: { zh: '截止到某时', en: 'Until a moment' },
  minutes: { zh: '多少分钟', en: 'For how many minutes' },
  from: { zh: '从', en: 'From' },
  until: { zh: '到', en: 'Until' },
  zone: { zh: (zone: string) => `此设备的时区：${zone}`, en: (zone: string) => `Times are those of ${zone}.` },
  which: { zh: '时钟两次显示这个时间，指哪一次', en: 'Clocks show this time twice: which is meant' },
  earlier: { zh: '较早的', en: 'The earlier' },
  later: { zh: '较晚的', en: 'The later' },
  strict: { zh: '最后一刻', en: 'The very end' },
  strictNo: { zh: '仍算及时', en: 'Still counts' },
  strictYes: { zh: '不算', en: 'Counts no more' },
  contact: { zh: '您的联系方式', en: 'How to reach you' },
  place: { zh: '您的位置', en: 'Where you are' },
  sharedWrong: { zh: '请用一行文字说明，最多 200 个字。', en: 'Say it in one line of up to 200 characters.' },
  sharedNote: {
    zh: '填写即表示同意：撮合服务把它加密转交给被询问的人，账本上只有摘要。不填写则不透露任何内容。',
    en: 'What you fill in here, you consent to have told to those who are asked: the matching service passes it on sealed, and the ledger has a digest alone. Leave it empty, and nothing of it is told.',
  },
  told: { zh: '告知被询问的人', en: 'Told to those who are asked' },
  review: { zh: (title: string) => `推荐“${title}”`, en: (title: string) => `Recommend “${title}”` },
  answers: { zh: '回应', en: 'Answers' },
  own: { zh: '我的推荐', en: 'Your recommendations' },
  none: { zh: '还没有推荐。', en: 'None yet.' },
  opened: { zh: '进行中', en: 'Open' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  state: { zh: '进展', en: 'How it stands' },
  searching: { zh: '撮合服务正在寻找希望得到它的人。', en: 'The matching service is looking for those who want it.' },
  noMatch: {
    zh: '没有人希望得到这种推荐，因此没有询问任何人。',
    en: 'Nobody wants this recommended, so nobody was asked.',
  },
  disagrees: {
    zh: '您的机构自行计算的结果与撮合服务的不同，请谨慎。',
    en: 'Your organisation computed another list than the matching service recorded. Take care.',
  },
  found: { zh: '找到', en: 'Found' },
  asked: { zh: '询问', en: 'Asked' },
  inTime: { zh: '及时回应', en: 'Answers in time' },
  early: { zh: '过早', en: 'Too early' },
  late: { zh: '过晚', en: 'Too late' },
  delivered: { zh: '已交付', en: 'Delivered' },
  accepted: { zh: '已接受', en: 'Accepted' },
  receivers: { zh: '及时回应的人', en: 'Who answered in time' },
  nobody: { zh: '还没有人及时回应。', en: 'Nobody has answered in time yet.' },
  deliver: { zh: (who: string) => `交付给 ${who}`, en: (who: string) => `Deliver to ${who}` },
  withdraw: { zh: '撤回推荐', en: 'Withdraw it' },
  withdrawTitle: { zh: '撤回推荐？', en: 'Withdraw the recommendation?' },
  withdrawText: {
    zh: '此后不能再回应；已交付的仍然有效。',
    en: 'Nobody can answer it then. What was delivered stays good.',
  },
} satisfies Phrases
