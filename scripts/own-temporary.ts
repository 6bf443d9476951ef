import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const stem = 'assay-check-'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Removes the folders of earlier runs that were killed before they could. */
const sweep = (parent: string): void => {
  for (const name of readdirSync(parent)) {
    const [pid] = name.startsWith(stem) ? name.slice(stem.length).split('-') : []
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

/**
 * Lends something a folder of its own for all that is temporary, which is removed afterwards, also when that fails; and gives what was left
 * in it of this project, by name, beside the result.
 */
export const withOwnTemporary = async <T>(
  use: (folder: string) => Promise<T>,
  parent = tmpdir(),
): Promise<{ result: T; left: string[] }> => {
  sweep(parent)
  const folder = mkdtempSync(join(parent, `${stem}${process.pid}-`))
  try {
    const result = await use(folder)
    // What browsers and compilers leave is theirs.
    return { result, left: readdirSync(folder).filter((name) => name.startsWith('assay')) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
