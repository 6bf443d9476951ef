import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { withLock } from '../../network/lock.ts'

const giveUp = (pid: number): never => {
  throw new Error(`held by ${pid}`)
}

describe('A lock file', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-lock-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps a second one out while the first works, and is gone afterwards', async () => {
    const file = join(folder, 'lock')
    const inner = async () => await withLock(file, giveUp, async () => 'inside').catch((error: Error) => error.message)
    expect(await withLock(file, giveUp, inner)).to.equal(`held by ${process.pid}`)
    expect(existsSync(file)).to.equal(false)
  })

  it('is released when the work fails', async () => {
    const file = join(folder, 'lock')
    const failing = withLock(file, giveUp, async () => {
      throw new Error('broken')
    })
    expect(await failing.catch((error: Error) => error.message)).to.equal('broken')
    expect(await withLock(file, giveUp, async () => 'inside')).to.equal('inside')
  })

  it('is taken over from an owner that has died', async () => {
    const file = join(folder, 'lock')
    writeFileSync(file, JSON.stringify({ pid: 2 ** 30 }))
    expect(await withLock(file, giveUp, async () => 'inside')).to.equal('inside')
  })
})
