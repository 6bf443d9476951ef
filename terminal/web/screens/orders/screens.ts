import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['customer'], title: shellWords.orders } as const

export const orderScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/orders',
    icon: 'orders',
    load: async () => (await import('./views.ts')).orderViews.OrdersScreen,
  },
  { ...shared, route: '/orders/:id', load: async () => (await import('./views.ts')).orderViews.OrderScreen },
]
