import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { ReportedTest } from '../../scripts/mocha-reporter.ts'
import { judgeRows, readRows } from '../../scripts/rows.ts'

const page = `# Conformance

## S0 Precious-metal voucher

| Row    | Statement                  |
| ------ | -------------------------- |
| S0-001 | One read brings it all.    |
| S0-002 | Without it, nothing.       |

## SX Across

| Row    | Statement       |
| ------ | --------------- |
| SX-001 | All is | said.  |
`

const test = (title: string, state: ReportedTest['state'] = 'passed'): ReportedTest => ({ title, suite: 'any', state })
const rows = ['S0-001', 'S0-002', 'S0-003'].map((id) => ({ id, statement: 'x' }))
const judged = (...tests: ReportedTest[]): string[] => [...judgeRows(rows, tests).values()]

describe('the rows of a conformance page', () => {
  it('are its table rows that begin with an id, in its order, with their statements', () => {
    const [first, ...others] = readRows(page)
    expect({ ...first, statement: first?.statement.trim() }).deep.equal({
      id: 'S0-001',
      statement: 'One read brings it all.',
    })
    expect(others.map(({ id }) => id)).deep.equal(['S0-002', 'SX-001'])
  })

  it('of this project are many, and each id stands once', () => {
    const own = readRows(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'conformance.md'), 'utf8'))
    expect(own.length).above(200)
    expect(new Set(own.map(({ id }) => id)).size).equal(own.length)
  })
})

describe('judging rows by the tests of a run', () => {
  it('passes a row when a test that begins with its id passed, and misses it when there is none', () => {
    expect(judged(test('S0-001 does it'))).deep.equal(['passed', 'missing', 'missing'])
  })

  it('fails a row when any of its tests did not pass, in whatever order they ran', () => {
    expect(judged(test('S0-001 a', 'failed'), test('S0-001 b'))).deep.equal(['failed', 'missing', 'missing'])
    expect(judged(test('S0-001 b'), test('S0-001 a', 'pending'))).deep.equal(['failed', 'missing', 'missing'])
  })

  it('counts a test for every row that its title begins with', () => {
    expect(judged(test('S0-001, S0-003 does both'))).deep.equal(['passed', 'missing', 'passed'])
    expect(judged(test('S0-001 S0-002 does both'))).deep.equal(['passed', 'passed', 'missing'])
  })

  it('counts no id that stands later in a title, and none that the page does not have', () => {
    expect(judged(test('does S0-001'), test('S0-999 is unknown'))).deep.equal(['missing', 'missing', 'missing'])
  })
})

describe('the page of acceptance rows', () => {
  const rows = readRows(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'conformance.md'), 'utf8'))

  it('S0-051 keeps an open slot for what the source cut off, and has no row beyond it', () => {
    const own = rows.filter(({ id }) => id.startsWith('S0-'))
    expect(own.at(-1)?.id).equal('S0-051')
    expect(own.at(-1)?.statement).match(/open slot .* nothing is invented/)
  })

  it('S4-048 says which parts of the payment source are cut or foreign, and draws no row from them', () => {
    const own = rows.filter(({ id }) => id.startsWith('S4-'))
    const gaps = own.filter(({ statement }) => /cut paragraphs|foreign lines/.test(statement))
    expect(gaps.map(({ id }) => id)).deep.equal(['S4-048'])
    expect(gaps[0]?.statement).match(/noted as gaps, nothing built on them/)
    expect(own.some(({ statement }) => /knit/i.test(statement))).equal(false)
    expect(own.at(-1)?.id).equal('S4-049')
  })
})
