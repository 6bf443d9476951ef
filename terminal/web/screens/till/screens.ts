import { tillWords } from '../../dictionary/till.ts'
import type { Screen } from '../screen.ts'
import { TillScreen } from './till-screen.tsx'

export const tillScreens: readonly Screen[] = [
  { route: '/till', title: tillWords.title, access: 'authorised', roles: ['merchant'], icon: 'till', view: TillScreen },
]
