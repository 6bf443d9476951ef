import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { packArchive } from '../../network/archive.ts'
import { makePackage } from '../../network/package.ts'

describe('A chaincode package', () => {
  let folder: string
  const chaincode = () => ({ name: 'ledger', label: 'ledger', modulePath: folder })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-package-'))
    mkdirSync(join(folder, 'code'))
    mkdirSync(join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'code/index.ts' }))
    writeFileSync(join(folder, 'code', 'index.ts'), 'export const contracts = []\n')
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is the same, byte for byte, whenever it is made', () => {
    const first = makePackage(chaincode())
    utimesSync(join(folder, 'code', 'index.ts'), 1, 1)
    const second = makePackage(chaincode())
    expect(second.archive.equals(first.archive)).to.equal(true)
    expect(second.id)
      .to.equal(first.id)
      .and.match(/^ledger:[0-9a-f]{64}$/)
  })

  it('has another id when the code changes, and only then', () => {
    const { id } = makePackage(chaincode())
    writeFileSync(join(folder, 'notes.txt'), 'outside of the code')
    expect(makePackage(chaincode()).id).to.equal(id)
    appendFileSync(join(folder, 'code', 'index.ts'), '// changed\n')
    expect(makePackage(chaincode()).id).not.to.equal(id)
  })

  it('refuses a module without an entry', () => {
    writeFileSync(join(folder, 'package.json'), '{}')
    expect(() => makePackage(chaincode())).to.throw('"main"')
  })

  it('is an archive that other programs can read', () => {
    const archive = join(folder, 'package.tgz')
    writeFileSync(archive, makePackage(chaincode()).archive)
    const listed = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' })
    expect(listed.trim().split('\n')).to.deep.equal(['code.tar.gz', 'metadata.json'])
    const metadata = execFileSync('tar', ['-xzOf', archive, 'metadata.json'], { encoding: 'utf8' })
    expect(JSON.parse(metadata)).to.deep.equal({ type: 'ccaas', label: 'ledger' })
  })

  it('does not depend on the order in which its files are named', () => {
    const [one, other] = [
      { name: 'a', content: Buffer.from('1') },
      { name: 'b', content: Buffer.from('2') },
    ]
    expect(packArchive([one, other]).equals(packArchive([other, one]))).to.equal(true)
  })
})
