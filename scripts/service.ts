import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../network/durable.ts'
import { type GatewayOrganisation, gatewayOrganisations, type Topology } from '../network/topology.ts'
import { connect } from '../terminal/sdk/connection.ts'
import { type DeviceSigner, makeCard } from '../terminal/sdk/device-signer.ts'
import { createDeviceKey, loadDeviceKey } from '../terminal/sdk/node/key-file.ts'
import { memoryNumbers } from '../terminal/sdk/stores.ts'
import { Terminal } from '../terminal/sdk/terminal.ts'
import { gatewayUrl } from './gateways.ts'
import { enrolKnown, isDeviceKnown } from './known-device.ts'

/** The participant under which an organisation's gateway has devices of its own. */
const serviceOf = ({ name }: GatewayOrganisation): string => `${name}-service`

const filesOf = ({ dataFolder }: Topology, { name }: GatewayOrganisation) => {
  const folder = join(dataFolder, 'gateways', name)
  return { folder, keyFile: join(folder, 'registrar.key'), stampKeyFile: join(folder, 'stamp.key') }
}

/**
 * Gives each gateway the keys of two devices of its own, one that adds devices after a login and one for stamps, and the file
 * that names them. Made once, beside the gateway's data. Must be there before the gateways start.
 */
export const ensureService = async (topology: Topology): Promise<void> => {
  for (const one of gatewayOrganisations(topology)) {
    const { folder, keyFile, stampKeyFile } = filesOf(topology, one)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const file of [keyFile, stampKeyFile]) if (!existsSync(file)) await createDeviceKey(file)
    const service = { participant: serviceOf(one), keyFile, stampKeyFile }
    writeDurably(join(folder, 'service.json'), JSON.stringify(service))
  }
}

const isKnown = (one: GatewayOrganisation, { publicKey }: DeviceSigner): Promise<boolean> =>
  isDeviceKnown(gatewayUrl(one), { participant: serviceOf(one), publicKey })

const enrol = async (topology: Topology, one: GatewayOrganisation, signer: DeviceSigner): Promise<void> => {
  const administratorFile = join(topology.dataFolder, 'admins', `${one.name}.json`)
  const card = await makeCard(serviceOf(one), 'gateway', signer)
  await enrolKnown(card, { gateway: gatewayUrl(one), administratorFile, dataFolder: topology.dataFolder })
}

const addStampDevice = async (
  one: GatewayOrganisation,
  registrar: DeviceSigner,
  stamp: DeviceSigner,
): Promise<void> => {
  const parts = { connection: connect(gatewayUrl(one)), participant: serviceOf(one), signer: registrar }
  const { account } = await new Terminal({ ...parts, numbers: memoryNumbers() }).account()
  const highest = BigInt(account.devices[registrar.device]?.highest ?? '0')
  const { participant, ...card } = await makeCard(serviceOf(one), 'stamps', stamp)
  const body = { participant, device: { ...card, roles: ['service' as const] } }
  const result = await new Terminal({ ...parts, numbers: memoryNumbers(highest) }).instruct('device.add', body)
  if (result.status !== 'accepted') throw new Error(`${serviceOf(one)} has no stamp device: ${JSON.stringify(result)}`)
}

/** Puts the gateways' own devices on the ledger where they are not there yet; the gateways must run. */
export const registerService = async (topology: Topology): Promise<void> => {
  for (const one of gatewayOrganisations(topology)) {
    const { keyFile, stampKeyFile } = filesOf(topology, one)
    const [registrar, stamp] = [await loadDeviceKey(keyFile), await loadDeviceKey(stampKeyFile)]
    if (!(await isKnown(one, registrar))) await enrol(topology, one, registrar)
    if (!(await isKnown(one, stamp))) await addStampDevice(one, registrar, stamp)
  }
}
