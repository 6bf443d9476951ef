import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['customer', 'merchant'], title: shellWords.demands } as const

export const demandScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/demands',
    icon: 'search',
    load: async () => (await import('./views.ts')).demandViews.DemandsScreen,
  },
  { ...shared, route: '/demands/:id', load: async () => (await import('./views.ts')).demandViews.DemandScreen },
]
