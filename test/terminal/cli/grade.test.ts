import { expect } from 'chai'
import { digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

describe('grades on the command line', () => {
  const scene = commandLineScene()
  const words = ['grade', 'set', 'bob', '--grade', 'bbb', '--institution', 'InstitutionMSP']

  beforeEach(() => scene.createAlice())

  const laid = () => scene.gateway.received.filter(({ method }) => method === 'PUT')
  const posted = () =>
    scene.gateway.received
      .filter(({ method, path }) => method === 'POST' && path === '/v1/instructions')
      .map(({ body }) => body)
  const proposals = () => posted().map((body) => JSON.parse(body).instruction.body)

  it('are proposed by their digest, with a salt of their own each time, and what they say is laid down for the second person', async () => {
    for (const place of [0, 1]) {
      const { code, output, complaint } = await scene.assay.run(...words)
      expect([code, complaint.includes('a second person of your member')], output).deep.equal([0, true])
      expect(scene.gateway.sent, 'an envelope each').length(place + 1)
    }
    const texts = laid().map(({ body }) => JSON.parse(body).text)
    expect(new Set(texts).size).equal(2)
    for (const [place, text] of texts.entries()) {
      const confidential = digestOfConfidential(text)
      expect(laid()[place]?.path).equal(`/v1/proposed-texts/${confidential}`)
      expect(proposals()[place]?.kind).equal('grade.set')
      expect(JSON.parse(proposals()[place]?.act)).deep.equal({
        ...{ client: 'bob', institution: 'InstitutionMSP', confidential },
      })
      expect(JSON.parse(text)).include({ grade: 'bbb' }).and.not.property('lift')
      expect(JSON.parse(text).salt).match(/^[A-Za-z0-9_-]{22}$/)
    }
  })

  it('say by how much pledges lift them, and to whom, or are not proposed', async () => {
    const lift = ['--lift-cash', 'CNY', '--lift-each', '1000']
    const { code } = await scene.assay.run(...words, ...lift, '--lift-pledgee', 'city-bank', '--lift-most', '2')
    expect(code).equal(0)
    expect(JSON.parse(JSON.parse(laid()[0]?.body ?? '{}').text).lift).deep.equal({
      ...{ pledgee: 'city-bank', cash: 'CNY', each: '1000', most: 2 },
    })
    for (const half of [['--lift-each', '1000'], lift, ['--lift-pledgee', 'city-bank']]) {
      const { code, complaint } = await scene.assay.run(...words, ...half)
      expect([code === 0, complaint.includes('lift_unclear')]).deep.equal([false, true])
    }
    expect(laid()).length(1)
  })

  it('are weighed by named pledges, with nothing but a salt in confidence', async () => {
    const pledge = 'P'.repeat(43)
    const named = ['--institution', 'InstitutionMSP', '--pledge', pledge]
    expect((await scene.assay.run('grade', 'weigh', 'bob', ...named)).code).equal(0)
    const { instruction, confidential } = JSON.parse(posted().at(-1) ?? '{}')
    expect(instruction).deep.include({ kind: 'grade.weigh' })
    expect(instruction.body).deep.include({ client: 'bob', pledges: [pledge] })
    expect(Object.keys(JSON.parse(confidential))).deep.equal(['salt'])
  })

  it('stand in nothing that this device keeps, also where nobody answered', async () => {
    scene.gateway.scripts.push(() => problem(503, 'home_gateway_unavailable', { outcome: 'none' }))
    await scene.assay.run(...words, '--wait', '0')
    const { output } = await scene.assay.run('resend', '--list', '--json')
    expect(output).not.contain('bbb').and.not.contain('salt')
  })

  it('are shown as one’s own member has them, and no others are typed', async () => {
    const grade = {
      bank: 'BankMSP',
      institution: 'InstitutionMSP',
      client: 'bob',
      grade: 'aa',
      base: 'a',
      version: '2',
      lift: { pledgee: 'city-bank', cash: 'CNY', each: '1000', most: 2 },
    }
    scene.gateway.pages.set('/v1/grades/BankMSP/InstitutionMSP/bob', {
      ...{ ...grade, pledges: { ['P'.repeat(43)]: '7' }, height: '9' },
    })
    const shown = await scene.assay.run('grade', 'show', 'bob', '--institution', 'InstitutionMSP')
    expect([shown.code, shown.complaint]).deep.equal([0, ''])
    expect(shown.output)
      .match(/grade +aa/)
      .and.match(/version +2/)
      .and.match(/officers gave it +a/)
      .and.match(/pledges count to +city-bank/)
      .and.match(/lifted by +7 of the pledge P/)
    const wrong = await scene.assay.run('grade', 'set', 'bob', '--grade', 'zz', '--institution', 'InstitutionMSP')
    expect(wrong.code).not.equal(0)
    expect(wrong.complaint).contain('aaa')
  })
})
