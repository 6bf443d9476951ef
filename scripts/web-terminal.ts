import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { webTerminalFolder } from '../network/folders.ts'

// All that goes into the bundle. A change of anything else leaves it as it is.
const sources = [
  'terminal/sdk',
  'terminal/web',
  'chaincode/wire',
  'chaincode/rules',
  'chaincode/domains',
  'chaincode/vocabulary.ts',
  'scripts/web-terminal.ts',
  'package.json',
  'package-lock.json',
]
const stampName = '.sources'

const filesIn = (path: string): string[] => {
  const entries = readdirSync(path, { withFileTypes: true })
  return entries
    .filter(({ name }) => !name.startsWith('built') && !name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
}

const digestOf = (projectFolder: string): string => {
  const paths = sources.map((source) => join(projectFolder, source))
  const files = paths.flatMap((path) => (statSync(path).isFile() ? [path] : filesIn(path)))
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const content = createHash('sha256').update(readFileSync(file)).digest('hex')
    hash.update(`${relative(projectFolder, file).split(sep).join('/')} ${content}\n`)
  }
  return hash.digest('hex')
}

const build = (projectFolder: string, folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const program = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js')
    const configuration = join(projectFolder, 'terminal', 'web', 'vite.config.ts')
    const child = spawn(process.execPath, [program, 'build', '--config', configuration], {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ASSAY_WEB_FOLDER: folder, NODE_ENV: 'production' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`the web terminal could not be built:\n${output.trim()}`))
    })
  })

const compressible = new Set(['.js', '.css', '.html', '.json', '.webmanifest', '.svg', '.wasm'])

/** A file in each encoding that gateways serve, as small as it gets. */
const encodings: { [extension: string]: (content: Buffer) => Promise<Buffer> } = {
  br: (content) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  gz: (content) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
}

/** Puts each file's compressed forms beside it, where they are smaller. */
const compress = async (folder: string): Promise<void> => {
  const files = filesIn(folder).filter((file) => compressible.has(extname(file)))
  const forms = files.flatMap((file) =>
    Object.entries(encodings).map(async ([extension, encode]) => {
      const content = readFileSync(file)
      const encoded = await encode(content)
      if (encoded.length < content.length) writeFileSync(`${file}.${extension}`, encoded)
    }),
  )
  await Promise.all(forms)
}

/**
 * Writes the page that links to certificates open: the same one, behind a script that takes the key out of the address before anything
 * else runs.
 */
const writeCertificatePage = (folder: string): void => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const first = '<meta name="robots" content="noindex" />\n    <script src="/take-link.js"></script>\n    <script'
  mkdirSync(join(folder, 'c'))
  writeFileSync(join(folder, 'c', 'index.html'), page.replace('<script', first))
}

const ownName = '.assets'

/**
 * Puts the assets of the build before beside the new ones: a page that is open now still asks for its own. Those that were kept
 * then for an older one go.
 */
export const keepAssetsBefore = (folder: string, fresh: string): void => {
  writeFileSync(join(fresh, ownName), readdirSync(join(fresh, 'assets')).join('\n'))
  const list = join(folder, ownName)
  if (!existsSync(list)) return
  for (const name of readFileSync(list, 'utf8').split('\n')) {
    const [from, to] = [join(folder, 'assets', name), join(fresh, 'assets', name)]
    if (existsSync(from) && !existsSync(to)) copyFileSync(from, to)
  }
}

const replace = (fresh: string, folder: string): void => {
  const old = `${folder}-old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}

/**
 * Builds the web terminal when its sources changed since, beside the old one, and then puts it in its place at once, so that a
 * gateway never serves half of it. Answers whether it was built; throws with the bundler's words when that fails.
 */
export const ensureWebTerminal = async (
  projectFolder: string,
  report: (line: string) => void,
  { isForced = false } = {},
): Promise<boolean> => {
  const began = performance.now()
  const folder = webTerminalFolder(projectFolder)
  const digest = digestOf(projectFolder)
  const stamp = join(folder, stampName)
  if (!isForced && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false
  report('web terminal: its sources are new, building it takes some seconds')
  const fresh = `${folder}-${process.pid}`
  try {
    await build(projectFolder, fresh)
    writeCertificatePage(fresh)
    await compress(fresh)
    keepAssetsBefore(folder, fresh)
    writeFileSync(join(fresh, stampName), digest)
    replace(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  report(`web terminal: built in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  return true
}
