import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type FindingCode, findingCodes } from '../../../audit/findings.ts'
import type { Kinds } from './kind.ts'
import { kinds } from './kinds.ts'
import { type Trial, tryKinds } from './run.ts'

/** Every kind is tried on the histories of these; one that they have nowhere for also on those of later seeds. */
const seeds = [1, 3]
const seedsMaximum = 12

describe(`the tamper suite, seeds ${seeds.join(', ')}`, () => {
  const trials = new Map<string, Trial[]>(Object.keys(kinds).map((what) => [what, []]))

  const isDone = (what: string): boolean => (trials.get(what) ?? []).some((trial) => trial.isDone)

  const tryOn = async (seed: number, asked: Kinds): Promise<void> => {
    for (const trial of await tryKinds(asked, seed)) trials.get(trial.what)?.push(trial)
  }

  before(async function () {
    this.timeout(600_000)
    for (const seed of seeds) await tryOn(seed, kinds)
    for (let seed = Math.max(...seeds) + 1; seed <= seedsMaximum; seed += 1) {
      const left = Object.entries(kinds).filter(([what]) => !isDone(what))
      if (left.length > 0) await tryOn(seed, Object.fromEntries(left))
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
