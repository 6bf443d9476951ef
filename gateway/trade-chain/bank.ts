import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { Inventory } from '../files/inventory.ts'
import { FirstTexts } from './first-texts.ts'
import { IdentityReferences } from './identity-references.ts'

/** What a bank's gateway keeps of trade chains in files of its own. */
export interface BankStores {
  texts: FirstTexts
  references: IdentityReferences
  close(): void
}

/** Opens what a bank keeps of trade chains; undefined for a member that is no bank. Refuses by FileFault what cannot be used as it is. */
export const openBank = (
  { mspId, inventory }: { mspId: string; inventory: Inventory | ':memory:' },
  consortium: Pick<Consortium, 'plays'>,
): BankStores | undefined => {
  if (!consortium.plays(mspId, 'bank')) return undefined
  const texts = new FirstTexts(inventory)
  try {
    const references = new IdentityReferences(inventory)
    const close = () => {
      texts.close()
      references.close()
    }
    return { texts, references, close }
  } catch (error) {
    texts.close()
    throw error
  }
}
