import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'

// Formats and mends what can be mended without thought; `npm run check` tells the rest.
const root = dirname(import.meta.dirname)
const { status } = spawnSync(join(root, 'node_modules', '.bin', 'biome'), ['check', '--write', '.'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
