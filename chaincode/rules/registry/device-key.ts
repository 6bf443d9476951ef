import type { NewDevice } from '../../domains/registry/kinds.ts'
import { type Account, deviceOwners } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { cardText, isSignedBy, thumbprint } from '../../wire/signature.ts'
import { type View, type Write, write } from '../rule.ts'

/** The row under which it stands whose a new device's key is; absent while the key is free. */
export const ownerKeyOf = ({ publicKey }: NewDevice): string => deviceOwners.key(thumbprint(publicKey))

/**
 * Gives a new device's key to an account, for ever. Refuses `device_not_proven` for a card that its key did not sign, and
 * `device_key_taken` for a key that any account was given before, whether or not the device was revoked.
 */
export const claimKey = (view: View, { participant, home }: Account, { publicKey, proof }: NewDevice): Write => {
  const device = thumbprint(publicKey)
  if (view.find(deviceOwners, device) !== undefined) throw new Refusal('device_key_taken', { device })
  const isProven = proof !== undefined && isSignedBy(publicKey, cardText({ participant, device }), proof)
  if (!isProven) throw new Refusal('device_not_proven', { device })
  return write(deviceOwners, { device, participant, home })
}
