import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Environment, findOnPath } from './command.ts'
import { withLock } from './lock.ts'
import { applyPatch, copySources, digestPatches, readPatches } from './patches.ts'

export type ProgramSet = 'fabric' | 'fabric-ca'
type BuildOptions = { environment: Environment; report: (line: string) => void; signal?: AbortSignal | undefined }

const fabricModule = 'github.com/hyperledger/fabric'
// The pinned sources belong to the 3.0 line, so the version must not promise what came with 3.1. It names the patches too.
const fabricVersion = `v3.0.0-assay.1.${digestPatches()}`

const sets = {
  fabric: {
    title: "Fabric's programs",
    version: fabricVersion,
    flags: `-s -w -X ${fabricModule}/common/metadata.Version=${fabricVersion}`,
  },
  'fabric-ca': { title: "Fabric CA's programs", version: 'v1.5.15', flags: '-s -w' },
} as const

const sourceFolder = (set: ProgramSet): string => join(dirname(fileURLToPath(import.meta.url)), set)

const cacheFolder = (environment: Environment): string =>
  join(environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache'), 'assay')

/** The folder a set of programs is built into. It is named by what they are built from: another pin or patch, another folder. */
export const builtFolder = (set: ProgramSet, environment: Environment = process.env): string => {
  const digest = createHash('sha256').update(sets[set].version)
  for (const file of ['go.mod', 'go.sum']) digest.update(readFileSync(join(sourceFolder(set), file)))
  return join(cacheFolder(environment), `${set}-${digest.digest('hex').slice(0, 12)}`)
}

/** What this machine lacks to build a set of programs, in words; undefined when it lacks nothing. */
export const missingForBuild = (set: ProgramSet, environment: Environment = process.env): string | undefined => {
  if (findOnPath('go', environment) === undefined) return 'the Go compiler (install Go 1.26 or newer)'
  const compilers = [environment['CC']?.split(' ')[0] || 'gcc', 'cc', 'clang']
  if (set === 'fabric-ca' && compilers.every((name) => findOnPath(name, environment) === undefined)) {
    return 'a C compiler, which Fabric CA needs for its database (install gcc)'
  }
  return undefined
}

const goEnvironment = (set: ProgramSet, environment: Environment): Environment => ({
  ...environment,
  GOFLAGS: '-mod=readonly',
  GOWORK: 'off',
  ...(set === 'fabric-ca' && { CGO_ENABLED: '1' }),
})

const runGo = (parameters: string[], folder: string, { environment, signal }: BuildOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const settings = { cwd: folder, env: goEnvironment('fabric', environment) as NodeJS.ProcessEnv, signal }
    execFile('go', parameters, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`go ${parameters.join(' ')} failed; Go said:\n${stderr.trim() || stdout.trim()}`))
    })
  })

/**
 * Puts a patched copy of the pinned Fabric beside the build, and has the build use it. Go checks no local copy itself, so what is
 * copied is held against the pin's go.sum here.
 */
const patchFabric = async (folder: string, options: BuildOptions): Promise<void> => {
  options.report('fetching the pinned Fabric, to patch a copy of it')
  const answer = await runGo(['mod', 'download', '-json', fabricModule], folder, options)
  const { Dir: sources, Sum: sum, Version: version } = JSON.parse(answer) as { [member: string]: string }
  const pinned = readFileSync(join(folder, 'go.sum'), 'utf8').split('\n')
  if (sources === undefined || !pinned.includes(`${fabricModule} ${version} ${sum}`)) {
    throw new Error(`Go's copy of ${fabricModule} ${version} is not the pinned one: go clean -modcache fetches it anew`)
  }
  copySources(sources, join(folder, 'fabric'))
  for (const patch of readPatches()) applyPatch(join(folder, 'fabric'), patch)
  appendFileSync(join(folder, 'go.mod'), `\nreplace ${fabricModule} => ./fabric\n`)
}

// Go names each package as it compiles it: enough to show that the build moves, and how far.
const compile = (set: ProgramSet, folder: string, { environment, report, signal }: BuildOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const started = Date.now()
    const lines: string[] = []
    const child = spawn('go', ['build', '-v', '-trimpath', '-ldflags', sets[set].flags, '-o', 'bin/', 'tool'], {
      cwd: folder,
      env: goEnvironment(set, environment) as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    })
    const tell = () => {
      const phase = lines.length === 0 ? 'fetching sources' : `${lines.length} packages, now ${lines.at(-1)}`
      report(`building ${sets[set].title}: ${Math.round((Date.now() - started) / 1000)} s, ${phase}`)
    }
    const timer = setInterval(tell, 4000)
    child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)))
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve()
      else reject(new Error(`building ${sets[set].title} failed; Go said:\n${lines.slice(-12).join('\n')}`))
    })
  })

const build = async (set: ProgramSet, folder: string, options: BuildOptions): Promise<void> => {
  // Built aside and moved at the end: a folder of that name is always whole, whatever interrupts us.
  const temporary = mkdtempSync(`${folder}.building-`)
  try {
    for (const file of ['go.mod', 'go.sum']) copyFileSync(join(sourceFolder(set), file), join(temporary, file))
    if (set === 'fabric') await patchFabric(temporary, options)
    await compile(set, temporary, options)
    renameSync(join(temporary, 'bin'), folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * Answers the folder with a set of programs, building them first when this user never did (minutes, with progress lines).
 * Only one build of a set runs at a time; another waits for it. Refuses when Go or a C compiler is missing.
 */
export const buildPrograms = async (set: ProgramSet, options: BuildOptions): Promise<string> => {
  const folder = builtFolder(set, options.environment)
  if (existsSync(folder)) return folder
  const missing = missingForBuild(set, options.environment)
  if (missing !== undefined) {
    throw new Error(
      `${sets[set].title} are neither in FABRIC_BIN nor on PATH, and building them needs ${missing}. ` +
        'Install that, or set FABRIC_BIN to the folder with the programs of a Fabric release.',
    )
  }
  mkdirSync(dirname(folder), { recursive: true })
  let seconds = 0
  const onBusy = (pid: number) => {
    options.signal?.throwIfAborted()
    if (seconds % 5 === 0) options.report(`waiting for process ${pid}, which is building ${sets[set].title}`)
    seconds += 1
  }
  await withLock(`${folder}.lock`, onBusy, async () => {
    if (existsSync(folder)) return
    options.report(`building ${sets[set].title} once (one to three minutes); FABRIC_BIN would skip this`)
    await build(set, folder, options)
  })
  return folder
}
