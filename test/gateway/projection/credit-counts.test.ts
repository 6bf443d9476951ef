import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { CreditCounts } from '../../../gateway/projection/credit-counts.ts'
import { Database } from '../../../gateway/projection/database.ts'

describe('the counts of credits', () => {
  let database: Database
  beforeEach(() => {
    const opened = new DatabaseSync(':memory:')
    opened.exec('CREATE TABLE row (key TEXT PRIMARY KEY, value TEXT NOT NULL)')
    database = new Database(opened)
    const keys = ['credit~bob~AU~1', 'credit~bob~AG~2', 'credit~carol~AU~3', 'account~bob', 'creditor~dora~AU~4']
    for (const key of keys) database.run('INSERT INTO row VALUES (?, ?)', key, '{}')
  })
  afterEach(() => database.close())

  it('are taken from the rows at first', () => {
    const counts = new CreditCounts(database)
    expect(counts.above(0)).deep.equal(['bob', 'carol'])
    expect(counts.above(1)).deep.equal(['bob'])
  })

  it('follow what comes and what is folded, those with most first', () => {
    const counts = new CreditCounts(database)
    counts.add(new Map(Object.entries({ carol: 3, bob: -2, erin: 1 })))
    expect(counts.above(0)).deep.equal(['carol', 'erin'])
    expect(counts.above(3)).deep.equal(['carol'])
  })

  it('forget those who have none any more', () => {
    const counts = new CreditCounts(database)
    counts.add(new Map([['bob', -2]]))
    expect(counts.above(-1)).deep.equal(['carol'])
  })
})
