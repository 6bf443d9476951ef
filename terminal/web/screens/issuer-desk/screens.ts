import { issuerWords } from '../../dictionary/issuer-desk.ts'
import type { Screen } from '../screen.ts'
import { IssueScreen } from './issue-screen.tsx'
import { IssuerScreen } from './issuer-screen.tsx'
import { SeriesScreen } from './series-screen.tsx'

const access = { access: 'authorised', roles: ['issuer', 'price'] } as const

export const issuerScreens: readonly Screen[] = [
  { ...access, route: '/issuer', title: issuerWords.title, icon: 'vouchers', view: IssuerScreen },
  { ...access, route: '/issuer/new', title: issuerWords.issueNew, roles: ['issuer'], view: IssueScreen },
  { ...access, route: '/issuer/:code', title: issuerWords.title, view: SeriesScreen },
]
