import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Configuration } from '../../gateway/configuration.ts'
import { FileFault } from '../../gateway/files/file-fault.ts'
import { LaidBlobs } from '../../gateway/mailbox/laid-blobs.ts'
import { openBlobs } from '../../gateway/open-blobs.ts'
import { digestOfBytes } from '../../gateway/services/document-fetch.ts'
import { SignedStore } from './support/signed-store.ts'

describe('opening the mailbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-open-'))
  const bytes = Buffer.from('a part')
  const name = digestOfBytes(bytes)
  const laid = new LaidBlobs(':memory:')
  const files = { accessKeyFile: join(folder, 'access'), secretKeyFile: join(folder, 'secret') }
  const openWith = (mailbox: object) => openBlobs({ dataFolder: folder, mailbox } as unknown as Configuration, laid)
  after(() => rmSync(folder, { recursive: true }))

  it('takes the folder where nothing is configured', async () => {
    const blobs = openWith({})
    await blobs.put(name, bytes, { owner: 'shop', most: 1_000 }, 0)
    expect(Buffer.from((await blobs.get(name)) ?? []).equals(bytes)).equal(true)
  })

  it('takes the bucket that is configured, with its keys from files', async () => {
    const store = new SignedStore(join(folder, 'store'), { bucket: 'assay', secretKey: 'the secret' })
    const endpoint = await store.run()
    writeFileSync(files.accessKeyFile, 'S3RVER\n')
    writeFileSync(files.secretKeyFile, 'the secret\n')
    const blobs = openWith({ store: { endpoint, bucket: 'assay', region: 'us-east-1', prefix: 'here/', ...files } })
    await blobs.put(name, bytes, { owner: 'shop', most: 1_000 }, 0)
    expect(Buffer.from((await blobs.get(name)) ?? []).equals(bytes)).equal(true)
    await store.close()
  })

  it('refuses keys that are missing or empty, and repeats none', () => {
    const store = { endpoint: 'http://127.0.0.1:9', bucket: 'assay', region: 'us-east-1', prefix: '' }
    for (const secretKeyFile of [join(folder, 'nowhere'), join(folder, 'blank')]) {
      writeFileSync(join(folder, 'blank'), ' \n')
      writeFileSync(files.accessKeyFile, 'the access key')
      const open = () => openWith({ store: { ...store, ...files, secretKeyFile } })
      expect(open).to.throw(FileFault).that.has.property('message').that.does.not.contain('access key')
    }
  })
})
