import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['merchant'], title: shellWords.providerDesk } as const

export const providerScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/provider',
    icon: 'provider',
    load: async () => (await import('./views.ts')).providerViews.ProviderScreen,
  },
  {
    ...shared,
    route: '/provider/orders/:id',
    load: async () => (await import('./views.ts')).providerViews.ProviderPurchaseScreen,
  },
]
