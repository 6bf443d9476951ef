import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Body, Kind } from '../chaincode/vocabulary.ts'
import type { DeviceRole } from '../chaincode/wire/device.ts'
import { gatewayOrganisations, type Topology } from '../network/topology.ts'
import { connect } from '../terminal/sdk/connection.ts'
import { cardOf, createProfile, loadProfile, openTerminal } from '../terminal/sdk/node/profile.ts'
import type { Result } from '../terminal/sdk/result.ts'
import type { Terminal } from '../terminal/sdk/terminal.ts'
import { gatewayUrl } from './gateways.ts'
import { enrolKnown, isDeviceKnown } from './known-device.ts'

type PeerOrganisationName = 'bank' | 'institution' | 'supplier'

interface Part {
  home: PeerOrganisationName | 'auditor'
  /** Whose gateway the part uses, where its home runs none. */
  at?: PeerOrganisationName
  type: 'person' | 'organisation'
  roles: DeviceRole[]
  device: string
}

const registrar = (home: PeerOrganisationName): Part => ({
  home,
  type: 'organisation',
  roles: ['registrar'],
  device: 'registrar desk',
})
const customer = (home: PeerOrganisationName): Part => ({ home, type: 'person', roles: ['customer'], device: 'phone' })

/** Who plays in the demonstration: a registrar for each organisation, the bank and its officer for credit, the treasury that issues, customers, a merchant, a provider of goods, and an auditor. */
export const parts = {
  'bank-registrar': registrar('bank'),
  'institution-registrar': registrar('institution'),
  'supplier-registrar': registrar('supplier'),
  'city-bank': { home: 'bank', type: 'organisation', roles: ['issuer', 'teller', 'customer'], device: 'bank desk' },
  treasury: {
    home: 'institution',
    type: 'organisation',
    roles: ['issuer', 'price', 'customer'],
    device: 'issuer desk',
  },
  alice: customer('bank'),
  'credit-desk': { home: 'bank', type: 'organisation', roles: ['credit'], device: 'credit desk' },
  'credit-control': { home: 'bank', type: 'organisation', roles: ['credit'], device: 'credit control' },
  'noodle-bar': { home: 'bank', type: 'organisation', roles: ['customer', 'merchant'], device: 'counter' },
  'supplier-desk': { home: 'supplier', type: 'organisation', roles: ['teller'], device: 'supplier desk' },
  clockmaker: { home: 'supplier', type: 'organisation', roles: ['customer', 'merchant'], device: 'workshop' },
  bob: customer('supplier'),
  carol: customer('institution'),
  'auditor-desk': { home: 'auditor', at: 'bank', type: 'organisation', roles: ['auditor'], device: 'auditor desk' },
} satisfies Record<string, Part>
export type Name = keyof typeof parts

/** Whose gateway somebody of the cast uses: that of the home, or where it runs none that of another member. */
export const gatewayOf = (name: Name): PeerOrganisationName => {
  const { home, at }: Part = parts[name]
  if (home === 'auditor') return at ?? 'bank'
  return home
}

/** True where every home of the cast is an organisation of this consortium, and those with customers have a gateway. */
export const hasHomesOfCast = (topology: Topology): boolean => {
  const names = gatewayOrganisations(topology).map(({ name }) => name)
  const isHome = (home: string) => topology.organisations.some(({ name }) => name === home)
  return (Object.keys(parts) as Name[]).every((name) => isHome(parts[name].home) && names.includes(gatewayOf(name)))
}

/** Where the devices of the demonstration live; ASSAY_HOME for the command line. */
export const terminalsFolder = (topology: Topology): string => join(topology.dataFolder, 'terminals')

const urlOf = (topology: Topology, home: PeerOrganisationName): string => {
  const one = gatewayOrganisations(topology).find(({ name }) => name === home)
  if (one === undefined) throw new Error(`${home} runs no gateway`)
  return gatewayUrl(one)
}

/** The devices of the demonstration, each with its key, counter and outbox on disk, at its own organisation's gateway. */
export class Cast {
  readonly #topology: Topology
  readonly #open = new Map<Name, { terminal: Terminal; close(): void }>()

  constructor(topology: Topology) {
    this.#topology = topology
  }

  /** The terminal of one of the cast; its device is made, and registered, where it is not yet: a start before may have been broken off. */
  async terminal(name: Name): Promise<Terminal> {
    const known = this.#open.get(name)
    if (known !== undefined) return known.terminal
    const folder = join(terminalsFolder(this.#topology), name)
    const gateway = urlOf(this.#topology, gatewayOf(name))
    if (!existsSync(folder))
      await createProfile(folder, { participant: name, name: parts[name].device, gateway, gateways: {} })
    const profile = await loadProfile(folder)
    const opened = openTerminal(profile, connect(gateway))
    this.#open.set(name, opened)
    await this.#register(name, await cardOf(profile))
    return opened.terminal
  }

  async #register(name: Name, { participant, ...card }: Awaited<ReturnType<typeof cardOf>>): Promise<void> {
    const { home, type, roles } = parts[name]
    const gateway = urlOf(this.#topology, gatewayOf(name))
    if (await isDeviceKnown(gateway, { participant, publicKey: card.publicKey })) return
    if (roles.some((role) => role === 'registrar' || role === 'auditor')) {
      const file = join(this.#topology.dataFolder, 'admins', `${home}.json`)
      await enrolKnown(
        { participant, ...card },
        { gateway, administratorFile: file, dataFolder: this.#topology.dataFolder },
      )
      return
    }
    const device = { ...card, roles: [...roles] }
    await this.honoured(`${gatewayOf(name)}-registrar`, 'participant.register', { participant: name, type, device })
  }

  /** Sends an instruction and wants it accepted; throws with the refusal otherwise. */
  async honoured<K extends Kind>(name: Name, kind: K, body: Body<K>): Promise<Result & { status: 'accepted' }> {
    const terminal = await this.terminal(name)
    const result = await terminal.instruct(kind, body)
    if (result.status === 'accepted') return result
    throw new Error(`${kind} of ${name} was not accepted: ${JSON.stringify(result)}`)
  }

  /** Whether the ledger ever had a row of this key, as the gateway of somebody of the cast tells. */
  async hasRecord(name: Name, key: string): Promise<boolean> {
    const terminal = await this.terminal(name)
    const path = `/v1/records/${encodeURIComponent(key)}/history?limit=1`
    const { items } = await terminal.read(path, z.object({ items: z.array(z.unknown()) }))
    return items.length > 0
  }

  close(): void {
    for (const { close } of this.#open.values()) close()
  }
}
