import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'decisions')
const files = readdirSync(folder).filter((name) => /^\d{4}-/.test(name))
const index = readFileSync(join(folder, 'README.md'), 'utf8')

const statusOf = (file: string): string =>
  readFileSync(join(folder, file), 'utf8')
    .match(/\n\nStatus: ([\s\S]+?)\n\n/)?.[1]
    ?.replaceAll('\n', ' ') ?? ''

/** What the list says of a decision: whether it is built. */
const builtOf = (file: string): string | undefined =>
  index
    .split('\n')
    .find((line) => line.includes(`(${file})`))
    ?.split('|')
    .at(-2)
    ?.trim()

const numbersIn = (text: string): string[] => text.match(/\d{4}/g) ?? []

describe('the decisions', () => {
  for (const file of files) {
    const number = file.slice(0, 4)
    const status = statusOf(file)

    it(`have ${number} in their list, with one status, which is planned where nothing is built`, () => {
      expect(status).to.match(/^(accepted|planned|superseded by decision \d{4})\./i)
      expect(status, 'what is built is said in the list').to.not.match(/\bbuilt\b/i)
      expect(builtOf(file)).to.be.a('string')
      expect(status.startsWith('planned')).to.equal(builtOf(file) === 'planned')
    })

    it(`have ${number} and those that supersede it name each other`, () => {
      const successors = [...status.matchAll(/superseded (?:in part )?by decision (\d{4})/gi)].map(([, named]) => named)
      const claimed = files
        .filter((other) => numbersIn(statusOf(other).match(/supersedes[^.;:]*/)?.[0] ?? '').includes(number))
        .map((other) => other.slice(0, 4))
      expect(claimed).to.deep.equal(successors)
    })
  }
})
