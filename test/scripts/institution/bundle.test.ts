import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect } from 'chai'
import { readConfiguration } from '../../../institution/configuration.ts'
import { readRules } from '../../../institution/rules.ts'
import { bundleInstitution } from '../../../scripts/institution/bundle.ts'

const projectFolder = join(import.meta.dirname, '..', '..', '..')

/** Runs a program of the bundle as another machine would: by Node.js alone, where nothing of the project is. */
const run = (program: string, words: string[], folder: string) =>
  new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    const options = { cwd: folder, env: { PATH: '', ASSAY_HOME: folder } }
    const asked = ['--disable-warning=ExperimentalWarning', program, ...words]
    execFile(process.execPath, asked, options, (error, said, complained) =>
      resolve({ code: Number(error?.code ?? 0), said, complained }),
    )
  })

describe('the bundle for the machine of an institution', () => {
  let elsewhere = ''
  let bundle = ''

  before(async () => {
    elsewhere = mkdtempSync(join(tmpdir(), 'assay-bundle-'))
    bundle = join(elsewhere, 'bundle')
    await bundleInstitution(projectFolder, bundle)
  })
  after(() => rmSync(elsewhere, { recursive: true, force: true }))

  it('says what its program needs by Node.js alone, and what a configuration lacks', async () => {
    const program = join(bundle, 'assay-institution.mjs')
    const help = await run(program, ['--help'], elsewhere)
    expect(help.code).equal(0)
    expect(help.said).include('--config <file>')
    const missing = await run(program, ['--config', 'missing.json'], elsewhere)
    expect(missing.code).equal(1)
    expect(missing.complained).match(/^[^\n]*missing\.json[^\n]*\n$/)
  })

  it('makes the key of a device on that machine', async () => {
    const words = ['--gateway', 'http://127.0.0.1:9', '--profile', 'desk', '--json']
    const created = ['device', 'create', '--participant', 'desk-of-tests', '--name', 'Desk']
    const { code, said, complained } = await run(join(bundle, 'assay.mjs'), [...words, ...created], elsewhere)
    expect({ code, complained }).deep.equal({ code: 0, complained: '' })
    expect(JSON.parse(said)).include({ participant: 'desk-of-tests' })
    expect(existsSync(join(elsewhere, 'desk', 'device.key'))).equal(true)
  })

  it('runs the program of a certificate in a thread that the bundle brings', async () => {
    const program = { abilities: ['show'], source: 'show("from the bundle")' }
    const thread = new Worker(join(bundle, 'parts', 'sandbox-thread.ts'), { workerData: { program } })
    const [answer] = await once(thread, 'message')
    expect(answer.shown).deep.equal(['from the bundle'])
    await thread.terminate()
  })

  it('has examples that the program reads as they are', () => {
    expect(readConfiguration(join(bundle, 'institution.example.json')).server?.addresses).length(1)
    expect(readRules(readFileSync(join(bundle, 'rules.example.json'), 'utf8')).metal).property('GOLD-1G')
  })

  it('has the sum of each of its files, and is the same bytes each time', async () => {
    const sums = readFileSync(join(bundle, 'SHA256SUMS'), 'utf8')
    for (const line of sums.trimEnd().split('\n')) {
      const [sum, path] = line.split('  ') as [string, string]
      expect(
        createHash('sha256')
          .update(readFileSync(join(bundle, path)))
          .digest('hex'),
        path,
      ).equal(sum)
    }
    const again = join(elsewhere, 'again')
    const files = await bundleInstitution(projectFolder, again)
    expect(files.filter((path) => path !== 'SHA256SUMS').sort()).deep.equal(
      sums
        .trimEnd()
        .split('\n')
        .map((line) => line.split('  ')[1]),
    )
    expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).equal(sums)
  })

  it('is not made in a folder that has anything in it, which stays as it is', async () => {
    const folder = join(elsewhere, 'taken')
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine'), 'kept')
    const fault = await bundleInstitution(projectFolder, folder).catch((error) => error)
    expect(String(fault)).include('not empty')
    expect(readFileSync(join(folder, 'mine'), 'utf8')).equal('kept')
  })
})
