import { payWords } from '../../dictionary/pay.ts'
import type { Screen } from '../screen.ts'
import { PayScreen } from './pay-screen.tsx'

export const payScreens: readonly Screen[] = [
  { route: '/pay', title: payWords.title, access: 'authorised', roles: ['customer'], icon: 'pay', view: PayScreen },
]
