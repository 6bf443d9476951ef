import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { isSignedBy, thumbprint } from '../../../chaincode/wire/signature.ts'
import type { TerminalFault } from '../../../terminal/sdk/errors.ts'
import { createDeviceKey, loadDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { rejection, withFolder } from '../support/scene.ts'

const modeOf = async (file: string) => (await stat(file)).mode & 0o777

describe('a device key in a file', () => {
  it('is readable by its owner only, and leaves nothing else in the folder', () =>
    withFolder(async (folder) => {
      await createDeviceKey(join(folder, 'device.key'))
      expect(await modeOf(join(folder, 'device.key'))).to.equal(0o600)
      expect(await readdir(folder)).to.deep.equal(['device.key'])
    }))

  it('signs the same as before after it was loaded again, with low s', () =>
    withFolder(async (folder) => {
      const made = await createDeviceKey(join(folder, 'device.key'))
      const loaded = await loadDeviceKey(join(folder, 'device.key'))
      expect(loaded.device).to.equal(made.device).and.to.equal(thumbprint(made.publicKey))
      for (let round = 0; round < 20; round += 1) {
        expect(isSignedBy(made.publicKey, `text ${round}`, await loaded.sign(`text ${round}`))).to.equal(true)
      }
    }))

  for (const mode of [0o640, 0o604, 0o620, 0o660, 0o644, 0o777]) {
    it(`is refused with mode ${mode.toString(8)}, with the command that mends it`, () =>
      withFolder(async (folder) => {
        const file = join(folder, 'device.key')
        await createDeviceKey(file)
        await chmod(file, mode)
        const fault = await rejection<TerminalFault>(loadDeviceKey(file))
        expect(fault.code).to.equal('key_file_open')
        expect(fault.next).to.contain(`chmod 600 '${file}'`)
      }))
  }

  it('is never replaced', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'device.key')
      await createDeviceKey(file)
      const before = await readFile(file, 'utf8')
      expect((await rejection<TerminalFault>(createDeviceKey(file))).code).to.equal('file_exists')
      expect(await readFile(file, 'utf8')).to.equal(before)
    }))

  it('is refused when it is missing or no key, without repeating the content', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'device.key')
      expect((await rejection<TerminalFault>(loadDeviceKey(file))).code).to.equal('key_unreadable')
      await writeFile(file, 'a secret that must not be shown', { mode: 0o600 })
      const fault = await rejection<TerminalFault>(loadDeviceKey(file))
      expect(fault.code).to.equal('key_unreadable')
      expect(`${fault.message} ${fault.next} ${fault.stack}`).not.to.contain('a secret')
    }))
})
