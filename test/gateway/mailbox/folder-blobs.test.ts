import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { FolderBlobs } from '../../../gateway/mailbox/folder-blobs.ts'
import { digestOfBytes } from '../../../gateway/services/document-fetch.ts'

const all = async (names: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = []
  for await (const name of names) found.push(name)
  return found
}

describe('a mailbox in a folder', () => {
  let folder: string
  const bytes = Buffer.from('a part')
  const name = digestOfBytes(bytes)

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'assay-mailbox-')), 'mailbox')
  })
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

  it('keeps, gives, lists and deletes bytes in files that only its owner may read', async () => {
    const blobs = new FolderBlobs(folder)
    expect(await all(blobs.names())).deep.equal([])
    await Promise.all([blobs.put(name, bytes), blobs.put(name, bytes)])
    expect(await blobs.has(name)).equal(true)
    expect(Buffer.from((await blobs.get(name)) ?? []).equals(bytes)).equal(true)
    expect(await all(blobs.names())).deep.equal([name])
    expect(statSync(join(folder, name.slice(0, 2), name)).mode & 0o777).equal(0o600)
    await blobs.delete(name)
    await blobs.delete(name)
    expect([await blobs.has(name), await blobs.get(name)]).deep.equal([false, undefined])
  })

  it('lists nothing that is not its own, and clears at its start what was half written', async () => {
    await new FolderBlobs(folder).put(name, bytes)
    writeFileSync(join(folder, 'incoming', 'half'), 'ha')
    mkdirSync(join(folder, 'zz'))
    writeFileSync(join(folder, 'zz', name), 'in another place')
    writeFileSync(join(folder, name.slice(0, 2), 'note.txt'), 'a note')
    const blobs = new FolderBlobs(folder)
    expect(await all(blobs.names())).deep.equal([name])
    expect(readdirSync(folder)).not.contain('incoming')
  })
})
