import { bankWords } from '../../dictionary/bank-desk.ts'
import type { Screen } from '../screen.ts'
import { BankScreen } from './bank-screen.tsx'

export const bankScreens: readonly Screen[] = [
  {
    ...{ route: '/desk', title: bankWords.title, access: 'authorised', roles: ['teller', 'registrar'] },
    ...{ icon: 'desk', view: BankScreen },
  },
]
