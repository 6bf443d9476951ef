import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['auditor'], title: shellWords.auditorShelf } as const

export const auditorScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/auditor',
    icon: 'seal',
    load: async () => (await import('./views.ts')).auditorViews.ReportScreen,
  },
  {
    ...shared,
    route: '/auditor/blocks',
    load: async () => (await import('./views.ts')).auditorViews.BlocksScreen,
  },
  {
    ...shared,
    route: '/auditor/blocks/:number',
    load: async () => (await import('./views.ts')).auditorViews.BlockScreen,
  },
  {
    ...shared,
    route: '/auditor/transactions',
    load: async () => (await import('./views.ts')).auditorViews.TransactionsScreen,
  },
  {
    ...shared,
    route: '/auditor/transactions/:transaction',
    load: async () => (await import('./views.ts')).auditorViews.TransactionScreen,
  },
  {
    ...shared,
    route: '/auditor/instructions',
    load: async () => (await import('./views.ts')).auditorViews.InstructionsScreen,
  },
  {
    ...shared,
    route: '/auditor/instructions/:instruction',
    load: async () => (await import('./views.ts')).auditorViews.InstructionScreen,
  },
  {
    ...shared,
    route: '/auditor/records/:key',
    load: async () => (await import('./views.ts')).auditorViews.RecordScreen,
  },
]
