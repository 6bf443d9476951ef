import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { Command } from 'commander'

const root = dirname(import.meta.dirname)

await new Command('recipe')
  .description(
    'Adds a made-up kind to a copy of the project, whole and with each part left out, and says which check names what is missing. Takes a few minutes.',
  )
  .action(() => {
    const mocha = join(root, 'node_modules', '.bin', 'mocha')
    const { status } = spawnSync(mocha, ['test/recipe/recipe.test.ts'], { cwd: root, stdio: 'inherit' })
    process.exitCode = status ?? 1
  })
  .parseAsync()
