import type { z } from 'zod'
import {
  packageOpenings,
  packageReleases,
  packageRequests,
  packages,
} from '../../../chaincode/domains/packages/tables.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { type Reading, readAllOwn } from '../own-lists.ts'
import { readRow } from '../rows.ts'
import type { Terminal } from '../terminal.ts'

const shapes = {
  packages: asWritten(packages.shape),
  'package-requests': asWritten(packageRequests.shape),
  'package-releases': asWritten(packageReleases.shape),
  'package-openings': asWritten(packageOpenings.shape),
} as const
type PackageList = keyof typeof shapes
/** What one finds in a list of packages, as the ledger has it. */
export type ListedPackages<L extends PackageList> = z.infer<(typeof shapes)[L]>

/** All of one's own packages, requests for their keys, releases or openings. */
export const readPackages = <L extends PackageList>(terminal: Reading, list: L): Promise<ListedPackages<L>[]> =>
  readAllOwn(terminal, list, shapes[list]) as Promise<ListedPackages<L>[]>

/** The package of an interaction of one's own; refuses `not_found` where there is none. */
export const readPackage = (
  terminal: Pick<Terminal, 'participant' | 'read'>,
  interaction: string,
): Promise<ListedPackages<'packages'>> => readRow(terminal, packages.key(interaction), shapes.packages)
