import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'
import { SettingsScreen } from './settings-screen.tsx'

export const settingsScreens: readonly Screen[] = [
  { route: '/settings', title: shellWords.settings, access: 'open', icon: 'settings', view: SettingsScreen },
]
