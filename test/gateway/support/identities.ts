import type { IdentityForm } from '../../../gateway/trade-chain/identity-forms.ts'

/** A value of each form of identity; nobody's. */
export const identitySamples: { readonly [F in IdentityForm]: string } = {
  'account-number': '4539578763621486',
  phone: '+8613800138000',
  'resident-id': '11010519491231002X',
  certificate: '5f'.repeat(32),
}
