import { createPrivateKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { Consortium, consortiumDefinition } from '../../chaincode/wire/consortium.ts'
import { blocksOfExport, channelOfExport } from '../blocks/export-file.ts'
import { blocksOfPeer, type PeerConnection } from '../blocks/peer.ts'
import { loadRules, ownRules, type Rules, type RulesByVersion } from '../replay/rules.ts'
import { type Roots, readRoots } from '../verify/roots.ts'

/** What the machine's own network tells, so that its operator need not; nothing of it comes from the blocks. */
export interface Defaults {
  channel?: string
  /** How to reach the peers of the network, by the member's name. */
  peers: Readonly<Record<string, () => PeerConnection>>
  /** How each member's administrator reaches the member's own peer, by the member's name. */
  members?: Readonly<Record<string, () => PeerConnection>>
  /** Each member's root certificates as PEM. */
  roots?: () => Readonly<Record<string, string>>
  consortium?: () => Consortium
  /** The file whose report its gateways show to auditors. */
  reportFile?: string
  /**
   * The version that the ledger's definition has of the sources in a `chaincode` folder, or of this program's own where none is named, for these
   * members. Where it is left out, this program's rules are taken for those of every version.
   */
  versionOf?: (sources: { folder?: string; consortium: Consortium }) => string
}

/** A word that the command cannot do without, or that it cannot follow. */
export class UsageFault extends Error {}

/** The number of a block, where one is named; refuses what is none. */
export const readNumber = (text: string | undefined): bigint | undefined => {
  if (text === undefined) return undefined
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return BigInt(text)
  throw new UsageFault('the number of a block is a whole number')
}

/** Where blocks come from, and what they are held against: the words that several commands share. */
export interface SourceOptions extends PeerOptions {
  blocks?: string
}

/** Which peer blocks come from. */
export interface PeerOptions {
  peer?: string
  connection?: string
  channel?: string
}

export interface TrustOptions {
  roots?: string
  consortium?: string
}

export interface RulesOptions {
  rules?: readonly RulesOption[]
}

/** The rules of an older definition: its version, and the folder with the chaincode of that time. */
export interface RulesOption {
  version: string
  folder: string
}

const readRules = (text: string, before: readonly RulesOption[] = []): RulesOption[] => {
  const [, version, folder] = /^([^=\s]+)=(.+)$/.exec(text) ?? []
  if (version === undefined || folder === undefined) throw new InvalidArgumentError('<version>=<folder> is wanted')
  if (before.some((one) => one.version === version)) throw new InvalidArgumentError(`${version} is named twice`)
  return [...before, { version, folder }]
}

export const rulesOption = (): Option =>
  new Option(
    '--rules <version=folder>',
    'the rules of an older definition, as the `chaincode` folder of a checkout of that time, whose program is run; once for each',
  ).argParser(readRules)

export const peerOptions = (): Option[] => [
  new Option('--peer <member>', 'the peer of this member of the network on this machine').conflicts('blocks'),
  new Option(
    '--connection <file>',
    'a peer elsewhere: JSON with endpoint, tlsRootCertificate, tlsServerName, mspId, certificate and privateKey, of which certificates and keys are files',
  ).conflicts(['blocks', 'peer']),
  new Option('--channel <name>', 'the channel; that of the network or of the export when left out'),
]

export const sourceOptions = (): Option[] => [
  new Option('--blocks <file>', 'an export of blocks, as `fetch` writes it'),
  ...peerOptions(),
]

export const rootsOption = (): Option =>
  new Option(
    '--roots <folder>',
    'each member’s root certificate as <MSP id>.pem, got from the member itself; those of the network on this machine when left out',
  )

export const trustOptions = (): Option[] => [
  rootsOption(),
  new Option('--consortium <file>', 'the members as they approved them, as JSON; those of the network when left out'),
]

export interface Source {
  /** Where the blocks come from, in words. */
  name: string
  channel: string
  /** The blocks from a number on, and up to another where one is given. */
  blocks(range: { from: bigint; to?: bigint }): AsyncIterable<Uint8Array>
}

const connectionForm = z.strictObject({
  endpoint: z.string().regex(/^[^\s:]+:[0-9]{1,5}$/),
  tlsRootCertificate: z.string(),
  tlsServerName: z.string().optional(),
  mspId: z.string(),
  certificate: z.string(),
  privateKey: z.string(),
})

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageFault(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

const readJson = (file: string): unknown => {
  const text = readText(file)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageFault(`${file} is no JSON`)
  }
}

const parsed = <Value>(form: z.ZodType<Value>, file: string): Value => {
  const read = form.safeParse(readJson(file))
  if (read.success) return read.data
  throw new UsageFault(`${file} is not what is wanted:\n${z.prettifyError(read.error)}`)
}

const keyIn = (file: string): PeerConnection['privateKey'] => {
  try {
    return createPrivateKey(readText(file))
  } catch (error) {
    throw error instanceof UsageFault ? error : new UsageFault(`${file} holds no private key`)
  }
}

const connectionIn = (file: string, channel: string): PeerConnection => {
  const { endpoint, mspId, tlsServerName, ...files } = parsed(connectionForm, file)
  const besides = (other: string): string => resolve(dirname(file), other)
  return {
    ...{ endpoint, channel, mspId, tlsRootCertificate: readText(besides(files.tlsRootCertificate)) },
    ...{ certificate: readText(besides(files.certificate)), privateKey: keyIn(besides(files.privateKey)) },
    ...(tlsServerName !== undefined && { tlsServerName }),
  }
}

const peerSource = (name: string, connection: PeerConnection): Source => ({
  ...{ name, channel: connection.channel },
  blocks: (range) => blocksOfPeer(connection, range),
})

const peerOf = (member: string, peers: Defaults['peers']): PeerConnection => {
  const connect = peers[member]
  if (connect !== undefined) return connect()
  const known = Object.keys(peers).join(', ')
  throw new UsageFault(
    known === '' ? 'no network runs here; name a peer with --connection' : `the peers here are of ${known}`,
  )
}

async function* exportedBlocks(file: string, { from, to }: { from: bigint; to?: bigint }): AsyncGenerator<Uint8Array> {
  let number = 0n
  for await (const block of blocksOfExport(file)) {
    if (number >= from && (to === undefined || number <= to)) yield block
    number += 1n
  }
}

const namedConnection = (
  { connection, channel }: { connection: string; channel: string | undefined },
  defaults: Defaults,
): PeerConnection => {
  const named = channel ?? defaults.channel
  if (named === undefined) throw new UsageFault('name the channel with --channel')
  return connectionIn(connection, named)
}

/** How a member reaches its own peer, by the words that name it. Refuses none, and words that name what is not there. */
export const memberConnectionFrom = (
  { peer, connection, channel }: PeerOptions,
  defaults: Defaults,
): { connection: PeerConnection; name: string } => {
  if (connection !== undefined)
    return { connection: namedConnection({ connection, channel }, defaults), name: connection }
  if (peer === undefined) throw new UsageFault('name the member’s own peer: --peer or --connection')
  const known = peerOf(peer, defaults.members ?? {})
  return { connection: { ...known, channel: channel ?? known.channel }, name: `the peer of ${peer}` }
}

/** The source that the words name. Refuses none, and words that name what is not there. */
export const sourceFrom = async (options: SourceOptions, defaults: Defaults): Promise<Source> => {
  const { blocks, peer, connection, channel } = options
  if (blocks !== undefined) {
    const ofExport = await channelOfExport(blocks)
    return { name: blocks, channel: channel ?? ofExport, blocks: (range) => exportedBlocks(blocks, range) }
  }
  if (connection !== undefined) return peerSource(connection, namedConnection({ connection, channel }, defaults))
  const member = peer ?? Object.keys(defaults.peers)[0]
  if (member === undefined) throw new UsageFault('name where the blocks are: --blocks, --peer or --connection')
  const known = peerOf(member, defaults.peers)
  return peerSource(`the peer of ${member}`, { ...known, channel: channel ?? known.channel })
}

const certificatesAtMost = 100

/** The roots in a folder, each file named by its member. */
const rootsIn = (folder: string): Record<string, string> => {
  let names: string[]
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.pem'))
  } catch {
    throw new UsageFault(`${folder} is no folder of root certificates`)
  }
  if (names.length === 0 || names.length > certificatesAtMost)
    throw new UsageFault(`${folder} must hold one file <MSP id>.pem for each member`)
  return Object.fromEntries(names.map((name) => [name.slice(0, -'.pem'.length), readText(join(folder, name))]))
}

