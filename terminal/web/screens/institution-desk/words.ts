import type { Phrases } from '../../dictionary/phrase.ts'

/** What the desk of who answers for an institution says. */
export const institutionWords = {
  lead: {
    zh: '开放或暂停各产品类别的交易，查看银行转来的交易及其答复。答复由机构的程序作出。',
    en: 'Open and suspend for families of products, and see what banks passed on and how it was answered. The institution’s program answers.',
  },
  families: { zh: '接受的产品类别', en: 'Families that are taken' },
  isOpen: { zh: '接受交易', en: 'Open' },
  isSuspended: { zh: '已暂停', en: 'Suspended' },
  isNothing: { zh: '尚未开放', en: 'Not opened yet' },
  answers: { zh: (who: string) => `由 ${who} 答复`, en: (who: string) => `Answered by ${who}` },
  familiesMissing: { zh: '至少选择一项', en: 'Choose at least one' },
  openFor: { zh: '开放', en: 'Open for these' },
  openReview: {
    zh: '银行的客户可以向本机构提交这些类别的交易，由您的账户答复。',
    en: 'Clients of banks can trade these here, and your account answers.',
  },
  meaning: { zh: '含义', en: 'What it means' },
  suspend: { zh: '暂停交易', en: 'Suspend' },
  suspendTitle: { zh: '暂停接受交易？', en: 'Take no more trades?' },
  suspendText: {
    zh: '新的交易将被退回；已发来的照常处理。可随时重新开放。',
    en: 'New trades are turned away; those that were sent go on. You can open again at any time.',
  },
  cameIn: { zh: '待答复与待结算', en: 'Under way' },
  ended: { zh: '已结束', en: 'Ended' },
  who: {
    zh: (client: string, bank: string) => `${client}，经${bank}`,
    en: (client: string, bank: string) => `${client}, by way of ${bank}`,
  },
  notSent: { zh: '银行尚未发来', en: 'Not sent here yet' },
} satisfies Phrases
