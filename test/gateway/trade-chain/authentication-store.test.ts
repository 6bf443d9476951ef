import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { FileFault } from '../../../gateway/files/file-fault.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { Problem } from '../../../gateway/problem.ts'
import { AuthenticationStore, authenticationsFile } from '../../../gateway/trade-chain/authentication-store.ts'
import { takeAuthentication } from '../../../gateway/trade-chain/promotion-authentication.ts'
import { authenticationSamples } from '../../support/authentications.ts'

const digits = { owner: 'bob', type: 'digits', bytes: authenticationSamples.digits } as const
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe('what a bank keeps of what authenticates promotions', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-authentications-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('S2-054 is the same behind a restart, and not once its bytes or its key are others', () => {
    const first = new AuthenticationStore(new Inventory(folder))
    const [digest, other] = [first.keep(digits, 1), first.keep(digits, 2)]
    first.close()
    const again = new AuthenticationStore(new Inventory(folder))
    expect(again.isSame(digest, digits.bytes)).equal(true)
    expect(again.isSame(digest, authenticationSamples.text)).equal(false)
    expect(again.isSame('A'.repeat(43), digits.bytes)).equal(undefined)
    again.close()
    const database = new DatabaseSync(join(folder, authenticationsFile))
    database.exec(`UPDATE authentication SET sealed = (SELECT sealed FROM authentication WHERE digest = '${other}')`)
    database.close()
    const changed = new AuthenticationStore(new Inventory(folder))
    expect(() => changed.isSame(digest, digits.bytes)).throw()
    changed.close()
    rmSync(join(folder, 'authentications.key'))
    expect(() => new AuthenticationStore(new Inventory(folder))).throw(FileFault)
  })

  it('is bounded for each promoter, in pieces and bytes, and for all together', () => {
    const store = new AuthenticationStore(':memory:', { ofOwner: 2, bytesOfOwner: 100, bytesOfAll: 120 })
    const long = { ...digits, bytes: Buffer.alloc(90, '1') }
    store.keep(long, 1)
    expect(codeOf(() => store.keep(long, 1))).equal('documents_too_many')
    store.keep(digits, 1)
    expect(codeOf(() => store.keep(digits, 1))).equal('documents_too_many')
    expect(codeOf(() => store.keep({ ...long, owner: 'dora' }, 1))).equal('overloaded')
    store.forget([])
    store.forget(store.ofOwner('bob').map(({ digest }) => digest))
    expect(store.ofOwner('bob')).deep.equal([])
    store.close()
  })

  it('forgets what no open promotion names for a day, once its promoter hands in more', () => {
    const store = new AuthenticationStore(':memory:')
    const day = 86_400_000
    let now = 1
    let named: string[] = []
    const options = {
      ...{ mspId: 'BankMSP', authentications: store, now: () => now },
      wrong: { requireOpen: () => {}, count: () => {} },
      projection: {
        view: { find: () => ({ home: 'BankMSP' }) },
        lists: { listed: () => ({ items: named.map((digest) => ({ authentication: { digest } })) }) },
      },
    } as never
    const session = { participant: 'bob', home: 'BankMSP', roles: ['customer'], device: 'd' } as never
    const take = () => takeAuthentication(session, digits, options).digest
    const kept = [take(), take()]
    named = [kept[1] as string]
    now += day - 1
    kept.push(take())
    expect(store.ofOwner('bob').map(({ digest }) => digest)).deep.equal(kept)
    now += 1
    kept.push(take())
    expect(store.ofOwner('bob').map(({ digest }) => digest)).deep.equal(kept.slice(1))
    named = Array.from({ length: 200 }, (_each, place) => `${place}`)
    now += 2 * day
    kept.push(take())
    expect(store.ofOwner('bob')).length(4)
    store.close()
  })
})
