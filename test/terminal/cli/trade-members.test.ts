import { expect } from 'chai'
import { digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { commandLineScene } from '../support/command-line.ts'

describe('what members say of trades on the command line', () => {
  const scene = commandLineScene()
  beforeEach(() => scene.createAlice())

  it('opens and suspends an institution for families, and none of another name', async () => {
    expect((await scene.assay.run('institution', 'open', 'metal, stock')).code).equal(0)
    expect((await scene.assay.run('institution', 'suspend')).code).equal(0)
    const wrong = await scene.assay.run('institution', 'open', 'stocks')
    expect(wrong.code).equal(1)
    expect(wrong.complaint).include('stock')
    const sent = scene.gateway.sent.map((body) => JSON.parse(body).instruction)
    expect(sent.map(({ kind, body }) => [kind, body])).deep.equal([
      ['institution.open', { families: ['metal', 'stock'] }],
      ['institution.suspend', {}],
    ])
  })

  it('lists who takes which families now', async () => {
    expect((await scene.assay.run('institution', 'list')).output).include('no institution')
    const row = { institution: 'BankMSP', participant: 'treasury', families: ['metal'], status: 'suspended' }
    scene.gateway.pages.set('/v1/records/institution~BankMSP/history', { items: [{ value: row }] })
    const { code, output } = await scene.assay.run('institution', 'list')
    expect(code).equal(0)
    expect(output).match(/BankMSP +suspended +metal +answered by treasury/)
  })

  it('says what a client has by its digest alone, and shows what is on record', async () => {
    const words = ['--institution', 'InstitutionMSP', '--family', 'stock', '--product', '600519', '--count', '500']
    expect((await scene.assay.run('position', 'set', 'bob', ...words)).code).equal(0)
    const [{ instruction, confidential }] = scene.gateway.sent.map((body) => JSON.parse(body))
    expect(instruction.body).deep.equal({
      ...{ client: 'bob', institution: 'InstitutionMSP', confidential: digestOfConfidential(confidential) },
    })
    expect(JSON.parse(confidential)).deep.include({ family: 'stock', product: '600519', quantity: '500' })
    const products = { 'stock:600519': { quantity: '500', reserved: '100', version: '2' } }
    const found = { bank: 'BankMSP', institution: 'InstitutionMSP', client: 'bob', products }
    scene.gateway.pages.set('/v1/positions/BankMSP/InstitutionMSP/bob', found)
    const shown = await scene.assay.run('position', 'show', 'bob', '--institution', 'InstitutionMSP')
    expect(shown.output).match(/stock:600519 +500 +100 of them wait for trades +version 2/)
    const wrong = await scene.assay.run('position', 'set', 'bob', ...words.slice(0, -1), 'many')
    expect([wrong.code, wrong.complaint.includes('malformed')]).deep.equal([1, true])
  })
})
