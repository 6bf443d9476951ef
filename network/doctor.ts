import { existsSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtFolder, missingForBuild, type ProgramSet } from './build.ts'
import { certificateEnds, daysLeft, endingCertificates } from './certificate-ends.ts'
import { olderSettings } from './channel-settings.ts'
import { findOnPath } from './command.ts'
import { faultsOfRunning, type KnownFault } from './known-faults.ts'
import { isPortFree } from './ports.ts'
import { isRunning, listProcesses } from './process.ts'
import { findPrograms } from './programs.ts'
import { listPorts, type Topology } from './topology.ts'

export type Finding = { subject: string; state: 'good' | 'note' | 'missing'; detail: string }

const checkNode = (): Finding => {
  const good = Number(process.versions.node.split('.')[0]) >= 24
  const detail = good
    ? process.version
    : `${process.version}; 24 or newer is needed: run the npm scripts, which bring it`
  return { subject: 'Node.js', state: good ? 'good' : 'missing', detail }
}

const checkPackages = ({ projectFolder }: Topology): Finding => {
  const good = existsSync(join(projectFolder, 'node_modules', 'fabric-shim'))
  return { subject: 'packages', state: good ? 'good' : 'missing', detail: good ? 'installed' : 'run npm ci' }
}

class BuildNeeded extends Error {}

const titlesOf = (faults: readonly KnownFault[]): string => faults.map(({ title }) => title).join('. ')

// What really runs counts, not what would be started now: a start leaves running processes alone.
const checkRunning = ({ dataFolder }: Topology): Finding[] =>
  listProcesses(dataFolder).flatMap(({ name, pid }): Finding[] => {
    const program = (['orderer', 'peer'] as const).find((each) => name.startsWith(`${each}-`))
    if (program === undefined || !isRunning(dataFolder, name)) return []
    const faults = faultsOfRunning(program, pid)
    return faults.length === 0
      ? []
      : [{ subject: name, state: 'note', detail: `runs with faults: ${titlesOf(faults)}` }]
  })

const checkFaults = (faults: readonly KnownFault[], source: string): Finding => {
  if (faults.length === 0) return { subject: 'faults', state: 'good', detail: 'none known of these programs' }
  return { subject: 'faults', state: 'note', detail: `${source}, not known to be free of: ${titlesOf(faults)}` }
}

const checkChannel = (topology: Topology): Finding[] =>
  olderSettings(topology).map((detail) => ({ subject: 'channel', state: 'note', detail }))

// Looked for without building anything: what would be built, and whether this machine could.
const checkPrograms = async (): Promise<Finding[]> => {
  const build = async (set: ProgramSet): Promise<string> => {
    const folder = builtFolder(set)
    if (existsSync(folder)) return folder
    const missing = missingForBuild(set) ?? missingForBuild('fabric-ca')
    if (missing === undefined) throw new BuildNeeded('built at the first start, which takes some minutes once')
    throw new Error(`not found, and building them needs ${missing}; or set FABRIC_BIN to a Fabric release's folder`)
  }
  try {
    const { version, source, authorityServer, faults } = await findPrograms({ build })
    const detail = `${version}, ${source}; CA from ${dirname(authorityServer)}`
    return [{ subject: 'Fabric', state: 'good', detail }, checkFaults(faults, source)]
  } catch (error) {
    const state = error instanceof BuildNeeded ? 'note' : 'missing'
    return [{ subject: 'Fabric', state, detail: (error as Error).message }]
  }
}

const checkCompilers = (): Finding[] =>
  [
    { subject: 'Go', programs: ['go'] },
    { subject: 'C compiler', programs: ['gcc', 'cc', 'clang'] },
  ].map(({ subject, programs }): Finding => {
    const found = programs.map((name) => findOnPath(name)).find((file) => file !== undefined)
    const absent = 'none; only needed to build the Fabric programs'
    return { subject, state: found === undefined ? 'note' : 'good', detail: found ?? absent }
  })

const checkPorts = async (topology: Topology): Promise<Finding> => {
  const running = listProcesses(topology.dataFolder).some(({ name }) => isRunning(topology.dataFolder, name))
  if (running) return { subject: 'ports', state: 'good', detail: 'the network runs and has its ports' }
  const ports = listPorts(topology)
  const free = await Promise.all(ports.map(({ port }) => isPortFree(port)))
  const taken = ports.filter((_, index) => !free[index]).map(({ name, port }) => `${port} (${name})`)
  if (taken.length === 0) return { subject: 'ports', state: 'good', detail: `free from ${topology.portBase} on` }
  return {
    subject: 'ports',
    state: 'missing',
    detail: `in use: ${taken.join(', ')}; choose others with ASSAY_PORT_BASE`,
  }
}

const checkDisk = ({ dataFolder }: Topology): Finding => {
  let folder = dataFolder
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = statfsSync(folder)
  const gigabytes = (bavail * bsize) / 1024 ** 3
  return {
    subject: 'disk',
    state: gigabytes < 2 ? 'missing' : 'good',
    detail: `${gigabytes.toFixed(1)} GB free, 2 needed`,
  }
}

const checkCertificates = (topology: Topology): Finding[] => {
  const ends = certificateEnds(topology)
  const days = daysLeft(ends)
  const ending = endingCertificates(ends)
  if (days === undefined) return []
  return ending.length === 0
    ? [{ subject: 'certificates', state: 'good', detail: `the first of ${ends.length} ends in ${days} days` }]
    : ending.map((detail) => ({
        subject: 'certificates',
        state: 'note',
        detail: `${detail}; npm start renews identities`,
      }))
}

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy']

/** What of the environment sends programs through a web proxy; never the address, which may hold a password. */
const checkProxies = (): Finding[] => {
  const found = proxyVariables.flatMap((name) =>
    [name, name.toUpperCase()].filter((each) => (process.env[each] ?? '') !== ''),
  )
  const detail = `${found.join(', ')}: used for installing and building only; nothing of the network goes through it`
  return found.length === 0 ? [] : [{ subject: 'web proxy', state: 'note', detail }]
}

/** Looks at everything the network needs of a machine, changing nothing. `missing` keeps it from starting, `note` does not. */
export const examine = async (topology: Topology): Promise<Finding[]> => [
  checkNode(),
  checkPackages(topology),
  ...(await checkPrograms()),
  ...checkRunning(topology),
  ...checkChannel(topology),
  ...checkCertificates(topology),
  ...checkProxies(),
  ...checkCompilers(),
  await checkPorts(topology),
  checkDisk(topology),
]
