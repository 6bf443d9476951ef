import { readFileSync } from 'node:fs'
import type { PublicKey } from '../chaincode/wire/device.ts'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { thumbprint } from '../chaincode/wire/signature.ts'
import { enrolRegistrar } from '../gateway/enrol-registrar.ts'
import { waitFor } from '../network/patience.ts'
import { workOf } from '../network/process.ts'

/** Whether a gateway knows this key as a device of the participant, as it tells everybody. */
export const isDeviceKnown = async (
  gateway: string,
  { participant, publicKey }: { participant: string; publicKey: PublicKey },
): Promise<boolean> => {
  const { ok } = await fetch(`${gateway}/v1/participants/${participant}/devices/${thumbprint(publicKey)}`)
  return ok
}

/** Puts a registrar on the ledger by its organisation's administrator, and waits until a gateway has heard of it, by the block. */
export const enrolKnown = async (
  enrolment: RegistrarEnrolment,
  { gateway, administratorFile, dataFolder }: { gateway: string; administratorFile: string; dataFolder: string },
): Promise<void> => {
  await enrolRegistrar(JSON.parse(readFileSync(administratorFile, 'utf8')), enrolment)
  const look = async () => ((await isDeviceKnown(gateway, enrolment)) ? true : undefined)
  await waitFor(look, { what: `${enrolment.participant} being known at ${gateway}`, work: () => workOf(dataFolder) })
}
