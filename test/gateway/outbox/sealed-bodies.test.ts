import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { FileFault } from '../../../gateway/files/file-fault.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { Outbox, outboxFile, type Pending } from '../../../gateway/outbox/outbox.ts'
import { filesBelow } from '../../support/secret-scan.ts'

const secret = 'a grade that nobody else may know'
const pending = (id: string, change: Partial<Pending> = {}): Pending => ({
  ...{ id, sender: 'officer', device: 'desk', number: '1', envelope: '{}', receivedAt: 1n },
  ...change,
})

describe('the confidential bodies of promised instructions', () => {
  let folder: string
  let outbox: Outbox
  const open = () => new Outbox(new Inventory(folder))
  const readable = () => [...filesBelow(folder)].some((file) => readFileSync(file).includes(secret))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-outbox-'))
    outbox = open()
  })
  afterEach(() => {
    outbox.close()
    rmSync(folder, { recursive: true })
  })

  it('come back behind a restart with their promises, and are readable in no file meanwhile', async () => {
    await outbox.store(pending('one', { confidential: secret })).stored
    await outbox.store(pending('two', { number: '2' })).stored
    expect(readable()).equal(false)
    outbox.close()
    outbox = open()
    expect([outbox.find('one')?.confidential, outbox.find('two')]).deep.equal([secret, pending('two', { number: '2' })])
  })

  it('are gone with their promise, once it has an outcome or is rejected', async () => {
    for (const id of ['one', 'two']) await outbox.store(pending(id, { number: id, confidential: secret })).stored
    outbox.settle(['one'])
    outbox.reject({ id: 'two', status: 'rejected', code: 'bad_signature', values: {} })
    await outbox.store(pending('next', { number: '9' })).stored
    outbox.close()
    outbox = open()
    expect(['one', 'two'].map((id) => outbox.find(id))).deep.equal([undefined, undefined])
    const bodies = readFileSync(join(folder, outboxFile))
    expect(bodies.includes(Buffer.from(secret))).equal(false)
  })

  it('that the key beside them does not open stop the start, and name the file', async () => {
    await outbox.store(pending('one', { confidential: secret })).stored
    outbox.close()
    const file = new DatabaseSync(join(folder, outboxFile))
    file.exec('UPDATE confidential SET sealed = zeroblob(60)')
    file.close()
    expect(open).throws(FileFault, 'holds a confidential body that its key does not open')
    outbox = new Outbox(':memory:')
  })
})
