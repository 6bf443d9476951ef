import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import type { Rejected } from '../../../chaincode/outcome.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import { failureOf } from '../../support/failure.ts'

const pending = (number: number, change: Partial<Pending> = {}): Pending => ({
  ...{ id: `id-${number}`, sender: 'alice', device: 'phone', number: `${number}`, envelope: `{"n":${number}}` },
  receivedAt: 1_800_000_000_000n + BigInt(number),
  ...change,
})

const rejection = (id: string): Rejected => ({ id, status: 'rejected', code: 'bad_signature', values: {} })

describe('the outbox', () => {
  let folder: string
  let path: string
  let outbox: Outbox
  const reopen = () => {
    outbox.close()
    outbox = new Outbox(new Inventory(folder))
  }

  const onDisk = (): unknown[] => {
    const other = new DatabaseSync(path)
    const ids = other.prepare('SELECT id FROM pending ORDER BY id').all()
    other.close()
    return ids.map((row) => row['id'])
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-outbox-'))
    path = join(folder, 'outbox.sqlite')
    outbox = new Outbox(new Inventory(folder))
  })
  afterEach(() => {
    outbox.close()
    rmSync(folder, { recursive: true })
  })

  it('has on disk what it said it stored, before it says so', async () => {
    const { stored } = outbox.store(pending(1))
    expect([outbox.find('id-1'), onDisk()]).to.deep.equal([undefined, []])
    await stored
    expect(onDisk()).to.deep.equal(['id-1'])
  })

  it('has all of it again after a restart, in the order of arrival', async () => {
    for (const number of [3, 1, 2]) await outbox.store(pending(number)).stored
    reopen()
    expect(outbox.all()).to.deep.equal([pending(1), pending(2), pending(3)])
    expect(outbox.size).to.equal(3)
  })

  it('writes what arrives together in one group, each told whether it is new', async () => {
    const storing = [pending(1), pending(2), pending(1), pending(3)].map((one) => outbox.store(one))
    expect(storing.map(({ isNew }) => isNew)).to.deep.equal([true, true, false, true])
    await Promise.all(storing.map(({ stored }) => stored))
    expect(onDisk()).to.deep.equal(['id-1', 'id-2', 'id-3'])
    const again = outbox.store(pending(2))
    expect(again.isNew).to.equal(false)
    await again.stored
    reopen()
    expect(outbox.size).to.equal(3)
  })

  it('keeps the first of the same instruction', async () => {
    await outbox.store(pending(1)).stored
    await outbox.store(pending(1, { receivedAt: 5n })).stored
    reopen()
    expect(outbox.find('id-1')).to.deep.equal(pending(1))
  })

  it('finds the rival that claims a number', async () => {
    await outbox.store(pending(4)).stored
    expect(outbox.findByNumber({ sender: 'alice', device: 'phone', number: '4' })).to.deep.equal(pending(4))
    expect(outbox.findByNumber({ sender: 'alice', device: 'phone', number: '5' })).to.equal(undefined)
    expect(outbox.findByNumber({ sender: 'alice', device: 'tablet', number: '4' })).to.equal(undefined)
    // Another account with the same key has numbers of its own.
    expect(outbox.findByNumber({ sender: 'bob', device: 'phone', number: '4' })).to.equal(undefined)
  })

  it('forgets what has its outcome, and does not mind what it never had', async () => {
    await outbox.store(pending(1)).stored
    await outbox.store(pending(2)).stored
    outbox.settle(['id-1', 'unheard-of'])
    expect(outbox.find('id-1')).to.equal(undefined)
    reopen()
    expect(outbox.all()).to.deep.equal([pending(2)])
  })

  it('takes what has its outcome off the disk with the next write, for which nobody waits', async () => {
    await outbox.store(pending(1)).stored
    outbox.settle(['id-1'])
    expect([outbox.size, onDisk()]).to.deep.equal([0, ['id-1']])
    await outbox.store(pending(2)).stored
    expect(onDisk()).to.deep.equal(['id-2'])
  })

  it('takes it off the disk by itself when nothing else is written', async () => {
    await outbox.store(pending(1)).stored
    outbox.settle(['id-1'])
    while (onDisk().length > 0) await new Promise((resume) => setTimeout(resume, 20))
  })

  it('keeps why an instruction was rejected, until the same is sent again', async () => {
    await outbox.store(pending(1)).stored
    outbox.reject(rejection('id-1'))
    expect(outbox.size).to.equal(0)
    reopen()
    expect(outbox.rejection('id-1')).to.deep.equal(rejection('id-1'))
    await outbox.store(pending(1)).stored
    expect(outbox.rejection('id-1')).to.equal(undefined)
    reopen()
    expect(outbox.rejection('id-1')).to.equal(undefined)
    expect(outbox.find('id-1')).to.deep.equal(pending(1))
  })

  it('promises nothing when the disk fails, and goes on afterwards', async () => {
    const other = new DatabaseSync(path)
    other.exec("CREATE TRIGGER full BEFORE INSERT ON pending BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    const storing = [1, 2, 1].map((number) => outbox.store(pending(number)))
    for (const { stored } of storing) expect(await failureOf(stored)).to.contain('the disk is full')
    expect([outbox.find('id-1'), outbox.size]).to.deep.equal([undefined, 0])
    other.exec('DROP TRIGGER full')
    other.close()
    const again = outbox.store(pending(1))
    expect(again.isNew).to.equal(true)
    await again.stored
    expect(onDisk()).to.deep.equal(['id-1'])
  })

  it('promises nothing that is not written when it closes', async () => {
    const { stored } = outbox.store(pending(1))
    reopen()
    expect(await failureOf(stored)).to.contain('database is not open')
    expect(outbox.size).to.equal(0)
  })
})
