import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const homeScreens: readonly Screen[] = [
  {
    route: '/',
    title: shellWords.home,
    access: 'authorised',
    icon: 'home',
    load: async () => (await import('./home-screen.tsx')).HomeScreen,
  },
]
