import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const activityScreens: readonly Screen[] = [
  {
    route: '/activity',
    title: shellWords.activity,
    access: 'authorised',
    icon: 'activity',
    load: async () => (await import('./activity-screen.tsx')).ActivityScreen,
  },
]
