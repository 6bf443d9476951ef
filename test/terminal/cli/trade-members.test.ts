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

  it('S2-025 S2-027 shows how institutions are reached, and over which paths a trade went', async () => {
    const chain = 'C'.repeat(43)
    const { pages } = scene.gateway
    pages.set('/v1/chains/paths', { institutions: [] })
    expect((await scene.assay.run('chain', 'paths')).output).include('no trades')
    const east = { name: 'east', host: 'east.example', port: '7443', class: '8', ageSeconds: 3, state: 'measured' }
    const west = { name: 'west', host: '10.0.0.7', port: '7443', state: 'unmeasured' }
    const institutions = [
      { institution: 'InstitutionMSP', state: 'several', paths: [east, west] },
      { institution: 'MintMSP', state: 'none', paths: [] },
    ]
    pages.set('/v1/chains/paths', { institutions })
    const { output } = await scene.assay.run('chain', 'paths')
    expect(output).match(/east +east\.example:7443 +measured +within 8 ms, 3 s ago/)
    expect(output).match(/west +10\.0\.0\.7:7443 +unmeasured/)
    expect(output).match(/MintMSP +NO PATH/)
    pages.set(`/v1/chains/${chain}/deliveries`, { items: [] })
    expect((await scene.assay.run('chain', 'deliveries', chain)).output).include('nothing is kept')
    pages.set(`/v1/chains/${chain}/deliveries`, {
      items: [{ path: 'east', at: 1_790_000_000_000, result: 'no_answer' }],
    })
    expect((await scene.assay.run('chain', 'deliveries', chain)).output).match(/2026.* +east +no_answer/)
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
