import { accountScreens } from './account-screens.ts'
import { auditorScreens } from './auditor-screens.ts'
import { deskScreens } from './desk-screens.ts'
import { loginScreens } from './login-screens.ts'
import { paymentScreens } from './payment-screens.ts'
import type { Screen } from './screen.ts'

/** Every screen of the web terminal, in the order in which somebody would meet them. */
export const screens: readonly Screen[] = [
  ...loginScreens,
  ...accountScreens,
  ...paymentScreens,
  ...deskScreens,
  ...auditorScreens,
]
