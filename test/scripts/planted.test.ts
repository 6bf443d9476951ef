import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { type Bug, bugs, plant } from '../market/planted/bugs.ts'
import { Garden } from '../market/planted/garden.ts'
import { testsOf } from '../planted/row-garden.ts'
import { rowBugs } from '../planted/rows.ts'

const root = dirname(dirname(import.meta.dirname))

describe('bugs behind acceptance rows', () => {
  it('stand each at exactly one place of the sources as they are, one behind each row, which has tests without a network', () => {
    const unchanged = rowBugs.filter((bug) => {
      const source = readFileSync(join(root, bug.file), 'utf8')
      return plant(source, { ...bug, name: bug.row }) === source
    })
    expect(unchanged).deep.equal([])
    expect(rowBugs.filter(({ row }) => testsOf(root, row).length === 0)).deep.equal([])
    expect(new Set(rowBugs.map(({ row }) => row)).size).equal(rowBugs.length)
  })
})

describe('planted bugs', () => {
  it('stand each at exactly one place of the sources as they are, under a name of its own', () => {
    const sources = bugs.map((bug) => ({ bug, source: readFileSync(join(root, bug.file), 'utf8') }))
    const unchanged = sources.filter(({ bug, source }) => plant(source, bug) === source)
    expect(unchanged).deep.equal([])
    expect(new Set(bugs.map(({ name }) => name)).size).equal(bugs.length)
    expect(bugs.length).least(20)
  })

  it('are called stale by their name once their text stands there no more, or twice', () => {
    const bug: Bug = { name: 'made-up', says: '', file: 'a.ts', text: 'one', instead: 'two' }
    expect(plant('one thing', bug)).equal('two thing')
    expect(() => plant('no thing', bug)).throw('the bug made-up is stale: its text stands 0 times in a.ts')
    expect(() => plant('one one', bug)).throw('the bug made-up is stale: its text stands 2 times in a.ts')
  })

  it('are found by the market, which names the day and the command that plays it again, and leave the sources alone', async function () {
    this.timeout(0)
    const bug = bugs.find(({ name }) => name === 'fee-rounded-down') as Bug
    const before = readFileSync(join(root, bug.file), 'utf8')
    const garden = new Garden(root)
    try {
      const { failure } = await garden.play(bug, { seed: 1, days: 20 })
      expect(failure?.what).match(/where the book says/)
      expect(failure?.again).equal(`npm run market -- --seed 1 --day ${failure?.day}`)
      expect((await garden.play(bug, { seed: 1, days: 20 })).failure, 'what the same seed draws').deep.equal(failure)
    } finally {
      garden.remove()
    }
    expect(readFileSync(join(root, bug.file), 'utf8')).equal(before)
  })
})
