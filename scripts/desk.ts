import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { writeDurably } from '../network/durable.ts'
import type { Topology } from '../network/topology.ts'
import { makeCard } from '../terminal/sdk/device-signer.ts'
import { createDeviceKey, loadDeviceKey } from '../terminal/sdk/node/key-file.ts'

/** The issuer for whom the first institution's gateway fills orders in the demonstration and in the scenarios. */
export const deskParticipant = 'treasury'

/**
 * Gives the first institution's gateway a device of its own for filling orders: a key beside its data and the file that names
 * it. Made once; the registrar must put the card that this answers on the ledger. Must be there before the gateway starts. Refuses a
 * consortium without an institution, which has nobody to issue metal.
 */
export const ensureDesk = async (topology: Topology): Promise<RegistrarEnrolment> => {
  const institution = topology.organisations.find(({ mspId }) => topology.consortium.plays(mspId, 'institution'))
  if (institution === undefined) throw new Error('no member of the consortium is an institution')
  const folder = join(topology.dataFolder, 'gateways', institution.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, 'desk.key')
  const signer = existsSync(keyFile) ? await loadDeviceKey(keyFile) : await createDeviceKey(keyFile)
  writeDurably(join(folder, 'desk.json'), JSON.stringify({ participant: deskParticipant, keyFile }))
  return await makeCard(deskParticipant, 'matching desk', signer)
}
