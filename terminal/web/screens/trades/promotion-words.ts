import type { AuthenticationType } from '../../../../chaincode/wire/authentication-types.ts'
import type { PromotionEnd } from '../../../sdk/trade-chain/promotion.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { Ending } from '../../state/promotions.ts'

/** By what a promotion is known to its bank. */
export const authenticationWords: { readonly [T in AuthenticationType]: Phrase } = {
  image: { zh: '图片', en: 'A picture' },
  audio: { zh: '声音', en: 'A sound' },
  video: { zh: '视频', en: 'A video' },
  digits: { zh: '数字', en: 'Digits' },
  text: { zh: '文字', en: 'A text' },
}

/** What each of them must be. */
export const authenticationHints: { readonly [T in AuthenticationType]: Phrase } = {
  image: { zh: 'PNG、JPEG、GIF 或 WebP，最大 2 MiB', en: 'PNG, JPEG, GIF or WebP, up to 2 MiB' },
  audio: { zh: '最大 4 MiB', en: 'Up to 4 MiB' },
  video: { zh: '最大 16 MiB', en: 'Up to 16 MiB' },
  digits: { zh: '4 至 32 位数字', en: '4 to 32 digits' },
  text: { zh: '1 至 256 个字符', en: '1 to 256 characters' },
}

/** What becomes of a trade once its promotion is over. */
export const endingWords: { readonly [E in Ending]: Phrase } = {
  'goes-on': { zh: '交易继续，不计推广', en: 'It goes on without it' },
  stops: { zh: '不再交易', en: 'It stops' },
}

/** Why a promotion earns nothing by now. */
export const overWords: { readonly [E in PromotionEnd]: Phrase } = {
  'not begun': { zh: '尚未开始', en: 'Not begun' },
  expired: { zh: '已过期', en: 'Expired' },
  'used up': { zh: '次数已用完', en: 'Used up' },
  ended: { zh: '已结束', en: 'Ended' },
}

/** What promotions say to who makes them, and to who trades by one. */
export const promotionWords = {
  lead: {
    zh: '推广某家机构的一种交易：他人扫描您的推广码交易，机构便按活动奖励双方。',
    en: 'Promote a trade at an institution. Who scans your code trades by it, and the institution rewards you by its campaign.',
  },
  make: { zh: '创建推广', en: 'Promote a trade' },
  campaign: { zh: '活动', en: 'Campaign' },
  campaignLine: {
    zh: (rewards: string, until: string) => `${rewards}，至 ${until}`,
    en: (rewards: string, until: string) => `${rewards}, until ${until}`,
  },
  noCampaign: {
    zh: '该机构目前没有进行中的活动，推广不会得到奖励。',
    en: 'This institution has no campaign under way, so that nothing would be earned.',
  },
  uses: { zh: '最多使用次数', en: 'How often it can be used' },
  usesWrong: { zh: '1 至 999999999 的整数', en: 'A whole number from 1 to 999999999' },
  lasts: { zh: '有效期', en: 'How long it is good' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  month: { zh: '30 天', en: '30 days' },
  whenOver: { zh: '推广结束后的交易', en: 'What becomes of a trade once it is over' },
  knownBy: { zh: '验证方式', en: 'Known by' },
  knownNote: {
    zh: '只交给您的银行，加密保存，仅逐字节比对，从不作为生物特征使用；账本上只有加盐摘要。',
    en: 'It goes to your bank alone, which keeps it sealed and compares it byte for byte. It is never used as biometrics; the ledger has a salted digest.',
  },
  file: { zh: '文件', en: 'File' },
  go: { zh: '创建推广', en: 'Promote it' },
  promote: { zh: (what: string) => `推广：${what}`, en: (what: string) => `Promote: ${what}` },
  own: { zh: '我的推广', en: 'Your promotions' },
  open: { zh: '进行中', en: 'Open' },
  ended: { zh: '已结束', en: 'Ended' },
  which: { zh: '哪些推广', en: 'Which promotions' },
  none: { zh: '没有推广。', en: 'None.' },
  at: { zh: (name: string) => `在${name}`, en: (name: string) => `at ${name}` },
  used: {
    zh: (used: string, most: string) => `已用 ${used} / ${most} 次`,
    en: (used: string, most: string) => `used ${used} of ${most} times`,
  },
  // One promotion.
  code: { zh: '推广码', en: 'The code' },
  codeNote: {
    zh: '出示或发送给他人：扫描后即可按您推广的交易下单。',
    en: 'Show it or hand it on: who scans it trades what you promote.',
  },
  codeElsewhere: {
    zh: '推广码只保存在创建它的浏览器中。',
    en: 'The code stands in the browser in which it was made, and nowhere else.',
  },
  qrLabel: { zh: '推广码的二维码', en: 'The code as a QR code' },
  copy: { zh: '复制推广码', en: 'Copy the code' },
  copied: { zh: '已复制', en: 'Copied' },
  about: { zh: '推广', en: 'The promotion' },
  validUntil: { zh: '有效至', en: 'Good until' },
  usedTimes: { zh: '使用次数', en: 'Used' },
  number: { zh: '编号', en: 'Number' },
  end: { zh: '结束推广', en: 'End it' },
  endTitle: { zh: '结束这项推广？', en: 'End this promotion?' },
  endText: {
    zh: '此后提交的交易不再得到奖励，之前的不受影响。',
    en: 'Trades that are opened from then on earn nothing by it. Those before still do.',
  },
  missing: { zh: '没有这项推广', en: 'There is no such promotion' },
  missingText: {
    zh: '刚刚创建的推广会在几秒后出现。',
    en: 'One that you have just made appears within seconds.',
  },
  // Who trades by one.
  byCode: { zh: '按推广码交易', en: 'Trade by a promotion’s code' },
  byCodeText: {
    zh: '扫描或粘贴推广码，交易内容即自动填好；奖励由机构按活动发放。',
    en: 'Scan or paste the code of a promotion: it says the whole trade, and the institution rewards it by its campaign.',
  },
  scan: { zh: '扫描推广码', en: 'Scan the code' },
  scanLooking: { zh: '将二维码对准画面中央。', en: 'Hold the QR code into the middle of the picture.' },
  scanInstead: { zh: '也可以粘贴推广码。', en: 'You can paste its text instead.' },
  codeHint: { zh: '以 assay-promotion: 开头', en: 'It begins with assay-promotion:' },
  codeWrong: { zh: '这不是推广码。', en: 'This is no code of a promotion.' },
  read: { zh: '查看交易', en: 'Show its trade' },
  another: { zh: '换一个推广码', en: 'Another code' },
  promoter: { zh: '推广人', en: 'Promoter' },
  trade: { zh: '交易', en: 'Trade' },
  isUnmarked: {
    zh: (why: string) => `推广${why}：交易照常进行，但不再得到奖励。`,
    en: (why: string) => `The promotion: ${why}. The trade goes on without it, and nothing is earned.`,
  },
  isStopped: {
    zh: (why: string) => `推广${why}：推广人不再接受按此码的交易。请在上方直接提交交易。`,
    en: (why: string) => `The promotion: ${why}. Its promoter wants no trade by it then. Make the trade above instead.`,
  },
} satisfies Phrases
