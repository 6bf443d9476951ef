import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Device } from '../../test/support/devices.ts'

const validMilliseconds = 3_600_000

/** Signs the device's next instruction, valid for an hour from now; answers the envelope's text, ready to be sent. */
export const signed = <K extends Kind>(ledger: string, device: Device, kind: K, body: Body<K>): string => {
  const validUntil = String(Date.now() + validMilliseconds)
  return device.sign(device.instruction(kind, body, { ledger, validUntil }))
}
