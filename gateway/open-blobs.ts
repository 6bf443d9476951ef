import { join } from 'node:path'
import type { Configuration } from './configuration.ts'
import { FileFault } from './files/file-fault.ts'
import { readProvided } from './files/keys.ts'
import type { BlobStore } from './mailbox/blob-store.ts'
import { BucketBlobs } from './mailbox/bucket-blobs.ts'
import { FolderBlobs } from './mailbox/folder-blobs.ts'
import { KeptBlobs } from './mailbox/kept-blobs.ts'
import type { LaidBlobs } from './mailbox/laid-blobs.ts'

const readKey = (file: string): string => {
  const key = readProvided(file).trimEnd()
  if (key !== '') return key
  throw new FileFault({ file, reason: 'holds no key', next: 'bring it back from a copy' })
}

/** The bucket that the configuration names, or a folder of the gateway's data; refuses by FileFault keys that cannot be read. */
const blobStoreOf = ({ dataFolder, mailbox: { store } }: Configuration): BlobStore => {
  if (store === undefined) return new FolderBlobs(join(dataFolder, 'mailbox'))
  const { accessKeyFile, secretKeyFile, ...bucket } = store
  return new BucketBlobs({ ...bucket, accessKey: readKey(accessKeyFile), secretKey: readKey(secretKeyFile) })
}

/** The blobs of the mailbox over the list of them; refuses as `blobStoreOf` does. */
export const openBlobs = (configuration: Configuration, laid: LaidBlobs): KeptBlobs =>
  new KeptBlobs(blobStoreOf(configuration), laid)
