import { loginWords } from '../../dictionary/login.ts'
import type { Screen } from '../screen.ts'
import { LoginScreen } from './login-screen.tsx'

export const loginScreens: readonly Screen[] = [
  { route: '/sign-in', title: loginWords.title, access: 'open', view: LoginScreen },
]
