import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const deviceScreens: readonly Screen[] = [
  {
    route: '/devices',
    title: shellWords.devices,
    access: 'authorised',
    icon: 'devices',
    load: async () => (await import('./devices-screen.tsx')).DevicesScreen,
  },
]
