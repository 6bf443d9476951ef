import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { CredentialStore } from '../../../gateway/credentials/credential-store.ts'
import { DocumentStore } from '../../../gateway/documents/document-store.ts'
import { createDurably } from '../../../gateway/files/durable.ts'
import { FileFault } from '../../../gateway/files/file-fault.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { openKept } from '../../../gateway/files/kept-database.ts'
import { openSecret, readCertificate, readPrivateKey } from '../../../gateway/files/keys.ts'
import { Outbox } from '../../../gateway/outbox/outbox.ts'

const schema = 'CREATE TABLE IF NOT EXISTS one (id TEXT PRIMARY KEY) STRICT;'

describe('a gateway’s own files', () => {
  let folder: string
  const path = (name: string) => join(folder, name)
  /** As a new process would see the folder. */
  const fresh = () => new Inventory(folder)
  const faultOf = (work: () => unknown): FileFault => {
    try {
      work()
    } catch (error) {
      if (error instanceof FileFault) return error
      throw error
    }
    throw new Error('nothing was refused')
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay files '))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('makes a secret once, whole, for its owner only, and leaves no part of it behind', () => {
    const secret = openSecret(fresh(), 'session.key')
    expect(secret).to.have.lengthOf(32)
    expect(statSync(path('session.key')).mode & 0o777).to.equal(0o600)
    expect(Buffer.from(openSecret(fresh(), 'session.key')).equals(secret)).to.equal(true)
    expect(readdirSync(folder)).to.have.members(['session.key', 'inventory.json'])
    expect(() => createDurably(path('session.key'), 'another')).to.throw('EEXIST')
    expect(readFileSync(path('session.key')).equals(Buffer.from(secret))).to.equal(true)
    expect(readdirSync(folder)).to.have.members(['session.key', 'inventory.json'])
  })

  it('takes the secret of a folder that has no inventory yet as it is', () => {
    writeFileSync(path('session.key'), Buffer.alloc(32, 9), { mode: 0o600 })
    expect(openSecret(fresh(), 'session.key')[0]).to.equal(9)
  })

  const spoiled: { [what: string]: (file: string) => void } = {
    'is empty': (file) => truncateSync(file, 0),
    'holds 31 bytes and not 32': (file) => truncateSync(file, 31),
    'holds 33 bytes and not 32': (file) => writeFileSync(file, Buffer.alloc(33)),
    'is another key than was used before': (file) => writeFileSync(file, Buffer.alloc(32)),
    'is missing, and was in use': (file) => rmSync(file),
    'may be read by others of this machine': (file) => chmodSync(file, 0o644),
  }
  for (const [reason, spoil] of Object.entries(spoiled)) {
    it(`refuses a secret that ${reason}, names it, makes no other, and takes it again once it is as it was`, () => {
      const secret = openSecret(fresh(), 'payment-code.key')
      const file = path('payment-code.key')
      spoil(file)
      const after = existsSync(file) ? readFileSync(file) : undefined
      const fault = faultOf(() => openSecret(fresh(), 'payment-code.key'))
      expect(fault).to.include({ file, reason })
      expect(fault.next).to.match(/npm run repair|chmod 600/)
      expect(existsSync(file) ? readFileSync(file) : undefined).to.deep.equal(after)
      writeFileSync(file, secret)
      chmodSync(file, 0o600)
      expect(Buffer.from(openSecret(fresh(), 'payment-code.key')).equals(secret)).to.equal(true)
    })
  }

  it('refuses an empty secret also where nothing tells whether it was used', () => {
    writeFileSync(path('session.key'), '', { mode: 0o600 })
    expect(faultOf(() => openSecret(fresh(), 'session.key')).reason).to.equal('is empty')
  })

  for (const [name, open] of [
    ['outbox.sqlite', (inventory: Inventory) => new Outbox(inventory)],
    ['credentials.sqlite', (inventory: Inventory) => new CredentialStore(inventory)],
    ['documents.sqlite', (inventory: Inventory) => new DocumentStore(inventory)],
  ] as const) {
    it(`refuses ${name} when it is empty, damaged or gone, leaves it as it is, and never begins it anew`, () => {
      open(fresh()).close()
      const file = path(name)
      const good = readFileSync(file)
      const refusals = [
        ['is empty', () => truncateSync(file, 0)],
        ['is damaged', () => writeFileSync(file, Buffer.alloc(8192, 'rubbish'))],
        ['is damaged', () => writeFileSync(file, Buffer.concat([good.subarray(0, 4096), Buffer.alloc(4096, 7)]))],
        ['is missing, and was in use', () => rmSync(file)],
      ] as const
      for (const [reason, spoil] of refusals) {
        spoil()
        const fault = faultOf(() => open(fresh()))
        expect(fault.file).to.equal(file)
        expect(fault.message).to.contain(reason).and.contain('npm run repair')
      }
      expect(existsSync(file)).to.equal(false)
      writeFileSync(file, good, { mode: 0o600 })
      open(fresh()).close()
    })
  }

  it('refuses an outbox with a promise that cannot be read, and names the promise', () => {
    new Outbox(fresh()).close()
    const database = new DatabaseSync(path('outbox.sqlite'))
    database.exec(`INSERT INTO pending VALUES ('torn-one', 'alice', 'phone', '1', '{"instruct', '1')`)
    database.close()
    expect(faultOf(() => new Outbox(fresh())).message).to.contain('torn-one')
  })

  it('makes a database whole or not at all', () => {
    openKept(fresh(), 'one.sqlite', schema).close()
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).to.deep.equal([])
    expect(() => openKept(fresh(), 'two.sqlite', 'CREATE TABLE')).to.throw()
    expect(existsSync(path('two.sqlite'))).to.equal(false)
  })

  it('refuses an inventory that is damaged', () => {
    openSecret(fresh(), 'session.key')
    for (const text of ['', '{', '{"files":{"session.key":7}}']) {
      writeFileSync(path('inventory.json'), text)
      expect(faultOf(fresh)).to.include({ file: path('inventory.json'), reason: 'is damaged' })
    }
  })

  it('refuses provided keys and certificates that are missing, empty or something else, and quotes nothing of them', () => {
    const file = path('key.pem')
    const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const read of [readPrivateKey, readCertificate]) {
      expect(faultOf(() => read(file)).reason).to.equal('is missing')
      writeFileSync(file, '')
      expect(faultOf(() => read(file)).reason).to.equal('is empty')
      for (const text of ['rubbish', other]) {
        writeFileSync(file, text)
        const { message } = faultOf(() => read(file))
        expect(message).to.match(/holds no (P-256 private key|certificate)/)
        expect(message).not.to.contain('rubbish')
      }
      rmSync(file)
    }
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    writeFileSync(file, key.export({ type: 'pkcs8', format: 'pem' }))
    expect(readPrivateKey(file).equals(key)).to.equal(true)
  })
})
