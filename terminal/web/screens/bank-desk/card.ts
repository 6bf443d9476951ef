import { z } from 'zod'
import { publicKey, signatureBytes } from '../../../../chaincode/wire/device.ts'
import { displayName, participantId } from '../../../../chaincode/wire/identifiers.ts'
import { thumbprint } from '../../../../chaincode/wire/signature.ts'

const card = z.looseObject({ participant: participantId, name: displayName, publicKey, proof: signatureBytes })

/** What a registrar must know of a device: its name and its public key, and that whoever gives the card has the key. */
export type DeviceCard = Pick<z.infer<typeof card>, 'name' | 'publicKey' | 'proof'>

/** A device's card as it was scanned or pasted, with the account it was made for; undefined when it is none. */
export const readCard = (text: string): { participant: string; device: DeviceCard } | undefined => {
  try {
    const { participant, name, publicKey: key, proof } = card.parse(JSON.parse(text))
    return { participant, device: { name, publicKey: key, proof } }
  } catch {
    return undefined
  }
}

/** The last characters of a card's key, which its own screen shows too. */
export const keyEndOf = ({ publicKey: key }: DeviceCard): string => thumbprint(key).slice(-6)
