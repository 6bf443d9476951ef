import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const bankScreens: readonly Screen[] = [
  {
    ...{ route: '/desk', title: shellWords.bankDesk, access: 'authorised', roles: ['teller', 'registrar'] },
    icon: 'desk',
    load: async () => (await import('./bank-screen.tsx')).BankScreen,
  },
]
