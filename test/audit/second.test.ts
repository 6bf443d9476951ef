import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { type FindingCode, findingCodes } from '../../audit/findings.ts'
import { Random } from '../market/random.ts'
import { recordedExport, withFile } from './support/recorded.ts'
import { readBases, readVectors } from './support/vectors/bases.ts'
import { firstsOf, secondsOf } from './support/vectors/checking.ts'
import { outcomeOf } from './support/vectors/first-verifier.ts'
import { SecondVerifier } from './support/vectors/second-verifier.ts'
import type { Vector } from './support/vectors/vector.ts'

const seed = Number(process.env['ASSAY_SEED'] ?? Date.now() % 1_000_000)
const sampled = 150
const sources = join(import.meta.dirname, '..', '..', 'audit', 'second')

/** Vectors of all kinds, drawn by the seed; of one base that the tests sign and of the recorded one, whose honest blocks are audited once. */
const sampleOf = (vectors: readonly Vector[], random: Random): Vector[] => {
  const names = [...new Set(vectors.map(({ base }) => base))]
  const some = new Set(['recorded', random.one(names.filter((name) => name !== 'recorded'))])
  const left = vectors.filter(({ base }) => some.has(base))
  return Array.from(
    { length: Math.min(sampled, left.length) },
    () => left.splice(random.below(left.length), 1)[0] as Vector,
  )
}

/** The lines of Go that hold code: neither blank, nor a comment, nor an import. */
const linesOfCode = (text: string): string[] =>
  text
    .replace(/^import \([\s\S]*?^\)$/m, '')
    .split('\n')
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line))

describe(`the second verifier, seed ${seed}`, () => {
  let verifier: SecondVerifier

  before(() => {
    verifier = new SecondVerifier()
  })

  after(() => verifier?.close())

  const goFiles = readdirSync(sources).filter((name) => name.endsWith('.go'))
  const text = goFiles.map((name) => readFileSync(join(sources, name), 'utf8')).join('\n')

  it('says first of a sample of the vectors what is kept, as the first verifier does', async () => {
    const vectors = sampleOf(readVectors(), new Random(seed))
    const bases = await readBases(vectors.map(({ base }) => base))
    const seconds = secondsOf(verifier, vectors, { bases })
    const firsts = await firstsOf(vectors, bases)
    for (const { name, first, second } of vectors) {
      expect(seconds.get(name), `the second, of "${name}"`).to.equal(second)
      expect(outcomeOf(firsts.get(name)?.finding), `the first, of "${name}"`).to.equal(first)
    }
  })

  it('says the same first as the first verifier in all vectors, but where a reason is kept', () => {
    const vectors = readVectors()
    const differing = vectors.filter(({ first, second, reason }) => first !== second && reason === undefined)
    expect(vectors.length).to.be.at.least(2_000)
    expect(new Set(vectors.map(({ name }) => name)).size).to.equal(vectors.length)
    expect(differing).to.deep.equal([])
    expect(vectors.filter(({ first, second }) => first !== 'proven' && first === second).length).to.be.above(1_500)
  })

  it('is no longer than 800 lines, and knows no library but that of its language', () => {
    expect(linesOfCode(text).length).to.be.at.most(800)
    expect(readFileSync(join(sources, 'go.mod'), 'utf8')).to.not.include('require')
    expect([...text.matchAll(/^\t"([^"]+)"$/gm)].filter(([, name = '']) => name.includes('.'))).to.deep.equal([])
  })

  it('says no code that the first verifier does not have', () => {
    // Besides, names that are Fabric's own: of what becomes of a transaction, and of a row's policy.
    const ofPeers = new Set<string>([...Object.keys(peer.TxValidationCode), 'VALIDATION_PARAMETER'])
    const codes = [...text.matchAll(/"([A-Z]+_[A-Z_]+)"/g)].map(([, code = '']) => code)
    const unknown = codes.filter((code) => findingCodes[code as FindingCode] === undefined && !ofPeers.has(code))
    expect(unknown).to.deep.equal([])
  })

  it('ends with 0 where all is proven, 1 at a difference, and 2 where it could not look', async () => {
    await withFile(recordedExport(), async (file) => {
      const roots = join(import.meta.dirname, 'blocks', 'recorded.roots.json')
      const statusOf = (...words: string[]) => verifier.run(words).status
      expect(statusOf('--channel', 'assay', '--roots', roots, file)).to.equal(0)
      expect(statusOf('--channel', 'another', '--roots', roots, file)).to.equal(1)
      expect(statusOf('--channel', 'assay', '--roots', file, file)).to.equal(2)
      expect(statusOf('--channel', 'assay', '--roots', roots, `${file}-that-is-none`)).to.equal(2)
      expect(statusOf('--channel', 'assay', '--roots', roots)).to.equal(2)
    })
  })
})
