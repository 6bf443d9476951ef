import { z } from 'zod'
import { publicKey, signatureBytes } from '../../../../chaincode/wire/device.ts'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'

const card = z.looseObject({ name: displayName, publicKey, proof: signatureBytes })

/** What a registrar must know of a device: its name and its public key, and that whoever gives the card has the key. */
export type DeviceCard = Pick<z.infer<typeof card>, 'name' | 'publicKey' | 'proof'>

/** A device's card as somebody pasted it; undefined when it is none. */
export const readCard = (text: string): DeviceCard | undefined => {
  try {
    const { name, publicKey: key, proof } = card.parse(JSON.parse(text))
    return { name, publicKey: key, proof }
  } catch {
    return undefined
  }
}
