import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const access = { access: 'authorised', roles: ['issuer', 'price'] } as const

export const issuerScreens: readonly Screen[] = [
  {
    ...access,
    route: '/issuer',
    title: shellWords.issuerDesk,
    icon: 'vouchers',
    load: async () => (await import('./issuer-screen.tsx')).IssuerScreen,
  },
  {
    ...access,
    route: '/issuer/new',
    title: shellWords.issueNew,
    roles: ['issuer'],
    load: async () => (await import('./issue-screen.tsx')).IssueScreen,
  },
  {
    ...access,
    route: '/issuer/:code',
    title: shellWords.issuerDesk,
    load: async () => (await import('./series-screen.tsx')).SeriesScreen,
  },
]
