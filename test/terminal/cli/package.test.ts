import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { commandLineScene } from '../support/command-line.ts'

describe('packages on the command line', () => {
  const scene = commandLineScene()
  const interaction = 'I'.repeat(43)
  const at = (name: string) => join(scene.folder, name)
  const seal = async (text = 'the password of the pump') => {
    await writeFile(at('secret'), text)
    const words = ['package', 'seal', at('secret'), '--to', 'alice', '--interaction', interaction]
    return scene.assay.run(...words, '--json')
  }
  const open = (...words: string[]) =>
    scene.assay.run('package', 'open', at('secret.package'), '--interaction', interaction, ...words)

  it('are sealed under two keys in files of their own, which only their owner reads, and opened with both', async () => {
    await scene.createAlice()
    const { code, output } = await seal()
    expect(code).equal(0)
    const { sealed, firstKey, secondKey } = JSON.parse(output)
    expect([sealed, firstKey, secondKey].map((file) => file.slice(at('secret').length))).deep.equal([
      ...['.package', '.package.first-key', '.package.second-key'],
    ])
    expect((await readFile(sealed)).includes('pump')).equal(false)
    const opened = await open('--out', at('opened'))
    expect([opened.code, opened.output.includes('24')]).deep.equal([0, true])
    expect(await readFile(at('opened'), 'utf8')).equal('the password of the pump')
  })

  it('leave nothing behind where a key is wrong, open to others or missing, or the package is altered', async () => {
    await scene.createAlice()
    await seal()
    const before = (await readdir(scene.folder)).toSorted()
    const failed = async (problem: string, ...words: string[]) => {
      const { code, complaint } = await open('--out', at('opened'), ...words)
      expect([code, complaint.includes(problem)], complaint).deep.equal([1, true])
    }
    await failed('do not open this package', '--second-key', at('secret.package.first-key'))
    await failed('there is no key at', '--second-key', at('secret.package.second-key.none'))
    await writeFile(at('secret.package.second-key.none'), 'no key', { mode: 0o600 })
    await failed('holds no key of a package', '--second-key', at('secret.package.second-key.none'))
    await chmod(at('secret.package.first-key'), 0o644)
    await failed('may be read by others')
    await chmod(at('secret.package.first-key'), 0o600)
    await failed('do not open this package', '--to', 'bob')
    const bytes = await readFile(at('secret.package'))
    await writeFile(at('secret.package'), bytes.subarray(0, -1))
    await failed('altered, moved, or is missing')
    expect((await readdir(scene.folder)).toSorted()).deep.equal(
      [...before, 'secret.package.second-key.none'].toSorted(),
    )
  })

  it('leave no key behind where the package cannot be made, so that it can be tried again', async () => {
    await scene.createAlice()
    await writeFile(at('secret.package'), 'in the way')
    expect((await seal()).code).equal(1)
    expect((await readdir(scene.folder)).filter((name) => name.includes('key'))).deep.equal([])
    await rm(at('secret.package'))
    expect((await seal()).code).equal(0)
  })

  it('are not sealed over a file that is there, nor opened over one, nor beyond what is allowed', async () => {
    await scene.createAlice()
    await seal('x'.repeat(2 * 2 ** 20))
    expect((await seal()).code).equal(1)
    expect(await readFile(at('secret.package.first-key'), 'utf8'), 'the keys of the first one').not.equal('')
    const tooMuch = await open('--out', at('opened'), '--megabytes', '1')
    expect([tooMuch.code, tooMuch.complaint.includes('more comes out')]).deep.equal([1, true])
    await writeFile(at('opened'), 'mine')
    expect((await open('--out', at('opened'))).code).equal(1)
    expect(await readFile(at('opened'), 'utf8')).equal('mine')
    const nothing = await scene.assay.run(
      ...['package', 'seal', at('nothing'), '--to', 'alice', '--interaction', interaction],
    )
    expect([nothing.code, nothing.complaint.includes('Name a file that is there')]).deep.equal([1, true])
  })
})
