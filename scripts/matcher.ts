import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { writeDurably } from '../network/durable.ts'
import type { Topology } from '../network/topology.ts'
import { makeCard } from '../terminal/sdk/device-signer.ts'
import { createDeviceKey, loadDeviceKey } from '../terminal/sdk/node/key-file.ts'

/** The matching service of the demonstration and of the scenarios, at the member that is the platform. */
export const matcherParticipant = 'matching-service'

/** What its registrar says of it: rates count from three others on, and any field of interest is taken. */
export const matcherBody = { matcher: matcherParticipant, counterparties: 3, status: 'open' } as const

/** Whose gateway matches: the platform's, and the first supplier's where no member is one; undefined where there is neither. */
export const platformOf = ({ organisations, consortium }: Topology) =>
  (['platform', 'supplier'] as const)
    .map((part) => organisations.find(({ mspId }) => consortium.plays(mspId, part)))
    .find((found) => found !== undefined)

/**
 * Gives the platform's gateway the device of the matching service: a key beside its data and the file that names it. Made once; a
 * registrar must put the card that this answers on the ledger, with the role `matcher`. Must be there before the gateway starts. Refuses a
 * consortium without a platform or a supplier.
 */
export const ensureMatcher = async (topology: Topology): Promise<RegistrarEnrolment> => {
  const platform = platformOf(topology)
  if (platform === undefined) throw new Error('no member of the consortium is a platform or a supplier')
  const folder = join(topology.dataFolder, 'gateways', platform.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, 'matcher.key')
  const signer = existsSync(keyFile) ? await loadDeviceKey(keyFile) : await createDeviceKey(keyFile)
  writeDurably(join(folder, 'matcher.json'), JSON.stringify({ participant: matcherParticipant, keyFile }))
  return await makeCard(matcherParticipant, 'matching service', signer)
}
