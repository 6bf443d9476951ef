import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { consortium } from '../support/members.ts'

const program = fileURLToPath(import.meta.resolve('../../chaincode/main.ts'))

/** Runs the program until it ends; answers what it printed and its exit code. */
const run = (parameters: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...parameters], (_error, out, err) =>
      resolve({ code: child.exitCode, text: out + err }),
    )
  })

// That it serves two packages to a peer over mutual TLS is what every scenario on the real network relies on.
describe('the server of chaincodes', () => {
  let folder: string
  let tls: string[]
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-served-'))
    const file = join(folder, 'package.json')
    writeFileSync(file, JSON.stringify({ name: 'empty', version: '1', type: 'module', main: 'index.js' }))
    writeFileSync(join(folder, 'index.js'), '')
    tls = ['--certificate', file, '--key', file, '--client-authority', file]
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** A package beside the empty one; its path. */
  const packaged = (name: string, code: string): string => {
    const path = join(folder, name)
    mkdirSync(path)
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version: '1', type: 'module', main: 'index.js' }))
    writeFileSync(join(path, 'index.js'), code)
    return path
  }
  const servedFrom = (path: string) => `some:1@127.0.0.1:1=${path}`

  const refused: [what: string, served: () => string, reason: string][] = [
    ['a package that is named otherwise', () => 'ledger:1', '<package id>@<address>=<module folder> is wanted'],
    ['a module without a chaincode', () => `empty:1@127.0.0.1:1=${folder}`, 'neither "contracts" nor "chaincode"'],
  ]
  for (const [what, served, reason] of refused) {
    it(`refuses ${what} and says why`, async () => {
      const { code, text } = await run([...tls, served()])
      expect(code).equal(1)
      expect(text).contain(reason)
    })
  }

  it('refuses a list of members that is none, before it serves anything', async () => {
    const file = join(folder, 'members.json')
    for (const text of ['{', '{"members":[]}']) {
      writeFileSync(file, text)
      const { code, text: said } = await run([...tls, '--consortium', file, servedFrom(folder)])
      expect(code).equal(1)
      expect(said).contain('it lists no consortium')
    }
  })

  it('wants the members for contracts of a consortium, and makes them of the members that it is given', async () => {
    const path = packaged(
      'of-members',
      'export const contractsOf = ({ quorum }) => { throw new Error("of " + quorum) }',
    )
    const without = await run([...tls, servedFrom(path)])
    expect([without.code, without.text]).deep.equal([
      1,
      '--consortium names the file with the members of the consortium\n',
    ])
    const file = join(folder, 'all-members.json')
    writeFileSync(file, JSON.stringify({ members: consortium.members, quorum: consortium.quorum }))
    const { code, text } = await run([...tls, '--consortium', file, servedFrom(path)])
    expect([code, text]).deep.equal([1, `of ${consortium.quorum}\n`])
  })

  it('serves contracts and whole chaincodes alike: both come as far as its own certificate, which here is none', async () => {
    const contract =
      "import { Contract } from 'fabric-contract-api'\nexport const contracts = [class extends Contract {}]"
    const modules = { contracts: contract, whole: 'export const chaincode = { Init() {}, Invoke() {} }' }
    symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'))
    const said = []
    for (const [name, code] of Object.entries(modules)) said.push(await run([...tls, servedFrom(packaged(name, code))]))
    for (const { code, text } of said) {
      expect(code).equal(1)
      expect(text)
        .match(/PEM|certificate|key/i)
        .not.contain('exports neither')
    }
  })
})
