import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { CredentialStore } from '../../../gateway/credentials/credential-store.ts'
import { Credentials } from '../../../gateway/credentials/credentials.ts'
import { Passwords } from '../../../gateway/credentials/password.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { codeOf } from '../support/refused.ts'

const alice = { account: 'alice', hash: 'hash', messageAddress: 'alice@example.org', roles: ['customer' as const] }
const password = 'a horse, a battery, a staple'

describe('the store of credentials', () => {
  let folder: string
  let path: string
  let store: CredentialStore
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-credentials-'))
    path = join(folder, 'credentials.sqlite')
    store = new CredentialStore(new Inventory(folder))
  })
  afterEach(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  const reopen = () => {
    store.close()
    store = new CredentialStore(new Inventory(folder))
  }
  const passwords = new Passwords({ logN: 4, r: 1, p: 1 })

  it('keeps them over restarts, in files that only their owner reads', () => {
    store.put(alice)
    store.put({ ...alice, account: 'bob', messageAddress: undefined })
    for (const name of ['', '-wal', '-shm']) expect(statSync(`${path}${name}`).mode & 0o077, name).equal(0)
    reopen()
    expect(store.find('alice')).deep.equal(alice)
    expect(store.find('bob')?.messageAddress).equal(undefined)
    expect(store.find('carol')).equal(undefined)
  })

  it('S4-001 keeps a lock over restarts', async () => {
    const at = () => new Credentials(store, passwords)
    await at().set('alice', { password, roles: ['customer'] })
    for (let count = 0; count < 5; count += 1) {
      expect(await codeOf(at().require('alice', 'quite another one'))).equal('wrong_credentials')
    }
    reopen()
    expect(await codeOf(at().require('alice', password))).equal('account_locked')
    // The registrar opens it, with a password of the registrar’s.
    await at().set('alice', { password, roles: ['customer'] })
    expect((await at().require('alice', password)).account).equal('alice')
  })

  it('holds no password in clear', async () => {
    await new Credentials(store, passwords).set('alice', { password, roles: ['customer'] })
    store.close()
    expect(readFileSync(path).includes(password)).equal(false)
    store = new CredentialStore(new Inventory(folder))
  })

  it('counts names that nobody has within bounds, and forgets no account for them', () => {
    store.close()
    store = new CredentialStore(':memory:')
    store.put(alice)
    const tries = { failed: 3, lockedUntil: 0, lastAt: 0 }
    store.count('alice', tries)
    for (let name = 1; name <= 10_010; name += 1) store.count(`name-${name}`, { ...tries, lastAt: name })
    expect(store.attempts('alice')).deep.equal(tries)
    expect(store.attempts('name-10').failed).equal(0)
    expect(store.attempts('name-11').failed).equal(3)
    expect(store.attempts('name-10010').failed).equal(3)
  })

  it('does not count a try that was turned away unseen', async () => {
    const overloaded = { matches: () => Promise.reject(Object.assign(new Error(), { code: 'overloaded' })) }
    const credentials = new Credentials(store, overloaded as unknown as Passwords)
    for (let count = 0; count < 8; count += 1)
      expect(await codeOf(credentials.require('alice', 'x'))).equal('overloaded')
    expect(store.attempts('alice').failed).equal(0)
  })
})
