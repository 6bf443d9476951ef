import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const program = fileURLToPath(import.meta.resolve('../../chaincode/main.ts'))

/** Runs the program until it ends; answers what it printed and its exit code. */
const run = (parameters: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...parameters], (_error, out, err) =>
      resolve({ code: child.exitCode, text: out + err }),
    )
  })

// That it serves two packages to a peer over mutual TLS is what every scenario on the real network relies on.
describe('the server of chaincodes', function () {
  this.timeout(20_000)
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
})
