import { matchRoute } from '../state/route.ts'
import type { Session } from '../state/session.ts'
import { activityScreens } from './activity/screens.ts'
import { auditorScreens } from './auditor/screens.ts'
import { bankScreens } from './bank-desk/screens.ts'
import { creditScreens } from './credit-desk/screens.ts'
import { demandScreens } from './demands/screens.ts'
import { deviceScreens } from './devices/screens.ts'
import { goodsScreens } from './goods/screens.ts'
import { homeScreens } from './home/screens.ts'
import { institutionScreens } from './institution-desk/screens.ts'
import { issuerScreens } from './issuer-desk/screens.ts'
import { loginScreens } from './login/screens.ts'
import { noticeScreens } from './notices/screens.ts'
import { orderScreens } from './orders/screens.ts'
import { packageScreens } from './packages/screens.ts'
import { payScreens } from './pay/screens.ts'
import { providerScreens } from './provider-desk/screens.ts'
import { recommendationScreens } from './recommendations/screens.ts'
import { requestScreens } from './requests/screens.ts'
import type { Parameters, Screen } from './screen.ts'
import { settingsScreens } from './settings/screens.ts'
import { tillScreens } from './till/screens.ts'
import { tradeScreens } from './trades/screens.ts'
import { voucherScreens } from './vouchers/screens.ts'

/**
 * Every screen of the terminal, in the order of the navigation: a phone's bar shows the first of those that the session may open, so
 * the work of a role comes before what everybody has. A new one is a line here (see README.md).
 */
export const screens: readonly Screen[] = [
  ...homeScreens,
  ...auditorScreens,
  ...bankScreens,
  ...creditScreens,
  ...issuerScreens,
  ...institutionScreens,
  ...tillScreens,
  ...providerScreens,
  ...payScreens,
  ...voucherScreens,
  ...goodsScreens,
  ...orderScreens,
  ...tradeScreens,
  ...demandScreens,
  ...recommendationScreens,
  ...requestScreens,
  ...packageScreens,
  ...noticeScreens,
  ...activityScreens,
  ...deviceScreens,
  ...settingsScreens,
  ...loginScreens,
]

/** True when the session may open the screen. */
export const mayOpen = ({ access, roles }: Screen, session: Session | undefined): boolean => {
  if (access === 'open') return true
  if (session?.mode !== 'authorised') return false
  return roles === undefined || roles.some((role) => session.roles.includes(role))
}

/** The screen at an address and its parameters; undefined where there is none. */
export const screenAt = (path: string): { screen: Screen; parameters: Parameters } | undefined => {
  for (const screen of screens) {
    const parameters = matchRoute(screen.route, path)
    if (parameters !== undefined) return { screen, parameters }
  }
  return undefined
}
