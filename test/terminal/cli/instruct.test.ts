import { expect } from 'chai'
import { kindNames, partsOf } from '../../../chaincode/vocabulary.ts'
import { isUsableKey } from '../../../chaincode/wire/signature.ts'
import { exampleOf, kindsByDomain } from '../../../terminal/cli/example.ts'
import { commandLineScene } from '../support/command-line.ts'

describe('any kind on the command line', () => {
  const scene = commandLineScene()

  for (const kind of kindNames) {
    it(`prints an example of ${kind} that its own shape takes`, async () => {
      const { code, output, complaint } = await scene.assay.run('instruct', kind, '--example')
      expect(code).to.equal(0)
      expect(partsOf(kind).body.safeParse(JSON.parse(output)).error).to.equal(undefined)
      expect(complaint).to.contain('may send it').and.contain('Once accepted it tells')
    })
  }

  it('gives a key that lies on the curve, moments that lie ahead, and names what may be left out', async () => {
    const { device } = exampleOf('device.add', 0) as { device: { publicKey: never } }
    expect(isUsableKey(device.publicKey)).to.equal(true)
    expect(exampleOf('transfer.offer', 1000)['answerBy']).to.equal('3601000')
    const { complaint } = await scene.assay.run('instruct', 'device.add', '--example')
    expect(complaint).to.contain('It may also have device.proof and authorisedBy.')
  })

  it('signs an example as it is', async () => {
    await scene.createAlice()
    scene.assay.input = (await scene.assay.run('instruct', 'transfer.offer', '--example')).output
    expect((await scene.assay.run('instruct', 'transfer.offer', '-')).code).to.equal(0)
  })

  it('lists every kind once, under its domain', async () => {
    const { code, output } = await scene.assay.run('instruct', '--list')
    expect(code).to.equal(0)
    for (const kind of kindNames) expect(output).to.contain(`  ${kind} `)
    expect(output).to.match(
      /^agreements\n {2}transfer\.offer +customer +voucher, to, quantity, answerBy, \[reference\]$/m,
    )
    expect(kindsByDomain().flatMap(({ kinds }) => kinds.map(({ kind }) => kind))).to.have.members(kindNames)
  })

  it('says what is missing', async () => {
    expect((await scene.assay.run('instruct')).complaint).to.contain('missing the kind')
    expect((await scene.assay.run('instruct', 'transfer.offer')).complaint).to.contain('missing the file')
  })
})

describe('a mistyped word on the command line', () => {
  const scene = commandLineScene()

  const cases: [string[], string][] = [
    [['trasnfer'], 'Did you mean transfer?'],
    [['voucher', 'shwo'], 'Did you mean show?'],
    [['whoami', '--profiel', 'x'], 'Did you mean --profile?'],
    [['transfer', 'GOLD-1G', '1', '--to', 'bob', '--refrence', 'x'], 'Did you mean --reference?'],
    [['instruct', 'voucher.trasnfer'], 'Did you mean voucher.transfer?'],
    [['voucher', 'functions', 'GOLD-1G', 'buy,sel'], 'Did you mean sell?'],
    [['voucher', 'issue', '--fields', 'buyprise'], 'Did you mean buyPrice?'],
    [['register', '--roles', 'custmer'], 'Did you mean customer?'],
  ]
  for (const [words, question] of cases) {
    it(`is asked about: ${words.join(' ')}`, async () => {
      const { code, complaint } = await scene.assay.run(...words)
      expect(code).to.equal(1)
      expect(complaint).to.contain(question)
    })
  }

  it('is asked about in the one JSON document too', async () => {
    const { output } = await scene.assay.run('trasnfer', '--json')
    expect(JSON.parse(output).error.problem).to.contain('Did you mean transfer?')
  })
})
