import { type Merchant, merchantRegistrations, merchants } from '../../domains/payments/tables.ts'
import { type Account, accounts, type Participant, participants } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive, requireSameHome } from '../require.ts'
import { type Rule, type View, type Write, write } from '../rule.ts'

/** The keys of a merchant's registration: by its own home's bank, and by the bank of the home that is named. */
export const registrationKeys = (merchant: string, home: string | undefined): string[] => [
  merchants.key(merchant),
  ...(home === undefined ? [] : [merchantRegistrations.key(merchant, home)]),
]

/** The registration of a merchant at the home of a bank, its own or another; without a home, at its own. */
export const registrationAt = (view: View, merchant: string, home: string | undefined): Merchant | undefined => {
  const own = view.find(merchants, merchant)
  if (home === undefined) return own
  return view.find(merchantRegistrations, merchant, home) ?? (own?.home === home ? own : undefined)
}

/** The registration of a merchant that may claim now; refuses `merchant_not_registered`. */
export const requireOpenMerchant = (view: View, id: string, home?: string): Merchant => {
  const merchant = registrationAt(view, id, home)
  if (merchant?.status !== 'open') throw new Refusal('merchant_not_registered', { merchant: id })
  return merchant
}

/** Refuses `not_a_party` to a bank other than the one that registered the merchant, while that registration is open. */
const requireOwnMerchant = ({ merchant, bank, status }: Merchant, sender: string): void => {
  if (status === 'open' && bank !== sender) throw new Refusal('not_a_party', { merchant })
}

type Named = { from: string; body: { merchant: string; anyHome?: true | undefined } }

/** The row of a merchant of another home, which stands under the bank's own: only the bank's account tells which that is. */
const keyAtBank = ({ from, body }: Named, view: View): string[] =>
  body.anyHome === undefined
    ? []
    : [merchantRegistrations.key(body.merchant, (view.find(accounts, from) as Account).home)]

/** The home under which this registration is looked for, where it may be another than the merchant's. */
const homeNamed = ({ anyHome }: Named['body'], { home }: Account): string | undefined =>
  anyHome === undefined ? undefined : home

const written = (merchant: Merchant, isOfHome: boolean): Write =>
  isOfHome ? write(merchants, merchant) : write(merchantRegistrations, merchant)

/** Whether the merchant is of the bank's own home; refuses `not_registrar_of_home` to a bank that did not say that it need not be. */
const isOwnCustomer = (sender: Account, participant: Participant, body: Named['body']): boolean => {
  if (body.anyHome === undefined) requireSameHome(sender, participant)
  return participant.home === sender.home
}

/**
 * Lets a participant claim payment codes of this bank's customers, or says anew on which terms; the fees go to the bank that sends this
 * (S4-023). With `anyHome` the merchant may be of any home: a registration stands at each (decision 0043). Refuses `unknown_participant`,
 * `receiver_not_active`, `not_registrar_of_home`, and `not_a_party` while another bank's registration at this home is open.
 */
export const registerMerchant: Rule<'merchant.register'> = {
  reads: ({ body }) => [participants.key(body.merchant), merchants.key(body.merchant)],
  readsThen: keyAtBank,
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const isOfHome = isOwnCustomer(sender, requireActive(view, body.merchant), body)
    const { maximum, anyHome: _said, ...terms } = body
    const bank = sender.participant
    const before = registrationAt(view, body.merchant, homeNamed(body, sender))
    if (before !== undefined) requireOwnMerchant(before, bank)
    const merchant: Merchant = { ...terms, home: sender.home, bank, maximum: BigInt(maximum), status: 'open' }
    return { effects: { merchant: body.merchant, bank, status: 'open' }, writes: [written(merchant, isOfHome)] }
  },
}

/** Ends a merchant's leave to claim at this bank; what was claimed goes on, and can be refunded. */
export const closeMerchant: Rule<'merchant.close'> = {
  reads: ({ body }) => [merchants.key(body.merchant)],
  readsThen: keyAtBank,
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const merchant = requireOpenMerchant(view, body.merchant, homeNamed(body, sender))
    requireOwnMerchant(merchant, sender.participant)
    const isOfHome = view.find(merchants, body.merchant)?.home === merchant.home
    return {
      effects: { merchant: body.merchant, status: 'closed' },
      writes: [written({ ...merchant, status: 'closed' }, isOfHome)],
    }
  },
}
