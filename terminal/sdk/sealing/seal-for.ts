import { z } from 'zod'
import { publicKey } from '../../../chaincode/wire/device.ts'
import { deviceId } from '../../../chaincode/wire/identifiers.ts'
import { understand } from '../answers.ts'
import type { Connection } from '../connection.ts'
import { readOpenly } from '../session.ts'
import type { DeliveryAddress } from './delivery-address.ts'
import type { Recipient } from './seal-key.ts'
import { type SealContext, seal } from './sealed-document.ts'

const sealKeysAnswer = z.object({ items: z.array(z.object({ device: deviceId, publicKey })) })

/** The keys of a participant's active devices to which something can be sealed. */
export const readSealKeys = async (connection: Connection, participant: string): Promise<Recipient[]> => {
  const path = `/v1/participants/${encodeURIComponent(participant)}/seal-keys`
  return understand(sealKeysAnswer, await readOpenly(connection, path)).items
}

/** Whoever lays bytes down at a gateway with a session. */
interface Sender {
  connection: Connection
  putBytes(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

/** Where a sealed document lies. */
export const sealedPath = (digest: string): string => `/v1/sealed-documents/${digest}`

/**
 * Seals an address to the provider's active devices, lays it down at the sender's gateway, and gives its digest, which is all that goes
 * into the order (S1-051). Refuses `no_seal_key` where no device of the provider can open anything.
 */
export const sealAddress = async (sender: Sender, address: DeliveryAddress, context: SealContext): Promise<string> => {
  const recipients = await readSealKeys(sender.connection, context.provider)
  const { bytes, digest } = await seal(address, { recipients, context })
  await sender.putBytes(sealedPath(digest), bytes)
  return digest
}
