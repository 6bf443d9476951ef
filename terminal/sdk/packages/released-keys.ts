import { fromBase64url, toBase64url } from '#platform'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { packageKey } from '../../../chaincode/wire/sealing/package-key.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { TerminalFault } from '../errors.ts'
import { readSealKeys, sealedPath } from '../sealing/seal-for.ts'
import { open, seal } from '../sealing/sealed-document.ts'
import type { Terminal } from '../terminal.ts'
import type { PackageKeys } from './package-keys.ts'
import type { ListedPackages } from './records.ts'

type Sender = Pick<Terminal, 'connection' | 'putBytes'>

const sealedKey = async (
  sender: Sender,
  key: Uint8Array,
  { to, interaction, part, device }: { to: string; interaction: string; part: 'first' | 'second'; device?: string },
): Promise<string> => {
  const all = await readSealKeys(sender.connection, to)
  const recipients = device === undefined ? all : all.filter((one) => one.device === device)
  const { bytes, digest } = await seal({ key: toBase64url(key) }, { recipients, context: { to, interaction, part } })
  await sender.putBytes(sealedPath(digest), bytes)
  return digest
}

/** Seals the first key of a package to its keeper, lays it down, and gives its digest; refuses `no_seal_key`. */
export const sealFirstKey = (
  sender: Sender,
  key: Uint8Array,
  { interaction, keeper }: { interaction: string; keeper: string },
): Promise<string> => sealedKey(sender, key, { to: keeper, interaction, part: 'first' })

/**
 * The body that releases the second key of a package to a device that asked: sealed to that device alone. Refuses `no_seal_key` where it is
 * active no more.
 */
export const releaseSecondKey = async (
  sender: Sender,
  key: Uint8Array,
  { interaction, device, receiver: to }: ListedPackages<'package-requests'>,
): Promise<Body<'package.release'>> => {
  const digest = await sealedKey(sender, key, { to, interaction, part: 'second', device })
  return { interaction, device, sealedKey: digest }
}

const missing = (part: string): TerminalFault =>
  new TerminalFault('package_key_missing', {
    problem: `this device does not have the ${part} key of the package yet`,
    next: 'Ask for the keys on this device, and wait for both.',
  })

/**
 * Both keys of a package, as they were released to this device; refuses `package_key_missing` where one was not, and as `open` does for what
 * was sealed in another context.
 */
export const openKeys = async (
  terminal: Pick<Terminal, 'participant' | 'readBytes'>,
  releases: readonly ListedPackages<'package-releases'>[],
  { interaction, key }: { interaction: string; key: SealKey },
): Promise<PackageKeys> => {
  const { participant: to } = terminal
  const openPart = async (part: 'first' | 'second') => {
    const found = releases.find(
      (one) => one.interaction === interaction && one.device === key.device && one.part === part,
    )
    if (found === undefined) throw missing(part)
    const path = `${sealedPath(found.sealedKey)}?interaction=${interaction}`
    const bytes = await terminal.readBytes(path, sealedBytesMaximum)
    const context = { to, interaction, part }
    const opened = await open(bytes, { digest: found.sealedKey, key, context, shape: packageKey })
    return Uint8Array.from(fromBase64url(opened.key) ?? [])
  }
  return { first: await openPart('first'), second: await openPart('second') }
}
