import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = { access: 'authorised', roles: ['auditor'], title: shellWords.auditorShelf } as const

type ViewName = keyof typeof import('./views.ts')['auditorViews']

/** A part of the shelf; each of their routes costs everybody a little before the first screen. */
const part = (address: string, view: ViewName): Screen => ({
  ...shared,
  route: `/auditor${address}`,
  load: async () => (await import('./views.ts')).auditorViews[view],
})

export const auditorScreens: readonly Screen[] = [
  { ...part('', 'ReportScreen'), icon: 'seal' },
  part('/disputes', 'DisputesScreen'),
  part('/disputes/:id', 'DisputeScreen'),
  part('/blocks', 'BlocksScreen'),
  part('/blocks/:number', 'BlockScreen'),
  part('/transactions', 'TransactionsScreen'),
  part('/transactions/:transaction', 'TransactionScreen'),
  part('/instructions', 'InstructionsScreen'),
  part('/instructions/:instruction', 'InstructionScreen'),
  part('/records/:key', 'RecordScreen'),
]
