import type { Phrases } from '../../dictionary/phrase.ts'

/** What concerns the account. */
export const activityWords = {
  title: { zh: '记录', en: 'Activity' },
  lead: {
    zh: '与此账户有关的一切：来自任何设备，也包括他人的转入。',
    en: 'All that concerns this account: from any of its devices, and from others.',
  },
  onLedger: { zh: '账本上的记录', en: 'On the ledger' },
  agreements: { zh: '委托、质押与转让', en: 'Orders, pledges, offers' },
  onDevice: { zh: '此设备提交的指令', en: 'From this device' },
  from: { zh: (sender: string) => `由 ${sender}`, en: (sender: string) => `By ${sender}` },
  none: { zh: '还没有记录', en: 'No activity yet' },
} satisfies Phrases
