import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const patchShape = z.strictObject({
  /** What the fault stops: `orderers` or `peers`. */
  fault: z.enum(['orderers', 'peers']),
  /** What goes wrong without the patch, in one sentence. */
  title: z.string().min(1),
  why: z.string().min(1),
  /** A text that a program has only where the fault is mended. */
  marker: z.string().min(8),
  program: z.enum(['orderer', 'peer']),
  hunks: z.array(z.strictObject({ file: z.string().min(1), find: z.string().min(1), replace: z.string() })).min(1),
})

/** A mending of a fault in the pinned Fabric (decision 0025). */
export type Patch = z.infer<typeof patchShape> & { name: string }

const folder = join(import.meta.dirname, 'fabric', 'patches')

const patchFiles = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()

/** All patches of this checkout, by their names. Throws where a file is not of a patch's shape. */
export const readPatches = (): Patch[] =>
  patchFiles().map((file) => {
    const read = patchShape.safeParse(parse(readFileSync(join(folder, file), 'utf8')))
    if (!read.success) throw new Error(`${join(folder, file)} is no patch: ${z.prettifyError(read.error)}`)
    return { ...read.data, name: file.slice(0, -'.yaml'.length) }
  })

/** A digest of all patches: other patches, another build. */
export const digestPatches = (): string => {
  const digest = createHash('sha256')
  for (const file of patchFiles()) digest.update(`${file}\n`).update(readFileSync(join(folder, file)))
  return digest.digest('hex').slice(0, 8)
}

/** Copies a folder of sources so that the copy can be changed: Go keeps its modules read-only. */
export const copySources = (from: string, to: string): void => {
  mkdirSync(to, { mode: 0o755 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copySources(source, target)
    else if (entry.isFile()) {
      copyFileSync(source, target)
      chmodSync(target, 0o644)
    }
  }
}

/**
 * Applies a patch to a copy of the sources. Throws where a text that is to be replaced does not stand there exactly once: the
 * sources are then not those that the patch was written for, and must not be built.
 */
export const applyPatch = (sources: string, { name, hunks }: Patch): void => {
  for (const { file, find, replace } of hunks) {
    const text = readFileSync(join(sources, file), 'utf8')
    const count = text.split(find).length - 1
    if (count !== 1) {
      throw new Error(`the patch ${name} does not fit ${file}: what it replaces stands there ${count} times, not once`)
    }
    writeFileSync(
      join(sources, file),
      text.replace(find, () => replace),
    )
  }
}
