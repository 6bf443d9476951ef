import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'
import { DevicesScreen } from './devices-screen.tsx'

export const deviceScreens: readonly Screen[] = [
  { route: '/devices', title: shellWords.devices, access: 'authorised', icon: 'devices', view: DevicesScreen },
]
