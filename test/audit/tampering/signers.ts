import { stampText } from '../../../chaincode/stamp.ts'
import type { Json } from '../../../chaincode/wire/canonical.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { Cast } from '../../market/cast.ts'
import { type Device, signatureOver } from '../../support/devices.ts'
import { consortium } from '../../support/members.ts'
import type { Made, Sent } from './calls.ts'

const cast = await Cast.open(consortium)

/** The devices of the market, of which the keys are known. */
export const devices: readonly Device[] = [...cast.devices.values()].flat()

/** The device of this id, where its key is known. */
export const deviceOf = (id: Json | undefined): Device | undefined => devices.find((one) => one.id === id)

/** An instruction signed by a device; with an empty signature where its key is not known. */
export const signedBy = (device: Device | undefined, instruction: Made): Sent => ({
  instruction,
  signature: device === undefined ? '' : signatureOver(signingText(instruction), device.privateKey),
})

/** A stamp over the same instruction, changed and signed by this device. */
export const stampBy = (device: Device, { instruction, stamp }: Sent, change: Made): Made => {
  const { signature: _old, ...facts } = stamp as Made
  const unsigned = { ...facts, ...change }
  return {
    ...unsigned,
    signature: signatureOver(stampText(digest(signingText(instruction)), unsigned as never), device.privateKey),
  }
}
