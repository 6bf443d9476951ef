import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'
import { HomeScreen } from './home-screen.tsx'

export const homeScreens: readonly Screen[] = [
  { route: '/', title: shellWords.home, access: 'authorised', icon: 'home', view: HomeScreen },
]
