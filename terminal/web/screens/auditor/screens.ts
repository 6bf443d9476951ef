import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['auditor'], title: shellWords.auditorShelf } as const

export const auditorScreens: readonly Screen[] = [
  {
    ...shared,
    route: '/auditor',
    icon: 'seal',
    load: async () => (await import('./report-screen.tsx')).ReportScreen,
  },
  {
    ...shared,
    route: '/auditor/blocks',
    load: async () => (await import('./blocks-screen.tsx')).BlocksScreen,
  },
  {
    ...shared,
    route: '/auditor/blocks/:number',
    load: async () => (await import('./block-screen.tsx')).BlockScreen,
  },
  {
    ...shared,
    route: '/auditor/transactions',
    load: async () => (await import('./transactions-screen.tsx')).TransactionsScreen,
  },
  {
    ...shared,
    route: '/auditor/transactions/:transaction',
    load: async () => (await import('./transaction-screen.tsx')).TransactionScreen,
  },
  {
    ...shared,
    route: '/auditor/instructions',
    load: async () => (await import('./instructions-screen.tsx')).InstructionsScreen,
  },
  {
    ...shared,
    route: '/auditor/instructions/:instruction',
    load: async () => (await import('./instruction-screen.tsx')).InstructionScreen,
  },
  {
    ...shared,
    route: '/auditor/records/:key',
    load: async () => (await import('./record-screen.tsx')).RecordScreen,
  },
]
