import { participants } from '../../chaincode/domains/registry/tables.ts'
import { registrationAt } from '../../chaincode/rules/payments/merchant.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'

/** How a participant takes what this sender would give: without being asked, only as an offer, or not at all. */
type Taking = 'at-once' | 'as-offer' | 'never'

/**
 * What somebody may know of a participant before giving to it: where it is at home, whether it can be given to, how it takes from
 * this sender, and the name under which the sender's bank, or else its own, registered it as a merchant. Nothing of what it holds. Refuses `not_found`.
 */
export const payeeDocument = ({ view }: Pick<Projection, 'view'>, id: string, sender: string) => {
  const payee = view.find(participants, id)
  if (payee === undefined) throw new Problem('not_found')
  const { participant, type, home, status, accepts, known } = payee
  const isKnown = accepts === 'all' || (accepts === 'known' && known.includes(sender))
  const taking: Taking = accepts === 'none' ? 'never' : isKnown ? 'at-once' : 'as-offer'
  const merchant =
    registrationAt(view, id, view.find(participants, sender)?.home) ?? registrationAt(view, id, undefined)
  return {
    ...{ participant, type, home, status, taking },
    ...(merchant?.status === 'open' ? { merchant: { name: merchant.name, bank: merchant.bank } } : {}),
  }
}
