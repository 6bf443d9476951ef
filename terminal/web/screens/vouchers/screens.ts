import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const voucherScreens: readonly Screen[] = [
  {
    route: '/vouchers',
    title: shellWords.vouchers,
    access: 'open',
    icon: 'vouchers',
    load: async () => (await import('./vouchers-screen.tsx')).VouchersScreen,
  },
  {
    route: '/vouchers/:code',
    title: shellWords.vouchers,
    access: 'open',
    load: async () => (await import('./voucher-screen.tsx')).VoucherScreen,
  },
  {
    route: '/vouchers/:code/:function',
    title: shellWords.vouchers,
    access: 'open',
    load: async () => (await import('./voucher-screen.tsx')).VoucherScreen,
  },
]
