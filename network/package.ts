import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { packArchive } from './archive.ts'
import { renderMetadata } from './render-chaincode.ts'

export type ChaincodePackage = {
  /** What every peer calls it: label and hash. */
  id: string
  archive: Buffer
}

// What belongs to the code: nothing installed, nothing hidden.
const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((entry) => {
      const file = join(folder, entry.name)
      if (entry.isDirectory()) return listFiles(file)
      return entry.isFile() ? [file] : []
    })

/**
 * A digest of a chaincode's sources: the folder in which the entry named by `main` in its package.json lies.
 * Refuses a module without such an entry.
 */
export const digestSources = (modulePath: string): string => {
  const { main } = JSON.parse(readFileSync(join(modulePath, 'package.json'), 'utf8')) as { main?: string }
  if (main === undefined) throw new Error(`${join(modulePath, 'package.json')} names no "main" for the chaincode`)
  const folder = dirname(join(modulePath, main))
  const digest = createHash('sha256')
  const files = listFiles(folder).map((file) => ({ file, name: relative(folder, file).split(sep).join('/') }))
  for (const { file, name } of files.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    digest.update(`${name}\n${createHash('sha256').update(readFileSync(file)).digest('hex')}\n`)
  }
  return digest.digest('hex')
}

/** The version that a definition has of a package: the end of its id, which is of the hash and so of the sources and members. */
export const definitionVersion = (packageId: string): string => packageId.slice(-12)

export type PackageParts = {
  name: string
  label: string
  modulePath: string
  /** The text that lists the consortium, where the chaincode's answers depend on it. */
  consortium?: string | undefined
}

/**
 * Makes the package that the organisations install and approve: the chaincode's name, the digest of its sources, and the
 * consortium where it needs one.
 * The same sources give the same bytes and so the same id everywhere; changed sources give another id, which the
 * organisations have to approve anew. Address and credentials are not in it: each peer's builder adds its own.
 */
export const makePackage = (chaincode: PackageParts): ChaincodePackage => {
  const code = packArchive([
    { name: 'chaincode.name', content: Buffer.from(chaincode.name) },
    { name: 'sources.sha256', content: Buffer.from(`${digestSources(chaincode.modulePath)}\n`) },
    ...(chaincode.consortium === undefined
      ? []
      : [{ name: 'consortium.json', content: Buffer.from(chaincode.consortium) }]),
  ])
  const archive = packArchive([
    { name: 'code.tar.gz', content: code },
    { name: 'metadata.json', content: Buffer.from(renderMetadata(chaincode.label)) },
  ])
  return { id: `${chaincode.label}:${createHash('sha256').update(archive).digest('hex')}`, archive }
}
