import type { Phrases } from '../../dictionary/phrase.ts'

/** What is said around the list of notices. */
export const noticeListWords = {
  lead: {
    zh: '您和他人在任何设备上的操作结果，最新的在前。',
    en: 'What became of what you and others did with you, on any device, newest first.',
  },
  none: { zh: '还没有消息', en: 'No notices yet' },
} satisfies Phrases
