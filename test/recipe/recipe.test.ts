import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { type Touch, touches } from './made-up-kind.ts'

const root = join(import.meta.dirname, '..', '..')
const most = 14

const run = (folder: string, ...command: string[]) => {
  const [program = '', ...parameters] = command
  const path = join(folder, 'node_modules', '.bin', program)
  const { status, stdout, stderr } = spawnSync(existsSync(path) ? path : program, parameters, { cwd: folder })
  return { isGood: status === 0, said: `${stdout}${stderr}` }
}

const mocha = ['mocha', '--timeout', '60000']
const checks: { readonly [C in Touch['namedBy']]: string[] } = {
  types: ['tsc', '-p', '.', '--checkers', '1'],
  'types of the web terminal': ['tsc', '-p', 'terminal/web'],
  'dead code': ['knip'],
  'test/chaincode/vocabulary.test.ts': [...mocha, 'test/chaincode/vocabulary.test.ts'],
  'test/chaincode/golden.test.ts': [...mocha, 'test/chaincode/golden.test.ts'],
  'the random market': ['node', 'scripts/market.ts', '--days', '8', '--seed', '1'],
}

/** The project's files in a folder of their own, as they stand here. */
const copyProject = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-recipe-'))
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root })
  for (const file of stdout.toString().trim().split('\n')) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** Makes the files as they are with these touches, and with no others. */
const make = (folder: string, made: readonly Touch[]): void => {
  for (const file of new Set(touches.map((touch) => touch.file))) {
    const original = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
    const text = made.filter((touch) => touch.file === file).reduce((so, touch) => touch.made(so), original)
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    if (text === '') rmSync(join(folder, file), { force: true })
    else writeFileSync(join(folder, file), text)
  }
}

describe('a made-up kind with a record, a list and a screen', function () {
  this.timeout(20 * 60_000)
  let folder: string
  before(() => {
    folder = copyProject()
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it(`is at most ${most} touches, and with all of them everything is green`, () => {
    expect(touches.length).most(most)
    make(folder, touches)
    // What is made from sources is made, not written.
    for (const command of [['golden', '--', '--record'], ['pages']]) {
      const { isGood, said } = run(folder, 'npm', 'run', '-s', ...command)
      expect(isGood, said).equal(true)
    }
    const own = [...mocha, 'test/chaincode/rules/agreements/wish.test.ts', 'test/gateway/openapi/openapi.test.ts']
    for (const command of [...Object.values(checks), own, [...mocha, 'test/scripts/pages.test.ts']]) {
      const { isGood, said } = run(folder, ...command)
      expect(isGood, said).equal(true)
    }
  })

  for (const touch of touches) {
    it(`is named by ${touch.namedBy} where ${touch.what} is left out`, () => {
      make(
        folder,
        touches.filter((other) => other !== touch),
      )
      // What was recorded before is without it: a test that is left out is missed there.
      const golden = ['test/golden/digests.json', 'test/golden/chains.json.gz']
      for (const file of golden) cpSync(join(root, file), join(folder, file))
      const { isGood, said } = run(folder, ...checks[touch.namedBy])
      expect(isGood, said).equal(false)
      expect(said).match(/wish/i)
    })
  }
})
