import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import type { PinnedKeys } from '../../sdk/stores.ts'

/** This browser as a device of one account. The private key cannot be read out of the browser, by nobody. */
export interface Profile {
  account: string
  device: string
  publicKey: PublicKey
  privateKey: CryptoKey
}

/** A signed envelope that was sent, or is about to be, and what is known to have become of it. */
export interface KeptResult {
  id: string
  account: string
  kind: string
  /** The canonical text of the envelope, byte for byte as it left. */
  envelope: string
  /** When it was made, in milliseconds since 1970. */
  madeAt: number
  /** The voucher it is about, where it is about one. */
  voucher?: string
  /** The SDK's result as JSON; absent while nothing is known. */
  result?: unknown
  /** What kept it from being taken, as a code. */
  fault?: { code: string; values: { [name: string]: unknown } }
}

/** A key of a package as this browser keeps it: encrypted under a key that cannot be read out of it. */
export interface WrappedKey {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

/** What this browser keeps of a package that it delivers. */
export interface KeptPackage {
  wrapping: CryptoKey
  second: WrappedKey
  /** Until it is delivered. */
  first?: WrappedKey
  /** Set once all of it is sealed, and until it is delivered. */
  sealed?: { name: string; bytes: number }
  /** From before its delivery is signed, unless that is refused: these keys must stay. */
  isSent?: boolean
}

/** What this browser keeps. Nothing of it opens a session by itself; tokens and passwords are in memory only. */
export interface Schema extends DBSchema {
  profiles: { key: string; value: Profile }
  numbers: { key: string; value: string }
  journal: { key: [device: string, number: string]; value: string }
  gateways: { key: string; value: { ledger: string; mspId: string } }
  pins: { key: string; value: PinnedKeys }
  results: { key: string; value: KeptResult; indexes: { account: [string, number] } }
  marks: { key: string; value: string }
  /** What was last read, by account and name, until somebody signs out. */
  readings: { key: string; value: { value: unknown; at: number; build: string } }
  /** The keys to which others seal, by device. */
  sealKeys: { key: string; value: SealKey }
  /** The keys of packages that this browser delivers or delivered, by interaction. */
  packageKeys: { key: string; value: KeptPackage }
  /** Sealed bytes of packages that are not delivered yet, in parts. */
  packageParts: { key: [interaction: string, place: number]; value: Uint8Array<ArrayBuffer> }
}

export type Database = IDBPDatabase<Schema>

const databaseName = 'assay'
const version = 4

/** Opens the browser's store, and makes it the first time. Closes for another tab that brings a newer version. */
export const openDatabase = (name = databaseName): Promise<Database> =>
  openDB<Schema>(name, version, {
    upgrade: (database, before) => {
      for (const store of ['packageKeys', 'packageParts'] as const) database.createObjectStore(store)
      if (before < 3) database.createObjectStore('sealKeys', { keyPath: 'device' })
      if (before < 2) database.createObjectStore('readings')
      if (before >= 1) return
      for (const store of ['numbers', 'journal', 'gateways', 'pins', 'marks'] as const) {
        database.createObjectStore(store)
      }
      database.createObjectStore('profiles', { keyPath: 'account' })
      const results = database.createObjectStore('results', { keyPath: 'id' })
      results.createIndex('account', ['account', 'madeAt'])
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
