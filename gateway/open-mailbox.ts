import { join } from 'node:path'
import type { Configuration } from './configuration.ts'
import { FolderBlobs } from './mailbox/folder-blobs.ts'
import { Mailbox } from './services/mailbox.ts'
import type { Stores } from './stores.ts'

/** The mailbox of sealed packages, in a folder of the gateway's data. */
export const openMailbox = (
  { dataFolder, gateways, limits }: Configuration,
  { laidBlobs: laid, projection, signer }: Stores,
): Mailbox =>
  new Mailbox({
    ...{ store: new FolderBlobs(join(dataFolder, 'mailbox')), laid, view: projection.view, signer, gateways },
    bytesPerParticipant: limits.mailboxBytesPerParticipant,
  })
