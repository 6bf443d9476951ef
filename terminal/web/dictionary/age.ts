import type { Phrases } from './phrase.ts'

/** What is said of what could not be read again; nobody sees it on the first screen of a session. */
export const ageWords = {
  readAt: {
    zh: (when: string) => `暂时无法更新，以下为 ${when} 的数据。`,
    en: (when: string) => `This cannot be read again now. It is of ${when}.`,
  },
} satisfies Phrases
