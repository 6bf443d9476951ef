import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

const shared = {
  title: shellWords.bankDesk,
  access: 'authorised',
  roles: ['teller', 'registrar'],
  load: async () => (await import('./bank-screen.tsx')).BankScreen,
} as const

/** The bank's desk, without a customer and with the one whom the address names. */
export const bankScreens: readonly Screen[] = [
  { ...shared, route: '/bank', icon: 'desk' },
  { ...shared, route: '/bank/:account' },
]
