import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { writeDurably } from '../network/durable.ts'
import type { Topology } from '../network/topology.ts'
import { makeCard } from '../terminal/sdk/device-signer.ts'
import { createDeviceKey, loadDeviceKey } from '../terminal/sdk/node/key-file.ts'

/** Who takes clients' trades to institutions in the demonstration and in the scenarios, at the first member that is a bank. */
export const dispatcherParticipant = 'trade-service'

/** Whose gateway takes trades to institutions: the first bank's; undefined where no member is one. */
export const bankOf = ({ organisations, consortium }: Topology) =>
  organisations.find(({ mspId }) => consortium.plays(mspId, 'bank'))

/**
 * Gives the bank's gateway the device of the dispatcher: a key beside its data and the file that names it. Made once; a registrar must put the
 * card that this answers on the ledger, with the role `dispatcher`. What is said of its settings is kept with it. Must be there before the gateway starts. Refuses a consortium without a
 * bank.
 */
export const ensureDispatcher = async (
  topology: Topology,
  settings: { unansweredMaximum?: number } = {},
): Promise<RegistrarEnrolment> => {
  const bank = bankOf(topology)
  if (bank === undefined) throw new Error('no member of the consortium is a bank')
  const folder = join(topology.dataFolder, 'gateways', bank.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, 'dispatcher.key')
  const signer = existsSync(keyFile) ? await loadDeviceKey(keyFile) : await createDeviceKey(keyFile)
  writeDurably(
    join(folder, 'dispatcher.json'),
    JSON.stringify({ participant: dispatcherParticipant, keyFile, ...settings }),
  )
  return await makeCard(dispatcherParticipant, 'trade service', signer)
}
