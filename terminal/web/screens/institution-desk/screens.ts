import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['executor'] } as const

/** The desk of who answers trades for an institution, and what it pays for those that are brought to it. */
export const institutionScreens: readonly Screen[] = [
  {
    ...shared,
    title: shellWords.institutionDesk,
    route: '/institution',
    icon: 'trades',
    load: async () => (await import('./views.ts')).institutionViews.InstitutionScreen,
  },
  {
    ...shared,
    title: shellWords.campaigns,
    route: '/campaigns',
    icon: 'rise',
    load: async () => (await import('./views.ts')).institutionViews.CampaignsScreen,
  },
]
