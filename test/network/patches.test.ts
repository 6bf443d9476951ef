import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { faultsOf } from '../../network/known-faults.ts'
import { applyPatch, digestPatches, type Patch, readPatches } from '../../network/patches.ts'

describe('The patches of Fabric', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-patches-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const patch: Patch = {
    ...{ name: 'trial', fault: 'peers', title: 'A trial', why: 'to try', marker: 'assay: a trial', program: 'peer' },
    hunks: [{ file: 'core/a.go', find: 'old()\n', replace: '$&new()\n' }],
  }
  const write = (text: string) => {
    mkdirSync(dirname(join(folder, 'core/a.go')), { recursive: true })
    writeFileSync(join(folder, 'core/a.go'), text)
  }

  it('each say what goes wrong without them, and carry what tells a mended program', () => {
    const patches = readPatches()
    expect(patches.map(({ name }) => name)).to.include.members(['raft-log-sync', 'payload-without-action'])
    for (const { hunks, marker, title } of patches) {
      expect(title).to.match(/^A/)
      expect(hunks.map(({ replace }) => replace).join('')).to.include(marker)
    }
    expect(digestPatches()).to.match(/^[0-9a-f]{8}$/)
  })

  it('replace a text that stands there once, to the letter', () => {
    write('before\nold()\nafter\n')
    applyPatch(folder, patch)
    expect(readFileSync(join(folder, 'core/a.go'), 'utf8')).to.equal('before\n$&new()\nafter\n')
  })

  it('refuse sources in which that text stands nowhere, or more than once', () => {
    write('other()\n')
    expect(() => applyPatch(folder, patch)).to.throw('stands there 0 times')
    write('old()\nold()\n')
    expect(() => applyPatch(folder, patch)).to.throw('stands there 2 times')
  })

  it('tell by its content which faults a program has', () => {
    const program = join(folder, 'orderer')
    writeFileSync(program, 'nothing of ours')
    expect(faultsOf('orderer', program).map(({ name }) => name)).to.deep.equal(['raft-log-sync'])
    expect(faultsOf('peer', program)).to.have.lengthOf(readPatches().length - 1)
    writeFileSync(program, 'has github.com/x.(*node).maybeSyncWAL in it')
    expect(faultsOf('orderer', program)).to.deep.equal([])
  })
})
