import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Consortium, type ConsortiumDefinition, consortiumDefinition } from '../chaincode/wire/consortium.ts'

/** The consortium that the project comes with. */
export const ownConsortiumFile = join(import.meta.dirname, 'consortium.yaml')

/** The file with the members of the consortium: the one that ASSAY_CONSORTIUM names, else the project's own. */
export const consortiumFile = (): string => process.env['ASSAY_CONSORTIUM'] || ownConsortiumFile

/** Reads the members from a YAML file. Refuses one that it cannot understand, and says where and why. */
export const readConsortium = (file = consortiumFile()): ConsortiumDefinition => {
  const read = consortiumDefinition.safeParse(parse(readFileSync(file, 'utf8')))
  if (read.success) return read.data
  throw new Error(`${file} lists no consortium:\n${z.prettifyError(read.error)}`)
}

/** The text that is approved: it stands in the data folder, counts into the ledger's package, and its processes read it. */
export const renderConsortium = ({ members, quorum }: Consortium): string =>
  `${JSON.stringify({ members, quorum }, null, 2)}\n`
