import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const tillScreens: readonly Screen[] = [
  {
    route: '/till',
    title: shellWords.till,
    access: 'authorised',
    roles: ['merchant'],
    icon: 'till',
    load: async () => (await import('./till-screen.tsx')).TillScreen,
  },
]
