import type { PublicKey } from '../chaincode/wire/device.ts'
import { thumbprint } from '../chaincode/wire/signature.ts'

/** Whether a gateway knows this key as a device of the participant, as it tells everybody. */
export const isDeviceKnown = async (
  gateway: string,
  { participant, publicKey }: { participant: string; publicKey: PublicKey },
): Promise<boolean> => {
  const { ok } = await fetch(`${gateway}/v1/participants/${participant}/devices/${thumbprint(publicKey)}`)
  return ok
}