/** The roots that the words name, which never come from what is checked. Refuses none. */
export const rootsFrom = ({ roots }: TrustOptions, defaults: Defaults): Roots => {
  if (roots !== undefined) return readRoots(rootsIn(roots))
  if (defaults.roots !== undefined) return readRoots(defaults.roots())
  throw new UsageFault('give the members’ root certificates with --roots, as each member told them to you itself')
}

/** The members that the words name. Refuses none. */
export const consortiumFrom = ({ consortium }: TrustOptions, defaults: Defaults): Consortium => {
  if (consortium !== undefined) return new Consortium(parsed(consortiumDefinition, consortium))
  if (defaults.consortium !== undefined) return defaults.consortium()
  throw new UsageFault('give the members with --consortium, as the organisations approved them')
}

const loaded = async ({ version, folder }: RulesOption): Promise<[string, Rules]> => {
  try {
    return [version, await loadRules(folder)]
  } catch (error) {
    throw new UsageFault(`the rules of ${version}: ${error instanceof Error ? error.message : error}`)
  }
}

/** What the sources in a folder are, next to what they are said to be: the members may have been others then. */
const standingOf = ({ version, folder }: RulesOption, own: string): string =>
  own === version
    ? `the rules of ${version} are those in ${folder}, whose sources have this version for the members given`
    : `the rules of ${version} are taken to be those in ${folder}, whose sources have the version ${own} for the members given`

/**
 * The rules of each version that the words name, and this program's own under the version that its sources have. Undefined where nothing
 * tells versions apart: then this program's rules are taken for those of all. Refuses a folder that holds no rules.
 */
export const rulesFrom = async (
  { rules = [] }: RulesOptions,
  { consortium, defaults, tell }: { consortium: Consortium; defaults: Defaults; tell: (line: string) => void },
): Promise<RulesByVersion | undefined> => {
  const { versionOf } = defaults
  if (versionOf === undefined && rules.length === 0) return undefined
  const others = await Promise.all(rules.map(loaded))
  if (versionOf === undefined) return new Map(others)
  for (const one of rules) tell(standingOf(one, versionOf({ folder: one.folder, consortium })))
  return new Map([[versionOf({ consortium }), ownRules], ...others])
}
