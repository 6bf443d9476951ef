import { z } from 'zod'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { publicKey } from '../../../../chaincode/wire/instruction.ts'

const card = z.looseObject({ name: displayName, publicKey })

/** What a registrar must know of a device: its name and its public key. */
export type DeviceCard = Pick<z.infer<typeof card>, 'name' | 'publicKey'>

/** A device's card as somebody pasted it; undefined when it is none. */
export const readCard = (text: string): DeviceCard | undefined => {
  try {
    const { name, publicKey: key } = card.parse(JSON.parse(text))
    return { name, publicKey: key }
  } catch {
    return undefined
  }
}
