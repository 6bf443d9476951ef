import { z } from 'zod'
import { interactions } from '../../../chaincode/domains/matching/tables.ts'
import {
  packageOpenings,
  packageReleases,
  packageRequests,
  packages,
} from '../../../chaincode/domains/packages/tables.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { understand } from '../answers.ts'
import type { Connection } from '../connection.ts'
import { type Reading, readAllOwn } from '../own-lists.ts'
import { readRow } from '../rows.ts'
import { readOpenly } from '../session.ts'
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

const interactionRow = asWritten(interactions.shape)

/** The interaction for which something is delivered; refuses as the gateway does to who is no side of it. */
export const readInteraction = (
  terminal: Pick<Terminal, 'read'>,
  interaction: string,
): Promise<z.infer<typeof interactionRow>> => readRow(terminal, interactions.key(interaction), interactionRow)

const keepersAnswer = z.object({ items: z.array(z.object({ participant: z.string(), home: z.string() })) })
/** Somebody who keeps first keys of packages, and the member where it is at home. */
export type ListedKeeper = z.infer<typeof keepersAnswer>['items'][number]

/** Who can be named as the keeper of a first key now. */
export const readKeepers = async (connection: Connection): Promise<ListedKeeper[]> =>
  understand(keepersAnswer, await readOpenly(connection, '/v1/keepers')).items
