import { type Merchant, merchants } from '../../domains/payments/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive, requireSameHome } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'

/** The registration of a merchant that may claim now; refuses `merchant_not_registered`. */
export const requireOpenMerchant = (view: View, id: string): Merchant => {
  const merchant = view.find(merchants, id)
  if (merchant?.status !== 'open') throw new Refusal('merchant_not_registered', { merchant: id })
  return merchant
}

/** Refuses `not_a_party` to a bank other than the one that registered the merchant, while that registration is open. */
const requireOwnMerchant = ({ merchant, bank, status }: Merchant, sender: string): void => {
  if (status === 'open' && bank !== sender) throw new Refusal('not_a_party', { merchant })
}

/**
 * Lets a customer of the bank claim payment codes, or says anew on which terms; the fees go to the bank that sends this
 * (S4-023). Refuses `unknown_participant`, `receiver_not_active`, `not_registrar_of_home`, and `not_a_party` while another
 * bank's registration is open.
 */
export const registerMerchant: Rule<'merchant.register'> = {
  reads: ({ body }) => [participants.key(body.merchant), merchants.key(body.merchant)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    requireSameHome(sender, requireActive(view, body.merchant))
    const { maximum, ...terms } = body
    const bank = sender.participant
    const before = view.find(merchants, body.merchant)
    if (before !== undefined) requireOwnMerchant(before, bank)
    const merchant: Merchant = { ...terms, home: sender.home, bank, maximum: BigInt(maximum), status: 'open' }
    return { effects: { merchant: body.merchant, bank, status: 'open' }, writes: [write(merchants, merchant)] }
  },
}

/** Ends a merchant's leave to claim; what was claimed goes on, and can be refunded. */
export const closeMerchant: Rule<'merchant.close'> = {
  reads: ({ body }) => [merchants.key(body.merchant)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const merchant = requireOpenMerchant(view, body.merchant)
    requireOwnMerchant(merchant, sender.participant)
    return {
      effects: { merchant: body.merchant, status: 'closed' },
      writes: [write(merchants, { ...merchant, status: 'closed' })],
    }
  },
}
