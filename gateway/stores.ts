import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Consortium } from '../chaincode/wire/consortium.ts'
import type { Configuration } from './configuration.ts'
import type { CredentialStore } from './credentials/credential-store.ts'
import type { Passwords } from './credentials/password.ts'
import { DocumentStore } from './documents/document-store.ts'
import { connectFabric, type FabricConnection } from './fabric/connect.ts'
import { Inventory } from './files/inventory.ts'
import { openSecret } from './files/keys.ts'
import { Opened } from './files/opened.ts'
import type { KeptBlobs } from './mailbox/kept-blobs.ts'
import { LaidBlobs } from './mailbox/laid-blobs.ts'
import { openBlobs } from './open-blobs.ts'
import { Outbox } from './outbox/outbox.ts'
import { Projection } from './projection/projection.ts'
import { GatewayDevice } from './services/gateway-device.ts'
import { openCredentials } from './services/login-services.ts'
import { openResultSigner, type ResultSigner } from './services/result-signer.ts'
import { type BankStores, openBank } from './trade-chain/bank.ts'

const deviceOf = (
  participant: string | undefined,
  keyFile: string | undefined,
  parts: ConstructorParameters<typeof GatewayDevice>[1],
): GatewayDevice | undefined =>
  participant === undefined || keyFile === undefined ? undefined : new GatewayDevice({ participant, keyFile }, parts)

/** The devices whose keys this gateway holds. */
interface Devices {
  /** Adds devices after a login. */
  registrar: GatewayDevice | undefined
  /** Stamps what only the home knows. */
  stamp: GatewayDevice | undefined
  /** Fills orders at the issuer's prices. */
  desk: GatewayDevice | undefined
  /** Matches demands and recommendations. */
  matcher: GatewayDevice | undefined
  keeper: GatewayDevice | undefined
  /** Takes trades of this bank's clients to institutions. */
  dispatcher: GatewayDevice | undefined
}

/** What a gateway stands on: all that is in its files, and the connection to its peer that they allow. */
export interface Stores {
  /** Seals the tokens of sessions. */
  secret: Uint8Array
  /** Draws payment codes; none without a device for stamps. */
  codeKey: Uint8Array | undefined
  signer: ResultSigner
  fabric: FabricConnection
  outbox: Outbox
  people: { store: CredentialStore; passwords: Passwords }
  /** What lies off the ledger under a digest. */
  documents: DocumentStore
  /** Which parts of sealed packages lie in the mailbox, and whose they are. */
  laidBlobs: LaidBlobs
  /** The parts themselves. */
  blobs: KeptBlobs
  projection: Projection
  /** What a bank keeps of trade chains; none at other members. */
  bank: BankStores | undefined
  devices: Devices
  close(): void
}

const openDevices = (
  { channel: ledger, service, desk, matcher, keeper, dispatcher }: Configuration,
  kept: { projection: Projection; outbox: Outbox },
): Devices => {
  const parts = { ledger, ...kept }
  return {
    registrar: deviceOf(service?.participant, service?.keyFile, parts),
    stamp: deviceOf(service?.participant, service?.stampKeyFile, parts),
    desk: deviceOf(desk?.participant, desk?.keyFile, parts),
    matcher: deviceOf(matcher?.participant, matcher?.keyFile, parts),
    keeper: deviceOf(keeper?.participant, keeper?.keyFile, parts),
    dispatcher: deviceOf(dispatcher?.participant, dispatcher?.keyFile, parts),
  }
}

/**
 * Opens every file of a gateway: its keys and secrets, the connection's certificates, outbox, credentials and projection. Refuses by
 * FileFault what cannot be used as it is, with nothing left open, so that the same may be tried again once it was mended.
 */
export const openStores = (configuration: Configuration, log: Logger): Stores => {
  const { dataFolder: folder, service } = configuration
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const inventory = new Inventory(folder)
  const secret = openSecret(inventory, 'session.key')
  const codeKey = service?.stampKeyFile === undefined ? undefined : openSecret(inventory, 'payment-code.key')
  const signer = openResultSigner(configuration)
  const opened = new Opened()
  try {
    const fabric = opened.keep(connectFabric(configuration))
    const outbox = opened.keep(new Outbox(inventory, log))
    const people = openCredentials(inventory)
    opened.keep(people.store)
    const documents = opened.keep(new DocumentStore(inventory))
    const laidBlobs = opened.keep(new LaidBlobs(inventory))
    const blobs = openBlobs(configuration, laidBlobs)
    const consortium = new Consortium(configuration.consortium)
    const bank = openBank({ mspId: configuration.mspId, inventory }, consortium)
    if (bank !== undefined) opened.keep(bank)
    const projection = opened.keep(new Projection(join(folder, 'projection.sqlite'), consortium, log))
    const devices = openDevices(configuration, { projection, outbox })
    const kept = { outbox, people, documents, laidBlobs, blobs, projection, bank }
    return { secret, codeKey, signer, fabric, ...kept, devices, close: opened.close }
  } catch (error) {
    opened.close()
    throw error
  }
}
