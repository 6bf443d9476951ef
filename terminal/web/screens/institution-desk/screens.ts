import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

/** The desk of who answers trades for an institution. */
export const institutionScreens: readonly Screen[] = [
  {
    title: shellWords.institutionDesk,
    access: 'authorised',
    roles: ['executor'],
    route: '/institution',
    icon: 'trades',
    load: async () => (await import('./institution-screen.tsx')).InstitutionScreen,
  },
]
