import { mkdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { publicKey } from '../../../chaincode/wire/device.ts'
import { instructionIdName, ledgerName, organisationId, participantId } from '../../../chaincode/wire/identifiers.ts'
import type { RegistrarEnrolment } from '../../../chaincode/wire/registrar.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { readLink } from '../certificates/link.ts'
import type { Connection } from '../connection.ts'
import { type DeviceSigner, makeCard } from '../device-signer.ts'
import { TerminalFault } from '../errors.ts'
import {
  addKeys,
  type ContentKeys,
  type DemandKeys,
  type FirstTexts,
  type LedgerMemory,
  type TokenStore,
} from '../stores.ts'
import { Terminal } from '../terminal.ts'
import { createDeviceKey, loadDeviceKey } from './key-file.ts'
import { createNumberStore, type NumberStore, openNumberStore } from './number-store.ts'
import { folderJournal } from './outbox.ts'
import { createPrivately, readPrivately, writePrivately } from './private-file.ts'
import { createSealKey, loadSealKey } from './seal-key-file.ts'

const settings = z.strictObject({
  participant: participantId,
  // As it was made: a name that is taken no more today stays the device's own.
  name: z.string().min(1).max(60),
  gateway: z.url().optional(),
  ledger: ledgerName.optional(),
  /** Whose gateway each address is, by its MSP, as learnt at the first meeting. */
  gateways: z.record(z.string(), organisationId).default({}),
  /** The key that each organisation's gateway signs results with, by its MSP, as first heard of. */
  resultKeys: z.record(organisationId, publicKey).default({}),
})
type ProfileSettings = z.infer<typeof settings>

const tokenFile = z.strictObject({ gateway: z.string(), token: z.string(), expiresAt: z.number() })

/** The files of one device on this machine. */
const filesOf = (folder: string) => ({
  settings: join(folder, 'profile.json'),
  key: join(folder, 'device.key'),
  sealKey: join(folder, 'seal.key'),
  counter: join(folder, 'numbers.sqlite'),
  outbox: join(folder, 'outbox'),
  token: join(folder, 'session.json'),
})

/** Where a profile lives: in ASSAY_HOME, or in `.assay-terminal` of the user's home. Refuses a name with a path in it. */
export const profileFolder = (name: string, environment: NodeJS.ProcessEnv = process.env): string => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name)) {
    throw new TerminalFault('setting_unusable', {
      problem: `a profile cannot be called ${JSON.stringify(name)}`,
      next: 'Use letters, digits, - and _ only.',
    })
  }
  return join(environment['ASSAY_HOME'] || join(homedir(), '.assay-terminal'), name)
}

const readJson = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  const text = await readPrivately(file)
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new TerminalFault('file_unreadable', {
      problem: `${file} is not as this program wrote it`,
      next: 'Mend it, or move it away and make another profile.',
    })
  }
}

/** A device of a participant on this machine: its settings, its key, and its files. */
export interface Profile {
  folder: string
  settings: ProfileSettings
  signer: DeviceSigner
}

/** The card of a profile's device, for the registrar. */
export const cardOf = ({ settings: { participant, name }, signer }: Profile): Promise<RegistrarEnrolment> =>
  makeCard(participant, name, signer)

/** Makes a device: key, counter and settings. Refuses `file_exists` when the profile has any of them, and changes none. */
export const createProfile = async (folder: string, wanted: z.input<typeof settings>): Promise<Profile> => {
  const files = filesOf(folder)
  const checked = settings.parse(wanted)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const signer = await createDeviceKey(files.key)
  createNumberStore(files.counter).close()
  await createPrivately(files.settings, `${JSON.stringify(checked, null, 2)}\n`)
  return { folder, settings: checked, signer }
}

/** Reads a profile; refuses `profile_missing` with what to do, and a key file that others may read. */
export const loadProfile = async (folder: string): Promise<Profile> => {
  const read = await readJson(filesOf(folder).settings, settings as z.ZodType<ProfileSettings>)
  if (read === undefined) {
    throw new TerminalFault('profile_missing', {
      problem: `there is no device in ${folder}`,
      next: 'Make one with `assay device create --participant NAME`, or name another with --profile NAME.',
    })
  }
  return { folder, settings: read, signer: await loadDeviceKey(filesOf(folder).key) }
}

/** The key of a profile's device for sealed documents, made the first time. Refuses as `loadSealKey` does. */
export const profileSealKey = async ({ folder, signer: { device } }: Profile): Promise<SealKey> => {
  const file = filesOf(folder).sealKey
  return (await loadSealKey(file, device)) ?? (await createSealKey(file, device))
}

const linkFile = (folder: string, certificate: string): string =>
  join(folder, 'links', `${instructionIdName.parse(certificate)}.link`)

/** Keeps a link to a certificate, with its key, in a file of the profile that only its owner may read. */
export const keepLink = async ({ folder }: Pick<Profile, 'folder'>, link: string): Promise<void> => {
  const { certificate } = readLink(link)
  await mkdir(join(folder, 'links'), { recursive: true, mode: 0o700 })
  await writePrivately(linkFile(folder, certificate), `${link}\n`)
}

/** The link to a certificate that this profile keeps; undefined where it keeps none. */
export const keptLink = async ({ folder }: Pick<Profile, 'folder'>, certificate: string): Promise<string | undefined> =>
  (await readPrivately(linkFile(folder, certificate)))?.trim()

