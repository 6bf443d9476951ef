import type { agreementKinds } from '../../domains/agreements/kinds.ts'
import type { Rule } from '../rule.ts'
import { acceptOffer, cancelOffer, declineOffer, expireOffer, offerTransfer, returnOffer } from './offer.ts'
import {
  acceptPledge,
  cancelPledge,
  declinePledge,
  enforcePledge,
  expirePledge,
  proposePledge,
  releasePledge,
} from './pledge.ts'

/** The rule of each kind about offers and pledges. */
export const agreementRules: { readonly [K in keyof typeof agreementKinds]: Rule<K> } = {
  'transfer.offer': offerTransfer,
  'transfer.accept': acceptOffer,
  'transfer.decline': declineOffer,
  'transfer.cancel': cancelOffer,
  'transfer.expire': expireOffer,
  'transfer.return': returnOffer,
  'pledge.propose': proposePledge,
  'pledge.accept': acceptPledge,
  'pledge.decline': declinePledge,
  'pledge.cancel': cancelPledge,
  'pledge.expire': expirePledge,
  'pledge.release': releasePledge,
  'pledge.enforce': enforcePledge,
}
