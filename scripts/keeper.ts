import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { writeDurably } from '../network/durable.ts'
import type { Topology } from '../network/topology.ts'
import { makeCard } from '../terminal/sdk/device-signer.ts'
import { createDeviceKey, loadDeviceKey } from '../terminal/sdk/node/key-file.ts'
import { platformOf } from './matcher.ts'

/** Who keeps first keys of packages in the demonstration and in the scenarios, at the member that is the platform. */
export const keeperParticipant = 'release-service'

/**
 * Gives the platform's gateway the device of the keeper: a key beside its data and the file that names it. Made once; a registrar must put
 * the card that this answers on the ledger, with the role `keeper`. Must be there before the gateway starts. Refuses as `ensureMatcher` does.
 */
export const ensureKeeper = async (topology: Topology): Promise<RegistrarEnrolment> => {
  const platform = platformOf(topology)
  if (platform === undefined) throw new Error('no member of the consortium is a platform or a supplier')
  const folder = join(topology.dataFolder, 'gateways', platform.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, 'keeper.key')
  const signer = existsSync(keyFile) ? await loadDeviceKey(keyFile) : await createDeviceKey(keyFile)
  writeDurably(join(folder, 'keeper.json'), JSON.stringify({ participant: keeperParticipant, keyFile }))
  return await makeCard(keeperParticipant, 'keeper of keys', signer)
}
