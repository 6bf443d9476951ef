import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type FindingCode, findingCodes } from '../../../audit/findings.ts'
import { kinds } from './kinds.ts'
import { type Trial, tryKinds } from './run.ts'

const seeds = [1, 3]

describe(`the tamper suite, seeds ${seeds.join(', ')}`, () => {
  const trials = new Map<string, Trial[]>()

  before(async function () {
    this.timeout(600_000)
    const all = []
    for (const seed of seeds) all.push(...(await tryKinds(kinds, seed)))
    for (const what of Object.keys(kinds)) {
      trials.set(
        what,
        all.filter((trial) => trial.what === what),
      )
    }
  })

  for (const [what, { finds, by, family }] of Object.entries(kinds)) {
    it(`finds ${what}, by ${by}, as ${finds} (${family})`, () => {
      const done = (trials.get(what) ?? []).filter(({ isDone }) => isDone)
      expect(done.length, 'histories in which it can be done').to.be.greaterThan(0)
      expect(done.flatMap(({ seed, fault }) => (fault === undefined ? [] : [`seed ${seed}: ${fault}`]))).to.deep.equal(
        [],
      )
    })
  }

  it('has at least sixty kinds, some of each family and of each who may collude', () => {
    const all = Object.values(kinds)
    expect(all.length).to.be.at.least(60)
    expect(new Set(all.map(({ family }) => family)).size).to.equal(9)
    expect(new Set(all.map(({ by }) => by)).size).to.equal(6)
  })
})

const root = join(import.meta.dirname, '..', '..', '..')

/** The texts of the files of a folder whose names end so. */
const textsIn = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && isWanted(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))

describe('every code that the auditor finds', () => {
  it('is that of a forgery, or of a test of its own', () => {
    const forged = new Set<FindingCode>(Object.values(kinds).flatMap(({ finds, also = [] }) => [finds, ...also]))
    const finders = textsIn('audit', (name) => name !== 'findings.ts')
    const tests = textsIn('test', (name) => name.endsWith('.test.ts') && !name.includes('tampering'))
    const isIn = (code: string, texts: readonly string[]): boolean =>
      texts.some((text) => new RegExp(`\\b${code}\\b`).test(text))
    const found = (Object.keys(findingCodes) as FindingCode[]).filter((code) => isIn(code, finders))
    expect(found.length).to.be.greaterThan(60)
    expect(found.filter((code) => !forged.has(code) && !isIn(code, tests))).to.deep.equal([])
  })
})
