import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { commandLineScene, transferWords } from '../support/command-line.ts'

describe('instructions on the command line', () => {
  const scene = commandLineScene()

  it('sends a ready envelope as it is, and an instruction of any kind from a body', async () => {
    await scene.createAlice()
    scene.gateway.scripts.push(() => 'drop')
    await scene.assay.run(...transferWords, '--wait', '0')
    const [name = ''] = await readdir(join(scene.folder, 'default', 'outbox'))
    const { code } = await scene.assay.run('send', join(scene.folder, 'default', 'outbox', name))
    expect(code).to.equal(0)
    expect(scene.gateway.sent[1]).to.equal(scene.gateway.sent[0])
    expect(await readdir(join(scene.folder, 'default', 'outbox'))).to.deep.equal([])
    scene.assay.input = JSON.stringify({ voucher: 'GOLD-1G', quantity: '7' })
    expect((await scene.assay.run('instruct', 'voucher.increase-supply', '-')).code).to.equal(0)
    scene.assay.input = JSON.stringify({ voucher: 'GOLD-1G', quantity: 7 })
    expect((await scene.assay.run('instruct', 'voucher.increase-supply', '-')).code).to.equal(1)
    expect(scene.gateway.sent).to.have.length(3)
  })

  it('issues vouchers of metal and of cash', async () => {
    await scene.createAlice()
    const shared = ['--name', 'A name', '--functions', 'buy,transfer', '--base-per-shown', '100']
    const metal = ['--metal', 'gold', '--fineness', '9999', '--unit-base', '1 mg', '--unit-shown', 'g']
    expect((await scene.assay.run('voucher', 'issue', 'GOLD-1G', '5000', ...shared, ...metal)).code).to.equal(0)
    const cash = ['--currency', 'CNY', '--unit-base', '1 fen', '--unit-shown', 'yuan']
    expect((await scene.assay.run('voucher', 'issue', 'CASH-CNY', '5000', ...shared, ...cash)).code).to.equal(0)
    const [first, second] = scene.gateway.sent.map((envelope) => JSON.parse(envelope).instruction.body)
    expect(first.product).to.deep.equal({ type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' })
    expect(second).to.deep.include({ product: { type: 'currency', currency: 'CNY' }, functions: ['buy', 'transfer'] })
    const neither = await scene.assay.run(
      'voucher',
      'issue',
      'GOLD-2G',
      '1',
      ...shared,
      '--unit-base',
      '1 mg',
      '--unit-shown',
      'g',
    )
    expect(neither.code).to.equal(1)
    expect(neither.complaint).to.contain('--metal or --currency')
  })

  const instructions: [string[], string, object][] = [
    [
      ['participant', 'freeze', 'bob', '--case', 'C-1'],
      'participant.freeze',
      { participant: 'bob', caseNumber: 'C-1' },
    ],
    [
      ['participant', 'unfreeze', 'bob', '--case', 'C-1'],
      'participant.unfreeze',
      { participant: 'bob', caseNumber: 'C-1' },
    ],
    [['participant', 'close', 'bob'], 'participant.close', { participant: 'bob' }],
    [['participant', 'accept', 'none'], 'participant.accept', { accepts: 'none' }],
    [['device', 'revoke', 'd'.repeat(43)], 'device.revoke', { participant: 'alice', device: 'd'.repeat(43) }],
    [
      ['device', 'revoke', `-${'d'.repeat(42)}`, '--of', 'bob'],
      'device.revoke',
      { participant: 'bob', device: `-${'d'.repeat(42)}` },
    ],
    [
      ['voucher', 'functions', 'GOLD-1G', 'buy,sell'],
      'voucher.change-functions',
      { voucher: 'GOLD-1G', functions: ['buy', 'sell'] },
    ],
    [['voucher', 'functions', 'GOLD-1G', '--none'], 'voucher.change-functions', { voucher: 'GOLD-1G', functions: [] }],
    [['voucher', 'increase', 'GOLD-1G', '5'], 'voucher.increase-supply', { voucher: 'GOLD-1G', quantity: '5' }],
    [['voucher', 'decrease', 'GOLD-1G', '5'], 'voucher.decrease-supply', { voucher: 'GOLD-1G', quantity: '5' }],
    [['voucher', 'retire', 'GOLD-1G'], 'voucher.retire', { voucher: 'GOLD-1G' }],
  ]
  for (const [words, kind, body] of instructions) {
    it(`turns ${words.join(' ')} into ${kind}`, async () => {
      await scene.createAlice()
      expect((await scene.assay.run(...words)).code).to.equal(0)
      expect(JSON.parse(scene.gateway.sent[0] ?? '').instruction).to.deep.include({ kind, body })
    })
  }
})
