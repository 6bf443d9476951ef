import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'
import { VoucherScreen } from './voucher-screen.tsx'
import { VouchersScreen } from './vouchers-screen.tsx'

export const voucherScreens: readonly Screen[] = [
  { route: '/vouchers', title: shellWords.vouchers, access: 'open', icon: 'vouchers', view: VouchersScreen },
  { route: '/vouchers/:code', title: shellWords.vouchers, access: 'open', view: VoucherScreen },
]
