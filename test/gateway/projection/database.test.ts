import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import sinon from 'sinon'
import { type Database, openDatabase } from '../../../gateway/projection/database.ts'

describe('the projection’s file', () => {
  let folder: string
  let path: string
  let database: Database
  const open = () => openDatabase(path, { warn: () => {} })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-database-'))
    path = join(folder, 'projection.sqlite')
    database = open()
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  const put = (key: string) => database.inOneStep(() => database.run('INSERT INTO row VALUES (?, ?)', key, '{}'))
  const keys = (): string[] => database.all<{ key: string }>('SELECT key FROM row ORDER BY key').map(({ key }) => key)
  const keysOnDisk = (): unknown[] => {
    const other = new DatabaseSync(path, { readOnly: true })
    const rows = other.prepare('SELECT key FROM row ORDER BY key').all()
    other.close()
    return rows.map((row) => row['key'])
  }

  it('shows every step at once to whoever asks here, and holds them all a little later', async () => {
    put('one')
    put('two')
    expect(keys()).deep.equal(['one', 'two'])
    expect(keysOnDisk()).deep.equal([])
    while (keysOnDisk().length < 2) await new Promise((resume) => setTimeout(resume, 20))
  })

  it('keeps nothing of a step that failed, and all of those around it', () => {
    put('one')
    expect(() =>
      database.inOneStep(() => {
        database.run('INSERT INTO row VALUES (?, ?)', 'half', '{}')
        throw new Error('the block cannot be read')
      }),
    ).to.throw('cannot be read')
    put('two')
    database.close()
    database = open()
    expect(keys()).deep.equal(['one', 'two'])
  })

  it('passes over what cannot be written for its content, and never what the machine cannot', () => {
    database.inOneStep(() => {
      database.run('INSERT INTO row VALUES (?, ?)', 'one', '{}')
      const twice = database.tryPart(() => {
        database.run('INSERT INTO row VALUES (?, ?)', 'half', '{}')
        database.run('INSERT INTO row VALUES (?, ?)', 'one', '{}')
      })
      expect(twice).to.equal(false)
      expect(database.tryPart(() => JSON.parse('{'))).to.equal(false)
      expect(database.tryPart(() => database.run('INSERT INTO row VALUES (?, ?)', 2n ** 70n, '{}'))).to.equal(false)
    })
    expect(keys()).deep.equal(['one'])
    const { max_page_count: pages } = database.one<{ max_page_count: number }>('PRAGMA max_page_count = 1') ?? {}
    const fill = () => {
      for (let index = 0; index < 100; index += 1) {
        database.run('INSERT INTO row VALUES (?, ?)', `row-${index}`, 'x'.repeat(8_192))
      }
    }
    expect(() => database.inOneStep(() => database.tryPart(fill)), `${pages} pages at most`).to.throw('full')
    database.one('PRAGMA max_page_count = 1000000')
    put('two')
    expect(keys()).to.include('two').and.not.include('row-0')
  })

  const whenCommitted = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resume) => setTimeout(resume, 20))
  }

  it('knows when what it took in cannot be brought to the disk, tries again, and holds all of it once it can', async () => {
    database.run('CREATE TABLE parent (id INTEGER PRIMARY KEY)')
    database.run('CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)')
    expect(database.isFailing).to.equal(false)
    put('one')
    database.inOneStep(() => database.run('INSERT INTO child VALUES (1)'))
    await whenCommitted(() => database.isFailing)
    expect(keysOnDisk()).to.deep.equal([])
    database.inOneStep(() => database.run('INSERT INTO parent VALUES (1)'))
    await whenCommitted(() => !database.isFailing)
    expect(keysOnDisk()).to.deep.equal(['one'])
  })

  it('begins anew with the next step where the changes were taken back behind it', async () => {
    put('lost')
    database.run('ROLLBACK')
    await whenCommitted(() => database.isFailing)
    put('kept')
    await whenCommitted(() => !database.isFailing)
    expect(keysOnDisk()).to.deep.equal(['kept'])
  })

  it('tries nothing more once it is closed, also where the last try failed', () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const other = openDatabase(join(folder, 'other.sqlite'), { warn: () => {} })
      other.inOneStep(() => {
        other.run('CREATE TABLE parent (id INTEGER PRIMARY KEY)')
        other.run('CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)')
        other.run('INSERT INTO child VALUES (1)')
      })
      other.close()
      expect(other.isFailing).to.equal(true)
      clock.runAll()
      expect(clock.countTimers()).to.equal(0)
    } finally {
      clock.restore()
    }
  })
})
