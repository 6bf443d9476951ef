import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const promoting = { access: 'authorised', roles: ['customer'], title: shellWords.promotions } as const
const shared = { access: 'authorised', title: shellWords.trades } as const

export const tradeScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/trades',
    roles: ['customer'],
    icon: 'trades',
    load: async () => (await import('./views.ts')).tradeViews.TradesScreen,
  },
  // Who answers for an institution is a party of what came in, too.
  {
    ...shared,
    route: '/trades/:id',
    roles: ['customer', 'executor'],
    load: async () => (await import('./views.ts')).tradeViews.TradeScreen,
  },
  {
    ...promoting,
    route: '/promotions',
    icon: 'rise',
    load: async () => (await import('./views.ts')).tradeViews.PromotionsScreen,
  },
  {
    ...promoting,
    route: '/promotions/:id',
    load: async () => (await import('./views.ts')).tradeViews.PromotionScreen,
  },
]
