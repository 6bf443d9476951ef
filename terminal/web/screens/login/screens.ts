import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const loginScreens: readonly Screen[] = [
  {
    route: '/sign-in',
    title: shellWords.signIn,
    access: 'open',
    load: async () => (await import('./login-screen.tsx')).LoginScreen,
  },
]
