import { Refusal } from '../../../chaincode/refusal.ts'
import { partBytes } from '../../../chaincode/wire/manifest.ts'
import type { Bytes } from '../../sdk/bytes.ts'
import { drawPackageKeys, type PackageContext, type PackageKeys } from '../../sdk/packages/package-keys.ts'
import { framesOf, streamOf } from '../../sdk/packages/streams.ts'
import { sealPackage } from '../../sdk/packages/two-key-package.ts'
import type { Database, KeptPackage, WrappedKey } from './database.ts'

const algorithm = 'AES-GCM'

const wrapped = async (wrapping: CryptoKey, key: Uint8Array<ArrayBuffer>): Promise<WrappedKey> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, bytes: await crypto.subtle.encrypt({ name: algorithm, iv }, wrapping, key) }
}

const unwrapped = async (wrapping: CryptoKey, { iv, bytes }: WrappedKey): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: algorithm, iv }, wrapping, bytes))

const partsOf = (interaction: string): IDBKeyRange => IDBKeyRange.bound([interaction, 0], [interaction, Infinity])

/** Refuses `package_exists` where a delivery was signed, whose keys must stay. */
const requireUnsent = async (database: Database, interaction: string): Promise<void> => {
  const kept = await database.get('packageKeys', interaction)
  if (kept?.isSent === true) throw new Refusal('package_exists', { interaction })
}

/** Keys on the disk before anything is encrypted under them, so that no package is there without its keys. */
const keepNewKeys = async (database: Database, interaction: string): Promise<PackageKeys> => {
  const keys = drawPackageKeys()
  const wrapping = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt'])
  const [first, second] = [await wrapped(wrapping, keys.first), await wrapped(wrapping, keys.second)]
  const work = database.transaction(['packageKeys', 'packageParts'], 'readwrite', { durability: 'strict' })
  await Promise.all([
    work.objectStore('packageKeys').put({ wrapping, first, second }, interaction),
    work.objectStore('packageParts').delete(partsOf(interaction)),
    work.done,
  ])
  return keys
}

/**
 * Seals content under two keys drawn for it, and keeps both: the sealed parts and the keys, in this browser. One part at a time is in memory.
 * What was begun for this interaction before is dropped, with its keys, since what is sealed anew needs new ones. Refuses `package_exists`
 * for what may be delivered already.
 */
export const sealIntoStore = async (
  database: Database,
  content: Bytes,
  { context, name }: { context: PackageContext; name: string },
): Promise<void> => {
  const { interaction } = context
  await requireUnsent(database, interaction)
  const keys = await keepNewKeys(database, interaction)
  let [place, length] = [0, 0]
  for await (const { bytes } of framesOf(sealPackage(content, keys, context), { size: partBytes })) {
    await database.put('packageParts', bytes, [interaction, place])
    place += 1
    length += bytes.length
  }
  const kept = (await database.get('packageKeys', interaction)) as KeptPackage
  await database.put('packageKeys', { ...kept, sealed: { name, bytes: length } }, interaction)
}

async function* storedParts(database: Database, interaction: string) {
  for (let place = 0; ; place += 1) {
    const bytes = await database.get('packageParts', [interaction, place])
    if (bytes === undefined) return
    yield bytes
  }
}

/** The sealed bytes that this browser keeps for an interaction, from their beginning. */
export const sealedIn = (database: Database, interaction: string): Bytes => streamOf(storedParts(database, interaction))

/** What is sealed here and not delivered yet, and whether its delivery was signed; undefined where nothing is, or not all of it. */
export const findSealed = async (
  database: Database,
  interaction: string,
): Promise<{ name: string; bytes: number; isSent: boolean } | undefined> => {
  const kept = await database.get('packageKeys', interaction)
  return kept?.sealed === undefined ? undefined : { ...kept.sealed, isSent: kept.isSent === true }
}

/** Notes that the delivery of what is sealed is about to be signed, or that it was refused. */
export const noteSent = async (database: Database, interaction: string, isSent: boolean): Promise<void> => {
  const work = database.transaction('packageKeys', 'readwrite', { durability: 'strict' })
  const kept = await work.store.get(interaction)
  if (kept !== undefined) await work.store.put({ ...kept, isSent }, interaction)
  await work.done
}

/** A key of a package of this browser; undefined where it has none, or has it no more. */
export const findPackageKey = async (
  database: Database,
  interaction: string,
  part: 'first' | 'second',
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const kept = await database.get('packageKeys', interaction)
  const key = kept?.[part]
  return kept === undefined || key === undefined ? undefined : unwrapped(kept.wrapping, key)
}

/** Forgets the sealed bytes and the first key, once both lie elsewhere; the second key stays. */
export const forgetSealedIn = async (database: Database, interaction: string): Promise<void> => {
  const kept = await database.get('packageKeys', interaction)
  if (kept?.first === undefined) return
  const { first: _first, sealed: _sealed, ...rest } = kept
  const work = database.transaction(['packageKeys', 'packageParts'], 'readwrite')
  await Promise.all([
    work.objectStore('packageKeys').put(rest, interaction),
    work.objectStore('packageParts').delete(partsOf(interaction)),
    work.done,
  ])
}

/** Forgets all that this browser keeps of a package, once no device can ask for its key any more. */
export const forgetPackageIn = async (database: Database, interaction: string): Promise<void> => {
  const work = database.transaction(['packageKeys', 'packageParts'], 'readwrite')
  await Promise.all([
    work.objectStore('packageKeys').delete(interaction),
    work.objectStore('packageParts').delete(partsOf(interaction)),
    work.done,
  ])
}
