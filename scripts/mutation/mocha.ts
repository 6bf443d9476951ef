import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface MochaRun {
  readonly folder: string
  readonly files: readonly string[]
  readonly environment: { readonly [name: string]: string }
  readonly limitMilliseconds: number
}

export type MochaEnd = 'passed' | 'failed' | 'timed out'

const options = ['--bail', '--exit', '--timeout', '60000', '--require', './scripts/mutation/reached.ts']

/** Runs test files until the first failure. A run that takes longer than its limit is killed with all that it started. */
export const runMocha = ({ folder, files, environment, limitMilliseconds }: MochaRun): Promise<MochaEnd> =>
  new Promise((resolve, reject) => {
    const binaries = join(folder, 'node_modules', '.bin')
    // A group of its own, so that what a test starts ends with it.
    const child = spawn(join(binaries, 'mocha'), [...options, ...files], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...environment, PATH: `${binaries}:${process.env['PATH']}`, NODE_NO_WARNINGS: '1' },
    })
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    }
    let isLate = false
    const limit = setTimeout(() => {
      isLate = true
      end()
    }, limitMilliseconds)
    process.once('exit', end)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(limit)
      process.off('exit', end)
      const ended = code === 0 ? 'passed' : 'failed'
      resolve(isLate ? 'timed out' : ended)
    })
  })
