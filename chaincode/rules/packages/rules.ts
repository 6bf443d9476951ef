import type { packageKinds } from '../../domains/packages/kinds.ts'
import type { Rule } from '../rule.ts'
import { openPackage, releaseKey, requestKeys } from './keys.ts'
import { deliverPackage, rejectPackage, revokePackage } from './package.ts'

/** The rule of each kind about packages. */
export const packageRules: { readonly [K in keyof typeof packageKinds]: Rule<K> } = {
  'package.deliver': deliverPackage,
  'package.revoke': revokePackage,
  'package.request': requestKeys,
  'package.release': releaseKey,
  'package.open': openPackage,
  'package.reject': rejectPackage,
}
