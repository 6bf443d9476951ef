import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const noticeScreens: readonly Screen[] = [
  {
    route: '/notices',
    title: shellWords.notices,
    access: 'authorised',
    icon: 'information',
    load: async () => (await import('./notices-screen.tsx')).NoticesScreen,
  },
]
