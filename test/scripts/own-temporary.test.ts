import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { withOwnTemporary } from '../../scripts/own-temporary.ts'

describe('the folder that a run has for what is temporary', () => {
  let parent: string

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'assay-temporary-'))
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  it('tells what a process left there that was killed, and is gone afterwards with all of it', async () => {
    const made = `const at = require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/assay-seal-')
      require('node:fs').writeFileSync(at + '/key', 'secret')
      process.kill(process.pid, 'SIGKILL')`
    const { result, left } = await withOwnTemporary(
      async (folder) => spawnSync(process.execPath, ['-e', made], { env: { TMPDIR: folder } }).signal,
      parent,
    )
    expect(result).equal('SIGKILL')
    expect(left).length(1)
    expect(left[0]).match(/^assay-seal-/)
    expect(readdirSync(parent)).deep.equal([])
  })

  it('tells nothing of what is not of this project, and is gone too where the run fails', async () => {
    const { left } = await withOwnTemporary(async (folder) => mkdirSync(join(folder, 'of-a-browser')), parent)
    expect(left).deep.equal([])
    const failure = await withOwnTemporary(() => Promise.reject(new Error('failed')), parent).catch(String)
    expect(failure).equal('Error: failed')
    expect(readdirSync(parent)).deep.equal([])
  })

  it('removes what a run left that was killed itself, and nothing of one that goes on', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const [dead, alive] = [join(parent, `assay-check-${pid}-x`), join(parent, `assay-check-${process.pid}-x`)]
    for (const folder of [dead, alive]) mkdirSync(folder)
    await withOwnTemporary(async () => undefined, parent)
    expect([existsSync(dead), existsSync(alive)]).deep.equal([false, true])
  })
})
