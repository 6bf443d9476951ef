import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const payScreens: readonly Screen[] = [
  {
    route: '/pay',
    title: shellWords.pay,
    access: 'authorised',
    roles: ['customer'],
    icon: 'pay',
    load: async () => (await import('./pay-screen.tsx')).PayScreen,
  },
]
