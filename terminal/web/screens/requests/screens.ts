import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const requestScreens: readonly Screen[] = [
  {
    route: '/requests',
    title: shellWords.requests,
    access: 'authorised',
    roles: ['customer', 'merchant'],
    icon: 'arrowIn',
    load: async () => (await import('./requests-screen.tsx')).RequestsScreen,
  },
]
