import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { commandLineScene, transferWords } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

describe('a transfer on the command line', () => {
  const scene = commandLineScene()

  it('is signed by the profile’s device and shown with its unit', async () => {
    const { signer } = await scene.createAlice()
    const { code, output } = await scene.assay.run(...transferWords, '--reference', 'rent 11/26')
    expect(code).to.equal(0)
    expect(output).to.contain('accepted').and.contain('1.5 g (1500 × 1 mg)')
    // The balance is told by `account show`, in one way.
    expect(output).not.to.contain('2500')
    expect(JSON.parse(scene.gateway.sent[0] ?? '').instruction).to.deep.include({
      kind: 'voucher.transfer',
      from: 'alice',
      device: signer.device,
      body: { voucher: 'GOLD-1G', quantity: '1500', to: 'bob', reference: 'rent 11/26' },
    })
  })

  it('prints one JSON document with --json', async () => {
    await scene.createAlice()
    const { output } = await scene.assay.run(...transferWords, '--json')
    expect(JSON.parse(output)).to.deep.include({ status: 'accepted' })
  })

  for (const quantity of ['1.5', '0', '1e3', 'ten', '']) {
    it(`S0-007: with the quantity ${JSON.stringify(quantity)} ends with 1, says the form, and sends nothing`, async () => {
      await scene.createAlice()
      const { code, complaint } = await scene.assay.run('transfer', 'GOLD-1G', quantity, '--to', 'bob')
      expect(code).to.equal(1)
      expect(complaint).to.contain('whole number of the voucher’s base units').and.contain('Nothing was sent')
      expect(scene.gateway.sent).to.deep.equal([])
    })
  }

  it('S0-007: without a quantity ends with 1 and sends nothing', async () => {
    await scene.createAlice()
    const { code } = await scene.assay.run('transfer', 'GOLD-1G', '--to', 'bob')
    expect(code).to.equal(1)
    expect(scene.gateway.sent).to.deep.equal([])
  })

  it('refused by the ledger ends with 1, with code, values and what to do', async () => {
    await scene.createAlice()
    const values = { voucher: 'GOLD-1G', available: '10', quantity: '1500' }
    scene.gateway.scripts.push((_received, id) =>
      problem(409, 'exceeds_available_quantity', { id, outcome: 'refused', values }),
    )
    const { code, output } = await scene.assay.run(...transferWords)
    expect(code).to.equal(1)
    expect(output).to.contain('exceeds_available_quantity').and.contain('1.5 g (1500 × 1 mg)').and.contain('next')
  })

  it('S0-012: with an unknown outcome ends with 2, says PENDING, and resend settles it', async () => {
    await scene.createAlice()
    scene.gateway.scripts.push(() => 'drop')
    const first = await scene.assay.run(...transferWords, '--wait', '0')
    expect(first.code).to.equal(2)
    expect(first.output).to.contain('PENDING').and.contain('assay resend').and.not.contain('accepted')
    const listed = await scene.assay.run('resend', '--list')
    expect(listed.output).to.contain('voucher.transfer')
    const second = await scene.assay.run('resend')
    expect(second.code).to.equal(0)
    expect(scene.gateway.sent[1]).to.equal(scene.gateway.sent[0])
    expect((await scene.assay.run('resend')).output).to.contain('known outcome')
  })

  it('warns before another instruction while an earlier one is unsettled', async () => {
    await scene.createAlice()
    scene.gateway.scripts.push(() => 'drop')
    await scene.assay.run(...transferWords, '--wait', '0')
    expect((await scene.assay.run(...transferWords)).complaint).to.contain(
      '1 earlier instruction(s) have no known outcome',
    )
  })

  it('S0-049: with an answer that nobody known signed ends with 2, says PENDING, and that it was dropped', async () => {
    await scene.createAlice()
    scene.gateway.forge = ({ text }) => ({ text, signature: undefined })
    const { code, output, complaint } = await scene.assay.run(...transferWords, '--wait', '0')
    expect(code).to.equal(2)
    expect(output).to.contain('PENDING').and.contain('bad_signature').and.not.contain('accepted')
    expect(complaint).to.contain('was dropped: bad_signature')
  })

  it('S0-049: after a change of the gateway’s key ends with 2, with what to do, and keeps the instruction', async () => {
    await scene.createAlice()
    await scene.assay.run(...transferWords)
    const { key } = scene.gateway
    scene.gateway.key = new Device('another gateway', [])
    scene.gateway.resultKeys = { BankMSP: scene.gateway.key.publicKey }
    const { code, complaint } = await scene.assay.run(...transferWords)
    expect(code).to.equal(2)
    expect(complaint).to.contain('result_key_changed').and.contain('profile.json').and.contain('outcome is not known')
    expect(complaint).not.to.contain('was not taken')
    scene.gateway.key = key
    expect((await scene.assay.run('resend')).code).to.equal(0)
  })

  it('in an outage ends with 3 and says that it was not taken', async () => {
    await scene.createAlice()
    await scene.assay.run(...transferWords)
    await scene.gateway.close()
    const { code, complaint } = await scene.assay.run(...transferWords, '--wait', '0')
    expect(code).to.equal(3)
    expect(complaint).to.contain('was not taken').and.contain('assay resend').and.contain('ECONNREFUSED')
    expect(complaint).not.to.contain('    at ')
  })

  it('survives the death of the terminal while it was sending: resend gives the outcome under the same number', async () => {
    await scene.createAlice()
    scene.gateway.scripts.push((received, id) => {
      scene.gateway.accept(id, received.body)
      return 'hang'
    })
    const child = scene.assay.start(...transferWords)
    while (scene.gateway.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readdir(join(scene.folder, 'default', 'outbox'))).to.have.length(1)
    const { code } = await scene.assay.run('resend')
    expect(code).to.equal(0)
    expect(scene.gateway.sent[1]).to.equal(scene.gateway.sent[0])
    expect(await readdir(join(scene.folder, 'default', 'outbox'))).to.deep.equal([])
    await scene.assay.run(...transferWords)
    expect(JSON.parse(scene.gateway.sent[2] ?? '').instruction.number).to.equal('2')
  })
})
