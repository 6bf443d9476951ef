import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The project's files as they stand, in a folder of their own that is gone when this process ends. The work tree is never changed. */
export const copyProject = (root: string, texts: ReadonlyMap<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-mutation-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // A second signal, as to a whole group, must not cut that off.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root })
  for (const file of stdout.toString().trim().split('\n')) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, text] of texts) writeFileSync(join(folder, file), text)
  return folder
}
