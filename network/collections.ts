import { join } from 'node:path'
import type { Consortium } from '../chaincode/wire/consortium.ts'

/** Where the text stands that defines the private collections of the network's chaincode: what its organisations approved. */
export const collectionsFile = (dataFolder: string): string => join(dataFolder, 'collections.json')

/**
 * The private collections of a consortium (decision 0011): one for each bank and institution, kept, read, written and endorsed by the two
 * alone. What both endorsed both have, so that nothing need be handed to another peer first; and nothing goes by itself, since what a
 * collection lets expire stands in no block.
 */
export const renderCollections = ({ pairs }: Pick<Consortium, 'pairs'>): string => {
  const definitions = pairs.map(({ bank, institution, collection }) => ({
    name: collection,
    policy: `OR('${bank}.member', '${institution}.member')`,
    ...{ requiredPeerCount: 0, maxPeerCount: 1, blockToLive: 0, memberOnlyRead: true, memberOnlyWrite: true },
    endorsementPolicy: { signaturePolicy: `AND('${bank}.peer', '${institution}.peer')` },
  }))
  return `${JSON.stringify(definitions, null, 2)}\n`
}
