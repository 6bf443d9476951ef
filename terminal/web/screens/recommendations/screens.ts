import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['customer', 'merchant'], title: shellWords.recommendations } as const

export const recommendationScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/recommendations',
    icon: 'arrowOut',
    load: async () => (await import('./views.ts')).recommendationViews.RecommendationsScreen,
  },
  {
    ...shared,
    route: '/recommendations/:id',
    load: async () => (await import('./views.ts')).recommendationViews.RecommendationScreen,
  },
]
