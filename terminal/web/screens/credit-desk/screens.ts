import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = {
  title: shellWords.creditDesk,
  access: 'authorised',
  roles: ['credit'],
  load: async () => (await import('./views.ts')).creditViews.CreditScreen,
} as const

/** The desk of a bank's officer for credit, without a client and with the one whom the address names; and how trades are sent on. */
export const creditScreens: readonly Screen[] = [
  { ...shared, route: '/credit', icon: 'seal' },
  { ...shared, route: '/credit/:client' },
  {
    ...shared,
    title: shellWords.dispatch,
    roles: ['credit', 'dispatcher', 'auditor'],
    route: '/dispatch',
    icon: 'clock',
    load: async () => (await import('./views.ts')).creditViews.DispatchScreen,
  },
]
