import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { envelopeText } from '../../../chaincode/envelope.ts'
import type { TerminalFault } from '../../../terminal/sdk/errors.ts'
import { makeInstruction } from '../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { folderJournal } from '../../../terminal/sdk/node/outbox.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { rejection, signedTransfer, transferBody, withFolder } from '../support/scene.ts'

describe('the outbox of a device', () => {
  it('keeps the very bytes until they are settled, for the owner only', () =>
    withFolder(async (folder) => {
      const { envelope } = await signedTransfer()
      await folderJournal(folder).keep(envelope)
      const [name = ''] = await readdir(folder)
      expect(await readFile(join(folder, name), 'utf8')).to.equal(`${envelopeText(envelope)}\n`)
      expect((await stat(join(folder, name))).mode & 0o777).to.equal(0o600)
      expect(await folderJournal(folder).unsettled()).to.deep.equal([envelope])
      await folderJournal(folder).settle(envelope)
      expect(await folderJournal(folder).unsettled()).to.deep.equal([])
    }))

  it('gives back in the order of the numbers', () =>
    withFolder(async (folder) => {
      const means = { signer: makeDeviceKey(), numbers: memoryNumbers(8n) }
      for (let round = 0; round < 3; round += 1) {
        const trigger = { ledger: 'assay', from: 'alice', body: transferBody, validForSeconds: 60 }
        await folderJournal(folder).keep(await makeInstruction({ kind: 'voucher.transfer', ...trigger }, means))
      }
      const numbers = (await folderJournal(folder).unsettled()).map(({ instruction }) => instruction.number)
      expect(numbers).to.deep.equal(['9', '10', '11'])
    }))

  it('is empty before anything was sent, and looks over half-written files', () =>
    withFolder(async (folder) => {
      expect(await folderJournal(join(folder, 'none')).unsettled()).to.deep.equal([])
      await writeFile(join(folder, '1.x.json.77.part'), '{"instruc')
      expect(await folderJournal(folder).unsettled()).to.deep.equal([])
    }))

  it('says so when a kept instruction was damaged, instead of leaving it out', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, '1.x.json'), '{}')
      expect((await rejection<TerminalFault>(folderJournal(folder).unsettled())).code).to.equal('outbox_damaged')
    }))
})
