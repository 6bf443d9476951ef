import { z } from 'zod'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { publicKey } from '../../../chaincode/wire/device.ts'
import { deviceId } from '../../../chaincode/wire/identifiers.ts'
import type { Recipient, SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { recipientsMaximum, type SealContext } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { understand } from '../answers.ts'
import type { Connection } from '../connection.ts'
import { readOpenly } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { DeliveryAddress } from './delivery-address.ts'
import { seal } from './sealed-document.ts'

const sealKeysAnswer = z.object({ items: z.array(z.object({ device: deviceId, publicKey })) })

/** The keys of a participant's active devices to which something can be sealed. */
export const readSealKeys = async (connection: Connection, participant: string): Promise<Recipient[]> => {
  const path = `/v1/participants/${encodeURIComponent(participant)}/seal-keys`
  return understand(sealKeysAnswer, await readOpenly(connection, path)).items
}

/** The keys of every auditor's active devices; none while no auditor has set one. */
export const readAuditorsSealKeys = async (connection: Connection): Promise<Recipient[]> =>
  understand(sealKeysAnswer, await readOpenly(connection, '/v1/auditors/seal-keys')).items

/** The sending device's own key, which need not stand on the ledger for it to open again what it sealed. */
export type OwnKey = Pick<SealKey, 'device' | 'publicKey'>

/**
 * Whom something is sealed to, each device once: one's own first, then the others, list by list, as many as a document holds. Each list
 * gets its share, so that no side with many devices leaves another out.
 */
export const recipientsOf = (own: OwnKey | undefined, lists: readonly (readonly Recipient[])[]): Recipient[] => {
  const share = Math.floor((recipientsMaximum - 1) / Math.max(1, lists.length))
  const all = [...(own === undefined ? [] : [own]), ...lists.flatMap((list) => list.slice(0, share))]
  return all
    .filter(({ device }, place) => all.findIndex((one) => one.device === device) === place)
    .map(({ device, publicKey: key }) => ({ device, publicKey: key }))
}

/** What registers this device's key. An auditor's goes through the member at whose gateway it is, since its own organisation has none. */
export const sealKeyBody = async (
  terminal: Pick<Terminal, 'devices' | 'identity'>,
  { publicKey: key }: Pick<SealKey, 'publicKey'>,
): Promise<Body<'device.set-seal-key'>> => {
  const own = (await terminal.devices()).find(({ isThisDevice }) => isThisDevice)
  if (own?.roles.includes('auditor') !== true) return { publicKey: key }
  return { publicKey: key, through: (await terminal.identity()).mspId }
}

/** Whoever lays bytes down at a gateway with a session. */
interface Sender {
  connection: Connection
  putBytes(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

/** Where a sealed document lies. */
export const sealedPath = (digest: string): string => `/v1/sealed-documents/${digest}`

/**
 * Seals an address to the provider's active devices and the buyer's own, `own` among them, lays it down at the sender's gateway, and gives
 * its digest, which is all that goes into the order (S1-051). Refuses `no_seal_key` where no device of the provider can open anything.
 */
export const sealAddress = async (
  sender: Sender,
  address: DeliveryAddress,
  { own, ...context }: SealContext & { own?: OwnKey | undefined },
): Promise<string> => {
  const [provider, buyer] = await Promise.all(
    [context.provider, context.buyer].map((side) => readSealKeys(sender.connection, side)),
  )
  // The buyer alone could open it otherwise, and it would be shipped nowhere.
  const recipients = provider?.length === 0 ? [] : recipientsOf(own, [provider ?? [], buyer ?? []])
  const { bytes, digest } = await seal(address, { recipients, context })
  await sender.putBytes(sealedPath(digest), bytes)
  return digest
}
