import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildPrograms } from './build.ts'
import { type Environment, findOnPath, isProgram, runCommand } from './command.ts'
import { faultsOf, type KnownFault } from './known-faults.ts'

export type Programs = {
  peer: string
  orderer: string
  osnadmin: string
  configtxgen: string
  authorityServer: string
  authorityClient: string
  /** What `peer version` reports, such as `2.5.16` or `3.0.0-assay.1.…`. */
  version: string
  /** Whether peers answer the shim's messages for many reads or writes at once: Fabric 3.1 and newer. */
  speaksBatchMessages: boolean
  /** Whether peers have the filter that refuses proposals whose timestamp is far from their clock. */
  checksTimeWindow: boolean
  /** What these programs are not known to be free of; see the decision on patches (0025). */
  faults: KnownFault[]
  /** Where they were found, in words. */
  source: string
}

export type ProgramSearch = {
  report?: (line: string) => void
  environment?: Environment
  signal?: AbortSignal | undefined
  /** How to get the programs that are nowhere to be found: built, unless said otherwise. */
  build?: typeof buildPrograms
}
type Search = Required<Omit<ProgramSearch, 'signal'>> & Pick<ProgramSearch, 'signal'>

const fabricPrograms = ['peer', 'orderer', 'osnadmin', 'configtxgen']
const authorityPrograms = ['fabric-ca-server', 'fabric-ca-client']

/** Reads the version out of what `peer version` prints; undefined when there is none to see. */
export const parseVersion = (text: string): { text: string; major: number; minor: number } | undefined => {
  const found = /Version:\s*v?((\d+)\.(\d+)[^\s]*)/.exec(text)
  return found === null ? undefined : { text: found[1] ?? '', major: Number(found[2]), minor: Number(found[3]) }
}

const isAtLeast = (version: { major: number; minor: number }, major: number, minor: number): boolean =>
  version.major > major || (version.major === major && version.minor >= minor)

const readVersion = async (peer: string, signal?: AbortSignal) => {
  const version = parseVersion(await runCommand(peer, ['version'], { signal }))
  if (version === undefined) throw new Error(`${peer} version prints no version: is this Fabric's peer program?`)
  if (!isAtLeast(version, 2, 5)) throw new Error(`${peer} is Fabric ${version.text}; Assay needs 2.5 or newer`)
  return version
}

type Found = { files: string[]; source: string }

const inFolder = (folder: string): Found => {
  const missing = fabricPrograms.filter((name) => !isProgram(join(folder, name)))
  if (missing.length > 0) {
    throw new Error(
      `FABRIC_BIN is ${folder}, which lacks ${missing.join(', ')}: ` +
        'name the folder with the programs of a Fabric release, or unset FABRIC_BIN to have them found or built',
    )
  }
  return { files: fabricPrograms.map((name) => join(folder, name)), source: `FABRIC_BIN (${folder})` }
}

const fabricOnPath = async ({ environment, report }: Search): Promise<Found | undefined> => {
  const files = fabricPrograms.flatMap((name) => findOnPath(name, environment) ?? [])
  const [peer] = files
  if (peer === undefined || files.length < fabricPrograms.length) return undefined
  try {
    await readVersion(peer)
    return { files, source: `PATH (${peer})` }
  } catch (error) {
    report(`passing over the Fabric programs on PATH: ${(error as Error).message}`)
    return undefined
  }
}

const findFabric = async (search: Search): Promise<Found> => {
  const folder = search.environment['FABRIC_BIN']
  if (folder) return inFolder(resolve(folder))
  const found = await fabricOnPath(search)
  if (found !== undefined) return found
  const built = await search.build('fabric', search)
  return { files: fabricPrograms.map((name) => join(built, name)), source: `built from pinned sources (${built})` }
}

const findAuthority = async (search: Search): Promise<string[]> => {
  const folder = search.environment['FABRIC_BIN']
  const given = folder ? authorityPrograms.map((name) => join(resolve(folder), name)) : []
  if (given.length > 0 && given.every(isProgram)) return given
  const found = authorityPrograms.flatMap((name) => findOnPath(name, search.environment) ?? [])
  if (found.length === authorityPrograms.length) return found
  const built = await search.build('fabric-ca', search)
  return authorityPrograms.map((name) => join(built, name))
}

/**
 * Finds Fabric's programs: in FABRIC_BIN, else on PATH (2.5 or newer), else built once from the pinned Go modules.
 * Fabric CA's programs are looked for in the same places, each set by itself. Refuses a FABRIC_BIN that lacks a program.
 */
export const findPrograms = async (options: ProgramSearch = {}): Promise<Programs> => {
  const { report = () => {}, environment = process.env, signal, build = buildPrograms } = options
  const search: Search = { report, environment, signal, build }
  const fabric = await findFabric(search)
  const [peer = '', orderer = '', osnadmin = '', configtxgen = ''] = fabric.files
  const version = await readVersion(peer, signal)
  const [authorityServer = '', authorityClient = ''] = await findAuthority(search)
  return {
    peer,
    orderer,
    osnadmin,
    configtxgen,
    authorityServer,
    authorityClient,
    version: version.text,
    speaksBatchMessages: isAtLeast(version, 3, 1),
    // Releases differ in this and do not tell, but the program carries the names of the filters it has.
    checksTimeWindow: readFileSync(peer).includes('TimeWindowCheck'),
    faults: [...faultsOf('orderer', orderer), ...faultsOf('peer', peer)],
    source: fabric.source,
  }
}
