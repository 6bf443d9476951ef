import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Consortium, type ConsortiumDefinition, consortiumDefinition } from '../chaincode/wire/consortium.ts'

/** Where the text stands that lists the network's consortium: what its organisations approved. */
export const consortiumStateFile = (dataFolder: string): string => join(dataFolder, 'consortium.json')

/** The consortium that the project comes with. */
export const ownConsortiumFile = join(import.meta.dirname, 'consortium.yaml')

/**
 * The file with the members of the consortium: the one that ASSAY_CONSORTIUM names, else the list with which the network of this data
 * folder began, so that stopping and asking need no setting; else the project's own.
 */
export const consortiumFile = (dataFolder: string): string => {
  const asked = process.env['ASSAY_CONSORTIUM']
  if (asked) return asked
  const kept = consortiumStateFile(dataFolder)
  return existsSync(kept) ? kept : ownConsortiumFile
}

const readYaml = (file: string): unknown => {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} cannot be read as YAML: ${(error as Error).message}`)
  }
}

/** Reads the members from a YAML file, of which JSON is one. Refuses one that it cannot understand, and says where and why. */
export const readConsortium = (file: string): ConsortiumDefinition => {
  const read = consortiumDefinition.safeParse(readYaml(file))
  if (read.success) return read.data
  throw new Error(`${file} lists no consortium:\n${z.prettifyError(read.error)}`)
}

/** The text that is approved: it stands in the data folder, counts into the ledger's package, and its processes read it. */
export const renderConsortium = ({ members, quorum }: Consortium): string =>
  `${JSON.stringify({ members, quorum }, null, 2)}\n`