const promotionFile = (folder: string, promotion: string): string =>
  join(folder, 'promotions', `${instructionIdName.parse(promotion)}.code`)

/** Keeps the code of a promotion, which stands nowhere else, in a file of the profile that only its owner may read. */
export const keepPromotionCode = async (
  { folder }: Pick<Profile, 'folder'>,
  promotion: string,
  code: string,
): Promise<void> => {
  await mkdir(join(folder, 'promotions'), { recursive: true, mode: 0o700 })
  await writePrivately(promotionFile(folder, promotion), `${code}\n`)
}

/** The code of a promotion that this profile made; undefined where it made none. */
export const keptPromotionCode = async (
  { folder }: Pick<Profile, 'folder'>,
  promotion: string,
): Promise<string | undefined> => (await readPrivately(promotionFile(folder, promotion)))?.trim()

const matchingFolder = async (folder: string): Promise<string> => {
  const own = join(folder, 'matching')
  await mkdir(own, { recursive: true, mode: 0o700 })
  return own
}

/** The keys of the demands that this profile opened, each in a file of its own that only its owner may read. */
export const profileDemandKeys = ({ folder }: Pick<Profile, 'folder'>): DemandKeys => {
  const fileOf = async (demand: string) =>
    join(await matchingFolder(folder), `${instructionIdName.parse(demand)}.demand-key`)
  return {
    make: async (demand) => createSealKey(await fileOf(demand), demand),
    find: async (demand) => loadSealKey(await fileOf(demand), demand),
  }
}

/** The keys of what this profile recommends and lies off the ledger, each in a file of its own that only its owner may read. */
export const profileContentKeys = ({ folder }: Pick<Profile, 'folder'>): ContentKeys => {
  const fileOf = async (target: string) =>
    join(await matchingFolder(folder), `${instructionIdName.parse(target)}.content-key`)
  return {
    keep: async (target, key) => writePrivately(await fileOf(target), `${key}\n`),
    find: async (target) => (await readPrivately(await fileOf(target)))?.trim(),
  }
}

/** The first texts of chains that a profile opened, each in a file of its own that only its owner may read, until its bank has it. */
const profileFirstTexts = (folder: string): FirstTexts => {
  const own = join(folder, 'chains')
  const fileOf = (digest: string) => join(own, `${instructionIdName.parse(digest)}.first-text`)
  return {
    keep: async (digest, text) => {
      await mkdir(own, { recursive: true, mode: 0o700 })
      await writePrivately(fileOf(digest), text)
    },
    find: (digest) => readPrivately(fileOf(digest)),
    forget: (digest) => rm(fileOf(digest), { force: true }),
  }
}

/** The counter of a profile's device; `create` makes it at zero when it is lost, for taking it up from the ledger. */
export const profileNumbers = (folder: string, options: { create?: boolean } = {}): NumberStore =>
  options.create === true ? createNumberStore(filesOf(folder).counter) : openNumberStore(filesOf(folder).counter)

const fileTokens = (file: string): TokenStore => ({
  read: async (gateway) => {
    const kept = await readJson(file, tokenFile)
    return kept?.gateway === gateway ? kept : undefined
  },
  write: (gateway, token) =>
    writePrivately(
      file,
      JSON.stringify({ gateway, token: '', expiresAt: 0, ...token } satisfies z.infer<typeof tokenFile>),
    ),
})

/** What the device of this folder was told by the gateways that it met, kept in its settings. */
export const fileLedgers = (folder: string): LedgerMemory => {
  const file = filesOf(folder).settings
  const read = async () => (await loadProfile(folder)).settings
  return {
    recall: async (gateway) => {
      const { ledger, gateways, resultKeys } = await read()
      const mspId = gateways[gateway]
      return ledger === undefined || mspId === undefined ? undefined : { ledger, mspId, resultKeys }
    },
    remember: async (gateway, identity) => {
      const { ledger, mspId } = identity
      const known = await read()
      if (known.ledger !== undefined && known.ledger !== ledger) {
        throw new TerminalFault('ledger_changed', {
          problem: `${gateway} serves the ledger ${ledger}, and this device belongs to ${known.ledger}`,
          next: 'Check --gateway; for another ledger make another device with --profile NAME.',
        })
      }
      const next = `If so, delete the old key under resultKeys in ${file}, and ask again.`
      const resultKeys = addKeys(known.resultKeys, { ...identity, gateway, next })
      const changed = { ...known, ledger, gateways: { ...known.gateways, [gateway]: mspId }, resultKeys }
      await writePrivately(file, `${JSON.stringify(changed, null, 2)}\n`)
    },
  }
}

/** The terminal of a profile's device at a gateway, with its durable counter, outbox and session; close it after use. */
export const openTerminal = (profile: Profile, connection: Connection): { terminal: Terminal; close(): void } => {
  const files = filesOf(profile.folder)
  let opened: NumberStore | undefined
  const numbers = {
    next: () => {
      opened ??= openNumberStore(files.counter)
      return opened.next()
    },
  }
  const terminal = new Terminal({
    connection,
    participant: profile.settings.participant,
    signer: profile.signer,
    numbers,
    journal: folderJournal(files.outbox),
    tokens: fileTokens(files.token),
    ledgers: fileLedgers(profile.folder),
    firstTexts: profileFirstTexts(profile.folder),
  })
  return { terminal, close: () => opened?.close() }
}
