import type { Phrases } from '../dictionary/phrase.ts'

/** What is said of a screen that is for other roles. */
export const otherRoleWords = {
  title: {
    zh: (screen: string, roles: string) => `“${screen}”需要以下权限的设备：${roles}。`,
    en: (screen: string, roles: string) => `“${screen}” opens on a device with this role: ${roles}.`,
  },
  text: {
    zh: '请使用带有该权限的设备登录，或请您机构的登记员授权。',
    en: 'Sign in on a device that has it, or ask a registrar of your organisation for it.',
  },
} satisfies Phrases
