import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['customer', 'merchant'], title: shellWords.packages } as const

export const packageScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/packages',
    icon: 'lock',
    load: async () => (await import('./views.ts')).packageViews.PackagesScreen,
  },
  {
    ...shared,
    route: '/packages/:id',
    load: async () => (await import('./views.ts')).packageViews.PackageScreen,
  },
]
