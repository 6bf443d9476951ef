import { chmod, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { filesBelow, SecretScan } from '../../support/secret-scan.ts'
import { commandLineScene } from '../support/command-line.ts'
import { freshId } from '../support/matching.ts'

describe('administrator passwords of devices on the command line', () => {
  const scene = commandLineScene()
  const password = 'correct horse 7 battery ü'
  const other = 'another administrator password'

  beforeEach(() => scene.createAlice())

  const run = async (...words: string[]) => {
    const before = scene.gateway.sent.length
    const { code, output, complaint } = await scene.assay.run(...words)
    expect(scene.gateway.sent.length, 'nothing is sent').equal(before)
    expect(`${output}${complaint}`).not.contain(password).and.not.contain(other)
    return { code, text: `${output}${complaint}` }
  }
  const keep = async (device: string, text: string) => {
    scene.assay.input = text
    return run('device-password', 'keep', device)
  }
  const listed = async () => JSON.parse((await scene.assay.run('device-password', 'list', '--json')).output).devices
  const folder = () => join(scene.folder, 'default', 'device-passwords')
  const sealedFiles = async () => (await readdir(folder())).filter((name) => name.endsWith('.sealed'))

  it('S1-056 keeps several, each under its device, from standard input or a file, and lists the devices alone', async () => {
    expect(await listed()).deep.equal([])
    expect((await keep('pump-7', `${password}\n`)).code).equal(0)
    const file = join(scene.folder, 'password.txt')
    await writeFile(file, `${other}\r\n`)
    expect((await run('device-password', 'keep', '00:1B:44:11:3A:B7', '--from', file)).code).equal(0)
    expect(await listed()).deep.equal(['00:1B:44:11:3A:B7', 'pump-7'])
    expect((await run('device-password', 'forget', 'pump-7')).code).equal(0)
    expect(await listed()).deep.equal(['00:1B:44:11:3A:B7'])
  })

  it('S1-056 refuses to deliver the password of a device that it does not manage, or to forget it, and says what to do', async () => {
    await keep('pump-7', password)
    const deliver = ['package', 'deliver', freshId(), '--keeper', 'release-service', '--device-password']
    for (const words of [
      [...deliver, 'pump-8'],
      [...deliver, 'pump-7', '--device-password', 'pump-8'],
      ['device-password', 'forget', 'pump-8'],
    ]) {
      const { code, text } = await run(...words)
      expect(code).not.equal(0)
      expect(text).contain('device_not_managed').and.contain('pump-8').and.contain('assay device-password list')
    }
  })

  it('S1-056 takes one line of up to 1,024 characters, keeps nothing else, and takes no password as an argument', async () => {
    for (const text of ['', '\n', 'two\nlines', `${'x'.repeat(1_025)}`, 'a \u0000 in it']) {
      const { code, text: told } = await keep('pump-7', text)
      expect([code, told.includes('password_unfit')], JSON.stringify(text).slice(0, 20)).deep.equal([1, true])
    }
    expect((await run('device-password', 'keep', 'pump-7', '--from', join(scene.folder, 'nowhere'))).text).contain(
      'ENOENT',
    )
    expect((await scene.assay.run('device-password', 'keep', 'pump-7', 'a password')).code).not.equal(0)
    expect((await scene.assay.run('device-password', 'keep', '../pump')).code).not.equal(0)
    expect(await listed()).deep.equal([])
  })

  it('S1-056 S1-060 leaves no password and no device’s name in any file, each of which only its owner may read', async () => {
    await keep('pump-7', password)
    await keep('pump-7', other)
    expect((await sealedFiles()).length, 'the later one in its place').equal(1)
    const scan = new SecretScan([
      { name: 'password', value: password },
      { name: 'other', value: other },
      { name: 'device', value: 'pump-7' },
    ])
    expect(scan.findIn(filesBelow(scene.folder))).deep.equal([])
    for (const name of await readdir(folder())) expect((await stat(join(folder(), name))).mode & 0o777).equal(0o600)
  })

  it('S1-056 gives nothing of a file that was altered, cut off, moved, or may be read by others', async () => {
    await keep('pump-7', password)
    const [name = ''] = await sealedFiles()
    const file = join(folder(), name)
    const whole = await readFile(file, 'utf8')
    const altered = `${whole.startsWith('A') ? 'B' : 'A'}${whole.slice(1)}`
    for (const text of [altered, whole.slice(0, 20), '', `${whole.trim()}AAAA`]) {
      await writeFile(file, text)
      expect((await run('device-password', 'list')).text).contain('file_unreadable')
    }
    await writeFile(file, whole)
    await chmod(file, 0o644)
    expect((await run('device-password', 'list')).text).contain('key_file_open')
    await chmod(file, 0o600)
    expect(await listed()).deep.equal(['pump-7'])
    await keep('pump-8', other)
    const later = (await sealedFiles()).find((one) => one !== name) ?? ''
    await rename(file, join(folder(), later))
    expect((await run('device-password', 'list')).text, 'under another name').contain('file_unreadable')
    await writeFile(join(folder(), 'passwords.key'), 'no key')
    expect((await run('device-password', 'list')).text).contain('key_unreadable')
  })

  it('delivers a file or passwords, and not both or neither', async () => {
    await keep('pump-7', password)
    const deliver = ['package', 'deliver', freshId()]
    const keeper = ['--keeper', 'release-service']
    const both = [...deliver, join(scene.folder, 'x'), ...keeper, '--device-password', 'pump-7']
    const asDocument = [...deliver, ...keeper, '--device-password', 'pump-7', '--contents', 'document']
    for (const words of [both, [...deliver, ...keeper], asDocument]) {
      const { code, text } = await run(...words)
      expect([code, text.includes('content_unreadable')]).deep.equal([1, true])
    }
  })
})
