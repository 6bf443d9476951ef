import type { Consortium } from '../../chaincode/wire/consortium.ts'
import { newPathKey } from '../../chaincode/wire/delivery.ts'
import type { Inventory } from '../files/inventory.ts'
import { openOwnKey } from '../files/keys.ts'
import { Opened } from '../files/opened.ts'
import { AuthenticationStore } from './authentication-store.ts'
import { Deliveries } from './deliveries.ts'
import { IdentityReferences } from './identity-references.ts'
import { firstTexts, proposedTexts, SealedTexts } from './sealed-texts.ts'

/** What a bank's gateway keeps of trade chains in files of its own. */
export interface BankStores {
  texts: SealedTexts
  /** What officers propose in confidence. */
  proposed: SealedTexts
  references: IdentityReferences
  /** What promoters authenticate promotions by. */
  authentications: AuthenticationStore
  deliveries: Deliveries
  /** By which this gateway is known to institutions' servers, in PEM. */
  pathKey: string
  close(): void
}

const pathKeyFile = 'path.key'

/** Opens what a bank keeps of trade chains; undefined for a member that is no bank. Refuses by FileFault what cannot be used as it is. */
export const openBank = (
  { mspId, inventory }: { mspId: string; inventory: Inventory | ':memory:' },
  consortium: Pick<Consortium, 'plays'>,
): BankStores | undefined => {
  if (!consortium.plays(mspId, 'bank')) return undefined
  const opened = new Opened()
  try {
    const texts = opened.keep(new SealedTexts(inventory, firstTexts))
    const proposed = opened.keep(new SealedTexts(inventory, proposedTexts))
    const references = opened.keep(new IdentityReferences(inventory))
    const authentications = opened.keep(new AuthenticationStore(inventory))
    const pathKey = inventory === ':memory:' ? newPathKey() : openOwnKey(inventory, pathKeyFile, newPathKey)
    const deliveries = opened.keep(new Deliveries(inventory))
    return { texts, proposed, references, authentications, deliveries, pathKey, close: opened.close }
  } catch (error) {
    opened.close()
    throw error
  }
}
