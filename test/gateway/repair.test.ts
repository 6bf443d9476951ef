import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { Inventory } from '../../gateway/files/inventory.ts'
import { openSecret } from '../../gateway/files/keys.ts'
import { Outbox } from '../../gateway/outbox/outbox.ts'
import { beginAnew, faultsIn } from '../../gateway/repair.ts'
import { IdentityReferences } from '../../gateway/trade-chain/identity-references.ts'
import { firstTexts, SealedTexts } from '../../gateway/trade-chain/sealed-texts.ts'

describe('the repair of a gateway’s files', () => {
  let folder: string
  const path = (name: string) => join(folder, name)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-repair-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const pending = (number: number) => ({
    ...{ id: `id-${number}`, sender: 'alice', device: 'phone', number: `${number}`, envelope: '{}', receivedAt: 1n },
  })

  it('names what is damaged or missing, and makes nothing that was never there', () => {
    expect(faultsIn(folder)).to.deep.equal([])
    expect(readdirSync(folder)).to.deep.equal([])
    openSecret(new Inventory(folder), 'session.key')
    new Outbox(new Inventory(folder)).close()
    expect(faultsIn(folder)).to.deep.equal([])
    truncateSync(path('session.key'), 0)
    rmSync(path('outbox.sqlite'))
    const found = faultsIn(folder).map(({ file, reason }) => [file, reason])
    expect(found).to.deep.equal([
      [path('session.key'), 'is empty'],
      [path('outbox.sqlite'), 'is missing, and was in use'],
    ])
  })

  it('takes over the first texts of chains, and by what clients are known, where they can be read', () => {
    const inventory = new Inventory(folder)
    const [texts, references] = [new SealedTexts(inventory, firstTexts), new IdentityReferences(inventory)]
    texts.keep('a chain', { owner: 'alice', text: 'a text' })
    references.put('alice', { type: 'phone', value: '+8613800138000' })
    texts.close()
    references.close()
    expect([
      beginAnew(folder, 'first-texts.sqlite').rows,
      beginAnew(folder, 'identity-references.sqlite').rows,
    ]).to.deep.equal([2, 1])
    const [again, known] = [
      new SealedTexts(new Inventory(folder), firstTexts),
      new IdentityReferences(new Inventory(folder)),
    ]
    expect([again.find('a chain'), known.typesOf('alice')]).to.deep.equal(['a text', ['phone']])
    again.close()
    known.close()
  })

  it('begins a secret anew only when told to, and keeps what was there', () => {
    openSecret(new Inventory(folder), 'payment-code.key')
    writeFileSync(path('payment-code.key'), 'seven')
    const { aside } = beginAnew(folder, 'payment-code.key')
    expect(aside).to.match(/payment-code\.key\.damaged-\d{4}-\d\d-\d\dT/)
    expect(readFileSync(aside as string, 'utf8')).to.equal('seven')
    expect(faultsIn(folder)).to.deep.equal([])
    expect(openSecret(new Inventory(folder), 'payment-code.key')).to.have.lengthOf(32)
  })

  it('takes over the promises of a damaged outbox that can still be read', async () => {
    const outbox = new Outbox(new Inventory(folder))
    await Promise.all([1, 2, 3].map((number) => outbox.store(pending(number)).stored))
    outbox.close()
    const database = new DatabaseSync(path('outbox.sqlite'))
    database.exec(`UPDATE pending SET envelope = '{"instruct' WHERE id = 'id-2'`)
    database.close()
    expect(faultsIn(folder)).to.have.lengthOf(1)
    expect(beginAnew(folder, 'outbox.sqlite').rows).to.equal(2)
    const mended = new Outbox(new Inventory(folder))
    expect(mended.all().map(({ id }) => id)).to.have.members(['id-1', 'id-3'])
    mended.close()
  })

  it('begins an outbox of rubbish anew', () => {
    new Outbox(new Inventory(folder)).close()
    writeFileSync(path('outbox.sqlite'), Buffer.alloc(9_000, 'rubbish'))
    const { aside, rows } = beginAnew(folder, 'outbox.sqlite')
    expect(rows).to.equal(0)
    expect(readFileSync(aside as string)).to.have.lengthOf(9_000)
    expect(faultsIn(folder)).to.deep.equal([])
  })

  it('refuses a file that it knows nothing of', () => {
    expect(() => beginAnew(folder, '../bank.json')).to.throw('is none of')
  })
})
