import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const settingsScreens: readonly Screen[] = [
  {
    route: '/settings',
    title: shellWords.settings,
    access: 'open',
    icon: 'settings',
    load: async () => (await import('./settings-screen.tsx')).SettingsScreen,
  },
]
