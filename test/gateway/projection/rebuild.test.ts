import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'
import { projectionOf } from '../support/blocks.ts'
import { readStory, type Story } from '../support/story.ts'

const tables = [
  'row',
  'history',
  'ledger_transaction',
  'block',
  'attempt',
  'instruction',
  'concern',
  'voucher',
  'listed',
  'holding',
  'entry',
]

/** Everything that the file holds, table by table. */
const dump = (path: string) => {
  const database = new DatabaseSync(path)
  const all = tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all())
  database.close()
  return all
}

/** Every list for everybody, as it is answered. */
const answers = ({ lists, events }: Projection, { blocks, auditor }: Story) => {
  const page = { limit: 200 }
  const keys = new Set(
    blocks.flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes.map((w) => w.key))),
  )
  const people = ['alice', 'bob', 'institution-treasury', 'bank-treasury', auditor.participant]
  const beginning = { block: 0, position: 0, place: 0 }
  return {
    vouchers: lists.vouchers({}, page),
    holders: lists.holders('AU-9999', page),
    quotes: lists.listed('quotes', 'AU-9999', page),
    histories: [...keys].map((key) => lists.history(key, {}, page)),
    people: people.map((one) => ({
      orders: lists.listed('orders', one, page),
      pledges: lists.listed('pledges', one, page),
      offers: lists.listed('offers', one, page),
      holdings: lists.holdings(one, page),
      instructions: lists.instructions(one, page),
      events: events.concerning({ participant: one }, beginning, 200),
    })),
    all: events.all(beginning, 200),
  }
}

describe('a projection’s file', () => {
  let story: Story
  let folder: string
  let path: string
  const warnings: { reason: string }[] = []
  const log = { warn: (values: object) => warnings.push(values as { reason: string }) }
  const reopen = () => new Projection(path, consortium, log)

  before(async () => {
    story = await readStory()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-projection-'))
    path = join(folder, 'projection.sqlite')
    warnings.length = 0
    projectionOf(story.blocks, path).close()
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const rebuild = (projection: Projection) => {
    expect(projection.height).to.equal(0n)
    for (const block of story.blocks) projection.apply(block)
    return projection
  }

  it('keeps transactions valid and invalid, each with its code', () => {
    const known = dump(path)[2]?.map((row) => row['validation'])
    const told = story.blocks.flatMap(({ transactions }) => transactions.map(({ validation }) => validation))
    expect(known).to.deep.equal(told)
    expect(known).to.include('MVCC_READ_CONFLICT')
  })

  it('is gone on with where it ended', () => {
    const projection = reopen()
    expect(projection.height).to.equal(BigInt(story.blocks.length))
    expect(warnings).to.deep.equal([])
    projection.close()
  })

  it('gives the same answers when it was deleted and rebuilt', () => {
    const [before, first] = [dump(path), reopen()]
    const told = answers(first, story)
    first.close()
    rmSync(path)
    const second = rebuild(reopen())
    expect(answers(second, story)).to.deep.equal(told)
    second.close()
    expect(dump(path)).to.deep.equal(before)
  })

  it('is the same whether its process was stopped after each block or never', () => {
    const before = dump(path)
    rmSync(path)
    for (const block of story.blocks) {
      const projection = new Projection(path, consortium)
      projection.apply(block)
      projection.close()
    }
    expect(dump(path)).to.deep.equal(before)
  })

  const damages: [string, () => void][] = [
    ['is no database', () => writeFileSync(path, 'not a database at all, but long enough to have a header'.repeat(50))],
    ['was cut short', () => truncateSync(path, 9_000)],
    [
      'has pages that hang together no more',
      () => {
        const file = openSync(path, 'r+')
        const page = 8_192
        for (let at = 2 * page; at < 12 * page; at += page) writeSync(file, Buffer.alloc(16, 0x77), 0, 16, at)
        closeSync(file)
      },
    ],
    [
      'has another schema version',
      () => {
        const database = new DatabaseSync(path)
        database.exec('PRAGMA user_version = 1')
        database.close()
      },
    ],
    [
      'is of the time before versions',
      () => {
        rmSync(path)
        const database = new DatabaseSync(path)
        database.exec(
          'CREATE TABLE checkpoint (id INTEGER PRIMARY KEY, block INTEGER NOT NULL); INSERT INTO checkpoint VALUES (1, 7)',
        )
        database.close()
      },
    ],
  ]
  for (const [what, damage] of damages) {
    it(`is rebuilt by itself, with a line in the log, when it ${what}`, () => {
      const before = dump(path)
      damage()
      const projection = rebuild(reopen())
      expect(warnings).to.have.lengthOf(1)
      expect(warnings[0]?.reason).to.be.a('string').that.is.not.empty
      projection.close()
      expect(dump(path)).to.deep.equal(before)
    })
  }

  it('is not deleted for a reason that is not its own', () => {
    expect(() => new Projection(join(folder, 'no', 'such', 'folder'), consortium, log)).to.throw()
    expect(warnings).to.deep.equal([])
  })

  it('says whether what was taken in of late could be brought to the disk', async () => {
    rmSync(path)
    reopen().close()
    const other = new DatabaseSync(path)
    other.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER broken AFTER INSERT ON checkpoint BEGIN INSERT INTO child VALUES (1); END`)
    other.close()
    const projection = reopen()
    expect(projection.isFailing).to.equal(false)
    projection.apply(story.blocks[0] as ReadBlock)
    while (!projection.isFailing) await new Promise((resume) => setTimeout(resume, 20))
    projection.close()
  })

  it('stands where the file does, and wants those blocks again, when the disk took some back behind it', () => {
    const projection = reopen()
    const { height } = projection
    const next = { number: height, hash: '', previousHash: '', transactions: [] }
    const other = new DatabaseSync(path)
    other.exec(`UPDATE checkpoint SET block = ${height - 3n}`)
    other.close()
    expect(() => projection.apply(next)).to.throw('took blocks back')
    expect(projection.height).to.equal(height - 2n)
    expect(() => projection.apply(next)).to.throw('is missing')
    projection.close()
  })
})
