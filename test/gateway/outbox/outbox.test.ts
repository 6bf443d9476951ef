import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import sinon from 'sinon'
import type { Rejected } from '../../../chaincode/outcome.ts'
import { FileFault } from '../../../gateway/files/file-fault.ts'
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

  /** Lets the disk refuse what goes into this table, as a full one does, until that is mended. */
  const failing = (table: string): (() => void) => {
    const other = new DatabaseSync(path)
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
    return () => {
      other.exec('DROP TRIGGER full')
      other.close()
    }
  }

  it('keeps a rejection that the disk does not take, and writes it with what comes next', async () => {
    await outbox.store(pending(1)).stored
    const mend = failing('rejection')
    outbox.reject(rejection('id-1'))
    expect([outbox.size, outbox.rejection('id-1'), onDisk()]).to.deep.equal([0, rejection('id-1'), ['id-1']])
    mend()
    await outbox.store(pending(2)).stored
    expect(onDisk()).to.deep.equal(['id-2'])
    reopen()
    expect(outbox.rejection('id-1')).to.deep.equal(rejection('id-1'))
    expect(outbox.rejection('id-2')).to.equal(undefined)
  })

  it('keeps what has its outcome for the next write when the disk does not take it away', async () => {
    await outbox.store(pending(1)).stored
    outbox.settle(['id-1'])
    const other = new DatabaseSync(path)
    other.exec("CREATE TRIGGER full BEFORE DELETE ON pending BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    expect(await failureOf(outbox.store(pending(2)).stored)).to.contain('the disk is full')
    other.exec('DROP TRIGGER full')
    other.close()
    await outbox.store(pending(3)).stored
    expect(onDisk()).to.deep.equal(['id-3'])
  })

  it('says why nothing can be promised, looking once a second, and says in the log when that begins and when it ends', () => {
    const told: string[] = []
    outbox.close()
    const clock = sinon.useFakeTimers({ toFake: ['performance'] })
    try {
      outbox = new Outbox(new Inventory(folder), {
        error: (_values: object, text: string) => void told.push(text),
        info: (text: string) => void told.push(text),
      } as never)
      expect(outbox.failure).to.equal(undefined)
      const mend = failing('probe')
      expect(outbox.failure, 'it was looked at just now').to.equal(undefined)
      for (let seconds = 0; seconds < 2; seconds += 1) {
        clock.tick(1_000)
        expect(outbox.failure).to.contain('the disk is full')
      }
      mend()
      clock.tick(999)
      expect(outbox.failure).to.contain('the disk is full')
      clock.tick(1)
      expect(outbox.failure).to.equal(undefined)
    } finally {
      clock.restore()
    }
    expect(told).to.deep.equal(['the outbox cannot be written', 'the outbox can be written again'])
  })

  it('finds the newer of two that claim one number, also when the older has its outcome', async () => {
    const rival = pending(4, { id: 'rival' })
    await outbox.store(pending(4)).stored
    await outbox.store(rival).stored
    const claim = { sender: 'alice', device: 'phone', number: '4' }
    outbox.settle(['id-4'])
    expect(outbox.findByNumber(claim)).to.deep.equal(rival)
    outbox.settle(['rival'])
    expect(outbox.findByNumber(claim)).to.equal(undefined)
  })

  it('refuses a file with a promise that cannot be read, and says which', async () => {
    await outbox.store(pending(1)).stored
    outbox.close()
    const other = new DatabaseSync(path)
    other.exec("UPDATE pending SET envelope = '{'")
    const open = () => new Outbox(new Inventory(folder))
    expect(open).to.throw(FileFault).with.property('message').that.contains('id-1')
    other.exec('UPDATE pending SET envelope = \'{"instruction":{}}\'')
    other.close()
    outbox = new Outbox(':memory:')
    expect([outbox.size, outbox.rejection('id-1')]).to.deep.equal([0, undefined])
  })

  it('keeps why something was rejected that it never had', () => {
    outbox.reject(rejection('unheard-of'))
    expect([outbox.size, outbox.rejection('unheard-of')]).to.deep.equal([0, rejection('unheard-of')])
  })
})
