// Runs one of the project's scripts with the Node.js the project pins, installing the pinned packages first when they are missing or stale.
// Plain JavaScript on purpose: this file must run on whatever Node.js the machine has.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, 'node_modules', '.assay-installed')
const pinnedNode = join(root, 'node_modules', '.bin', 'node')

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

const isInstalled = (digest) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest

const install = (digest) => {
  process.stderr.write('assay: installing the pinned packages, about half a minute\n')
  // `npm ci` insists on lock entries for other platforms' optional binaries, which not every registry serves; this installs
  // exactly what the lock pins for this platform and leaves the lock as it is.
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const result = spawnSync('npm', ['install', ...options], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    process.stderr.write(
      'assay: npm install failed; its message stands above. Mend that and run the same command again.\n',
    )
    process.exit(result.status ?? 1)
  }
  writeFileSync(stampFile, digest)
}

const chooseNode = () => {
  if (existsSync(pinnedNode)) return pinnedNode
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  process.stderr.write(
    `assay: no pinned Node.js ships for ${process.platform}-${process.arch}; install Node.js 24 or newer and try again (this is ${process.version}).\n`,
  )
  process.exit(1)
}

const [script, ...rest] = process.argv.slice(2)
if (script === undefined) {
  process.stderr.write('usage: node scripts/run.mjs SCRIPT [arguments]\n')
  process.exit(2)
}
const digest = lockDigest()
if (!isInstalled(digest)) install(digest)

const child = spawn(chooseNode(), ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], {
  stdio: 'inherit',
})
// The terminal sends Ctrl-C to the whole group, so the child hears it by itself; a plain kill reaches only this process.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  process.exit(signal === null ? (code ?? 1) : 128 + (signal === 'SIGINT' ? 2 : 15))
})
