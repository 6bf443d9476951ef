import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'
import { keyParts, packageContents } from './terms.ts'

/** What was sealed for one interaction, of which neither content nor keys stand on the ledger. */
export const packages = table('package', {
  shape: z.object({
    interaction: z.string(),
    /** The digest of the sealed package. */
    package: z.string(),
    contents: z.enum(packageContents),
    /** Bytes of the sealed package. */
    size: amount,
    giver: z.string(),
    giverHome: z.string(),
    /** The giver's device that has the second key. */
    device: z.string(),
    receiver: z.string(),
    receiverHome: z.string(),
    keeper: z.string(),
    keeperHome: z.string(),
    /** The digest of the document in which the first key is sealed to the keeper. */
    firstKey: z.string(),
    until: amount,
    /** `released` once the second key is out. */
    status: z.enum(['open', 'released', 'revoked', 'rejected']),
  }),
  key: ['interaction'],
  homes: ['giverHome', 'receiverHome'],
  readers: { parties: ['giver', 'receiver', 'keeper'] },
  listed: { as: 'packages', ofAccounts: true, under: ['giver', 'receiver', 'keeper'], open: ['open', 'released'] },
})
export type Package = RecordIn<typeof packages>

/** That a device of the receiver asks for both keys; one row for each device, so that a new one asks again. */
export const packageRequests = table('package-request', {
  shape: z.object({
    interaction: z.string(),
    device: z.string(),
    receiver: z.string(),
    home: z.string(),
    giver: z.string(),
    keeper: z.string(),
    askedAt: amount,
  }),
  key: ['interaction', 'device'],
  homes: ['home'],
  readers: { parties: ['receiver', 'giver', 'keeper'] },
  listed: { as: 'package-requests', ofAccounts: true, under: ['receiver', 'giver', 'keeper'], open: [] },
})
export type PackageRequest = RecordIn<typeof packageRequests>

/** That one of the keys was released to a device, once. */
export const packageReleases = table('package-release', {
  shape: z.object({
    interaction: z.string(),
    device: z.string(),
    part: z.enum(keyParts),
    by: z.string(),
    home: z.string(),
    receiver: z.string(),
    giver: z.string(),
    /** The digest of the document in which the key is sealed to the device. */
    sealedKey: z.string(),
  }),
  key: ['interaction', 'device', 'part'],
  homes: ['home'],
  readers: { parties: ['receiver', 'by', 'giver'] },
  listed: { as: 'package-releases', ofAccounts: true, under: ['receiver', 'by'], open: [] },
})
export type PackageRelease = RecordIn<typeof packageReleases>

/** That a device of the receiver opened the package, and when (S1-062). */
export const packageOpenings = table('package-opening', {
  shape: z.object({
    interaction: z.string(),
    device: z.string(),
    receiver: z.string(),
    home: z.string(),
    giver: z.string(),
    openedAt: amount,
  }),
  key: ['interaction', 'device'],
  homes: ['home'],
  readers: { parties: ['receiver', 'giver'] },
  listed: { as: 'package-openings', ofAccounts: true, under: ['receiver', 'giver'], open: [] },
})

/** Every table of this domain. */
export const packageTables = [packages, packageRequests, packageReleases, packageOpenings] as const
