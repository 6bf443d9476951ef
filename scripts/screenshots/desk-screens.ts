import type { Screen } from './screen.ts'

/** The desks of an issuer and of the bank. */
export const deskScreens: readonly Screen[] = [
  { name: 'issuer', who: 'treasury', path: '/issuer' },
  { name: 'issuer-series', who: 'treasury', path: '/issuer/AU-9999' },
  { name: 'issuer-new', who: 'treasury', path: '/issuer/new' },
  { name: 'bank-desk', who: 'city-bank', path: '/bank' },
]
