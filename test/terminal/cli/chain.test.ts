import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { readFirst } from '../../../chaincode/domains/trade-chain/terms.ts'
import { digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { chainFileText } from '../../../terminal/sdk/trade-chain/chain-file.ts'
import { chainSigners, chainUpTo, madeChain } from '../support/chain-file.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

const chain = 'A'.repeat(43)
const number = '6222021234567890'
const sale = [
  ...['chain', 'open', 'sell', '--institution', 'InstitutionMSP', '--family', 'metal', '--voucher', 'GOLD-1G'],
  ...['--amount', '1.5g', '--limit', '550', '--cash', 'CNY', '--identity-type', 'account-number', '--identity', '-'],
]
const row = {
  ...{ chain, client: 'alice', bank: 'BankMSP', institution: 'InstitutionMSP', family: 'metal', side: 'sell' },
  ...{ cash: 'CNY', metal: { voucher: 'GOLD-1G', quantity: '1500' }, openedAt: '1790000000000' },
  ...{ expiresAt: '1800000000000', first: chain },
  ...{ status: 'sent', answerBy: '1800000100000' },
}

describe('trades by way of one’s bank on the command line', () => {
  const scene = commandLineScene()
  const textsOf = () => readdir(join(scene.folder, 'default', 'chains')).catch(() => [])
  const posted = () => scene.gateway.sent.map((body) => JSON.parse(body))

  beforeEach(async () => {
    await scene.createAlice()
    scene.assay.input = `${number}\n`
  })

  it('open a chain with who one is beside the envelope, and its digest alone in it', async () => {
    const { code, complaint } = await scene.assay.run(...sale)
    expect([code, complaint]).deep.equal([0, 'note: understood as 1.5 g (1500 × 1 mg) of GOLD-1G\n'])
    const [{ instruction, confidential }] = posted()
    expect(instruction.body).deep.include({
      ...{ institution: 'InstitutionMSP', family: 'metal', side: 'sell', cash: 'CNY' },
      ...{ metal: { voucher: 'GOLD-1G', quantity: '1500' }, first: digestOfConfidential(confidential) },
    })
    expect(JSON.stringify(instruction)).not.include(number)
    const read = readFirst(confidential)
    if ('missing' in read) throw new Error(read.missing)
    expect(read.first).deep.include({ identity: { type: 'account-number', value: number } })
    expect(read.first.trade).deep.equal({ quantity: '1500', limitPrice: '550' })
    expect(await textsOf(), 'the bank has it').deep.equal([])
  })

  it('keep the text until the bank has it, and send both again, the same bytes', async () => {
    scene.gateway.scripts.push(() => 'drop')
    const { code } = await scene.assay.run(...sale, '--wait', '0')
    expect(code).equal(2)
    const [name = ''] = await textsOf()
    const file = join(scene.folder, 'default', 'chains', name)
    expect((await stat(file)).mode & 0o777).equal(0o600)
    const kept = await readFile(file, 'utf8')
    expect((await scene.assay.run('resend')).code).equal(0)
    const [before, again] = posted()
    expect(again).deep.equal(before)
    expect(again.confidential).equal(kept)
    expect(await textsOf()).deep.equal([])
  })

  it('have what was said in confidence purged by the bank, with a salt beside the envelope and no text at all', async () => {
    const { code, complaint } = await scene.assay.run('chain', 'purge', chain)
    expect([code, complaint]).deep.equal([0, ''])
    const { instruction, confidential } = posted().find((one) => one.instruction?.kind === 'chain.purge')
    expect(instruction.body).deep.equal({ chain, confidential: digestOfConfidential(confidential) })
    expect(Object.keys(JSON.parse(confidential))).deep.equal(['salt'])
  })

  it('S2-020 S2-021 show a bank what waits for each institution, first what is sent first, and everybody the published table', async () => {
    const chains = [{ chain, client: 'alice', class: 'basic', waited: '2', standing: 'active' }]
    const items = [{ institution: 'InstitutionMSP', unanswered: 8, waiting: 1, chains }]
    scene.gateway.pages.set('/v1/chains/queue', { unansweredMaximum: 8, items, height: '9' })
    const shown = await scene.assay.run('chain', 'queue')
    expect(shown.output).include('InstitutionMSP: 8 of at most 8 unanswered, 1 waiting')
    expect(shown.output).match(/1\. +active +basic, 2 step\(s\) waited +of alice/)
    scene.gateway.pages.set('/v1/chains/queue', { unansweredMaximum: 8, items: [], height: '9' })
    expect((await scene.assay.run('chain', 'queue')).output).equal('nothing waits\n')
    const { output } = await scene.assay.run('chain', 'classes')
    expect(output)
      .match(/prime +20 day\(s\) of trading +for 2000000 of the cash/)
      .and.include('each 10 minutes')
  })

  it('keep nothing of what was refused, or never made', async () => {
    scene.gateway.scripts.push((_received, id) => problem(400, 'confidential_missing', { id, outcome: 'none' }))
    expect((await scene.assay.run(...sale)).code).equal(1)
    expect(await textsOf()).deep.equal([])
    const wrong = await scene.assay.run(...sale.map((word) => (word === 'CNY' ? 'no voucher' : word)))
    expect(wrong.code).equal(1)
    expect(await textsOf()).deep.equal([])
  })

  it('say before anything is sent which part of a trade is missing or too many', async () => {
    const wrong: [string[], string][] = [
      [['sell', '--family', 'metal'], '--voucher'],
      [['sell', '--family', 'stock', '--voucher', 'GOLD-1G'], '--product'],
      [['sell', '--family', 'metal', '--voucher', 'GOLD-1G', '--product', 'AU'], '--voucher alone'],
      [['buy', '--family', 'stock', '--product', 'A'], '--most'],
      [['sell', '--family', 'stock', '--product', 'A', '--most', '1CNY'], '--most'],
      [['lend', '--family', 'stock'], 'buy, sell'],
      [['sell', '--family', 'houses'], 'metal'],
    ]
    const others = ['--institution', 'InstitutionMSP', '--amount', '1', '--limit', '1', '--cash', 'CNY']
    for (const [words, told] of wrong) {
      const { code, complaint } = await scene.assay.run(
        ...['chain', 'open', ...words, ...others, '--identity-type', 'account-number'],
      )
      expect(code, told).equal(1)
      expect(complaint).include(told)
    }
    scene.assay.input = ''
    const silent = await scene.assay.run(...sale)
    expect(silent.complaint).include('identity: missing')
    const odd = await scene.assay.run(...sale.map((word) => (word === '550' ? 'cheap' : word)))
    expect(odd.complaint).include('identity: missing').and.not.include(number)
    expect(posted()).deep.equal([])
    expect(await textsOf()).deep.equal([])
  })

  it('open a buy of another family, and ask for who one is where no file is named', async () => {
    const { code } = await scene.assay.run(
      ...['chain', 'open', 'buy', '--institution', 'InstitutionMSP', '--family', 'stock', '--product', '600519'],
      ...['--amount', '100', '--limit', '170000', '--cash', 'CNY', '--most', '17000000'],
      ...['--identity-type', 'account-number', '--within', '2d'],
    )
    expect(code).equal(0)
    const [{ instruction, confidential }] = posted()
    expect(instruction.body).include({ cashMaximum: '17000000' }).and.not.have.property('metal')
    expect(JSON.parse(confidential).trade).deep.equal({ product: '600519', quantity: '100', limitPrice: '170000' })
  })

  it('list and show one’s chains, and withdraw one', async () => {
    scene.gateway.pages.set('/v1/accounts/alice/chains', { items: [row], height: '9' })
    const listedAll = await scene.assay.run('chain', 'list')
    expect([listedAll.code, listedAll.complaint]).deep.equal([0, ''])
    expect(listedAll.output).include('sell metal').and.include(chain)
    scene.gateway.pages.set(`/v1/records/chain~${chain}/history`, { items: [{ value: row }] })
    const before = await scene.assay.run('chain', 'show', chain)
    expect(before.code, before.complaint).equal(0)
    expect(before.output).include('1.5 g').and.include('to be answered by')
    const hop = {
      ...{ chain, bank: 'BankMSP', institution: 'InstitutionMSP', client: 'alice', executor: 'institution-treasury' },
      ...{ send: chain, answer: chain, quantity: '1500', amount: '825000', status: 'executed' },
    }
    scene.gateway.pages.set(`/v1/records/hop~${chain}/history`, { items: [{ value: hop }] })
    expect((await scene.assay.run('chain', 'show', chain)).output).include('executed for')
    expect((await scene.assay.run('chain', 'withdraw', chain)).code).equal(0)
    expect(posted()[0].instruction).deep.include({ kind: 'chain.withdraw', body: { chain } })
  })

  it('fetch a chain with all that was signed of it, and nobody else’s', async () => {
    const { file, ids } = madeChain()
    const [id = ''] = ids
    expect((await scene.assay.run('chain', 'file', id)).complaint).include('not_found')
    scene.gateway.pages.set(`/v1/chains/${id}/file`, file)
    const printed = await scene.assay.run('chain', 'file', id)
    expect([printed.code, printed.output]).deep.equal([0, `${chainFileText(file)}\n`])
    const out = join(scene.folder, 'chain.json')
    expect((await scene.assay.run('chain', 'file', id, '--out', out)).code).equal(0)
    expect(await readFile(out, 'utf8')).equal(chainFileText(file))
    expect((await scene.assay.run('chain', 'file', id, '--out', out)).complaint).include('file_exists')
    const forged = { ...file, ledger: 'other' }
    scene.gateway.pages.set(`/v1/chains/${id}/file`, forged)
    const { code, complaint } = await scene.assay.run('chain', 'file', id)
    expect(code).equal(1)
    expect(complaint).include('NOT GOOD: other_ledger in segment 1')
  })

  it('check a chain’s file without any gateway, up to a segment, and by keys that were told apart', async () => {
    const { file, ids } = madeChain()
    const write = async (name: string, text: string) => {
      await writeFile(join(scene.folder, name), text)
      return join(scene.folder, name)
    }
    const whole = await write('whole.json', chainFileText(file))
    const good = await scene.assay.run('chain', 'verify', whole)
    expect([good.code, good.complaint]).deep.equal([0, ''])
    for (const { device } of file.signers) expect(good.output).include(device)
    expect(good.output).include(ids[0]).and.include('compare these')
    const cut = await write(
      'cut.json',
      chainFileText({ ...chainUpTo(file, 3), ledger: 'assay' }).replace('3000', '3001'),
    )
    const bad = await scene.assay.run('chain', 'verify', cut)
    expect([bad.code, bad.output]).deep.equal([1, 'NOT GOOD: confidential_differs in segment 3\n'])
    expect((await scene.assay.run('chain', 'verify', cut, '--upto', '2')).code).equal(0)
    expect((await scene.assay.run('chain', 'verify', cut, '--upto', '4')).code).equal(1)
    const { client, bank, institution } = chainSigners
    const card = await write('alice.json', JSON.stringify(client.card))
    const created = await write('bank.json', JSON.stringify({ card: bank.card }))
    const key = await write('institution.json', JSON.stringify(institution.publicKey))
    const told = ['--key', card, '--key', created]
    expect((await scene.assay.run('chain', 'verify', whole, ...told, '--key', key)).output).not.include('compare')
    const untold = await scene.assay.run('chain', 'verify', whole, ...told, '--json')
    expect(untold.code).equal(1)
    expect(JSON.parse(untold.output)).deep.equal({ isGood: false, fault: { code: 'signer_not_told', segment: 3 } })
    expect((await scene.assay.run('chain', 'verify', whole, '--key', whole)).complaint).include('file_unreadable')
  })
})
