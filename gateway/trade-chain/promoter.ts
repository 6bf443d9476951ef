import { promotions } from '../../chaincode/domains/promotions/tables.ts'
import type { Chain } from '../../chaincode/domains/trade-chain/tables.ts'
import type { First } from '../../chaincode/domains/trade-chain/terms.ts'
import type { ConfidentialBody } from '../../chaincode/vocabulary.ts'
import { readPromotionCode } from '../../chaincode/wire/promotion-code.ts'
import type { Projection } from '../projection/projection.ts'
import { readIdentity } from './identity-forms.ts'
import type { IdentityReferences } from './identity-references.ts'

/**
 * Whether the client of a chain is who promoted its trade, as far as its bank knows both (S2-061): the same participant, or one that is on
 * record by the very identity that the client just showed, compared as the client's own is. Undefined without a mark that names a promotion,
 * which stops nothing (S2-055, S2-056).
 */
export const traderOf = (
  { client }: Pick<Chain, 'client'>,
  { mark, identity }: First,
  { view, references }: Pick<Projection, 'view'> & { references: Pick<IdentityReferences, 'compare'> },
): Pick<ConfidentialBody<'chain.send'>, 'trader'> => {
  const code = readPromotionCode(mark ?? '')
  const promoter = code === undefined ? undefined : view.find(promotions, code.promotion)?.promoter
  if (promoter === undefined) return {}
  const shown = readIdentity(identity.value)
  const isKnownSame = shown !== undefined && references.compare(promoter, shown) === 'same'
  return { trader: promoter === client || isKnownSame ? 'same' : 'other' }
}
