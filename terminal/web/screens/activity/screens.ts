import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'
import { ActivityScreen } from './activity-screen.tsx'

export const activityScreens: readonly Screen[] = [
  { route: '/activity', title: shellWords.activity, access: 'authorised', icon: 'activity', view: ActivityScreen },
]
