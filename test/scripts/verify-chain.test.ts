import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { chainFileText } from '../../terminal/sdk/trade-chain/chain-file.ts'
import { type Expected, verifyChain } from '../../terminal/sdk/trade-chain/verify-chain.ts'
import { chainUpTo, madeChain } from '../terminal/support/chain-file.ts'
import { forgedChains } from '../terminal/support/forged-chains.ts'

const program = join(import.meta.dirname, '..', '..', 'scripts', 'verify-chain.py')
const hasPython = spawnSync('python3', ['--version']).status === 0

const judged = async (bytes: Buffer, expected: Expected = {}) => {
  const verdict = await verifyChain(bytes.toString(), expected)
  if ('fault' in verdict) return { good: false, ...verdict.fault }
  const { chain, signers } = verdict.checked
  return { good: true, chain, signers: signers.map(({ participant, device }) => ({ participant, device })) }
}

/** The same by the program that shares nothing with it. */
const judgedBySecond = (folder: string, files: readonly Buffer[], options: readonly string[] = []): object[] => {
  const names = files.map((bytes, place) => {
    const name = join(folder, `${place}.json`)
    writeFileSync(name, bytes)
    return name
  })
  const { stdout, stderr } = spawnSync('python3', [program, ...options, ...names], { encoding: 'utf8' })
  expect(stderr).equal('')
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
}

/** Whole chains, forged ones, and one of which each of some bytes is another one. */
const vectors = (): Buffer[] => {
  const { file } = madeChain({ trade: { limitPrice: '77777777777777777777777' } })
  const whole = Buffer.from(chainFileText(file))
  const flips = Array.from({ length: 250 }, (_each, one) => {
    const flipped = Buffer.from(whole)
    const place = (one * 7_919) % whole.length
    flipped[place] = (flipped[place] as number) ^ (1 << (one % 8))
    return flipped
  })
  const text = chainFileText(file)
  const odd = [
    text.replace('6222021234567890', '\\ud800').replace('"assay"', '"as\\ud800say"'),
    text.replace('{"format"', '{"__proto__":"1","format"'),
    text.replace('{"format"', '{"ledger":"other","format"'),
    text.replace('"number":"7"', '"number":7'),
    text.replace('"number":"7"', '"number":"7","\\ud800":"1"'),
    text.replace('"kind":"chain.open"', '"kind":null'),
    text.replace('"body":{', '"body":{"salt":[[{}]],'),
  ].map((one) => Buffer.from(one))
  const marked = [
    madeChain({ mark: 'assay-promotion:1:e30', position: { trader: 'same' } }),
    madeChain({ mark: '\ud83d\ude00'.repeat(256), position: { trader: 'other' } }),
    madeChain({ mark: 'x'.repeat(513) }),
    madeChain({ mark: 7 as never }),
    madeChain({ position: { trader: 'both' as never } }),
  ].map((one) => Buffer.from(chainFileText(one.file)))
  const plain = [file, chainUpTo(file, 1), chainUpTo(file, 2)].map((one) => Buffer.from(chainFileText(one)))
  const forged = forgedChains.filter(({ expected }) => expected === undefined).map(({ make }) => Buffer.from(make()))
  return [...plain, ...marked, Buffer.from(JSON.stringify(file, null, 2)), ...odd, ...forged, ...flips]
}

describe('the second verifier of trade chains', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-chains-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  // A machine without Python has the first verifier alone.
  const onPython = (test: () => Promise<void>) => async () => (hasPython ? test() : undefined)

  it(
    'says of every vector what the first says',
    onPython(async () => {
      const files = vectors()
      const second = judgedBySecond(folder, files)
      for (const [place, bytes] of files.entries()) {
        expect(second[place], `vector ${place}`).deep.equal(await judged(bytes))
      }
    }),
  )

  it(
    'looks up to a segment, and holds the signers against the keys that were told',
    onPython(async () => {
      const { file } = madeChain()
      const bytes = Buffer.from(chainFileText(file))
      const devices = file.signers.map(({ device }) => device)
      for (const upTo of [1, 2, 3] as const) {
        expect(judgedBySecond(folder, [bytes], ['--upto', `${upTo}`])).deep.equal([await judged(bytes, { upTo })])
      }
      for (const told of [devices, devices.slice(1)]) {
        const options = told.flatMap((device) => [`--told=${device}`])
        expect(judgedBySecond(folder, [bytes], options)).deep.equal([await judged(bytes, { told: new Set(told) })])
      }
    }),
  )
})
