import { navigate, path } from './route.ts'

let wanted: string | undefined

/** Goes to the login, and comes back here once somebody is in (S1-038). What was on this page stays in its memory meanwhile. */
export const signInAndComeBack = (): void => {
  wanted = path.value
  navigate('/sign-in')
}

/** Goes where somebody was before the login, or else to the start or wherever is said. */
export const goOnAfterLogin = (otherwise = '/'): void => {
  navigate(wanted ?? otherwise)
  wanted = undefined
}
