import { expect } from 'chai'
import { digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

describe('grades on the command line', () => {
  const scene = commandLineScene()
  const words = ['grade', 'set', 'bob', '--grade', 'bbb', '--institution', 'InstitutionMSP']

  beforeEach(() => scene.createAlice())

  it('are signed by their digest, with a salt of their own each time, and go beside the envelope to the home alone', async () => {
    for (const place of [0, 1]) {
      const { code, output, complaint } = await scene.assay.run(...words)
      expect([code, complaint], output).deep.equal([0, ''])
      expect(scene.gateway.sent, 'an envelope each').length(place + 1)
    }
    const sent = scene.gateway.received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body))
    const graded = sent.filter(({ instruction }) => instruction?.kind === 'grade.set')
    expect(graded).length(2)
    for (const { instruction, confidential } of graded) {
      expect(instruction.body).deep.equal({
        ...{ client: 'bob', institution: 'InstitutionMSP', confidential: digestOfConfidential(confidential) },
      })
      expect(JSON.parse(confidential).grade).equal('bbb')
      expect(JSON.parse(confidential).salt).match(/^[A-Za-z0-9_-]{22}$/)
    }
    expect(graded[0].confidential).not.equal(graded[1].confidential)
  })

  it('stand in nothing that this device keeps, also where nobody answered', async () => {
    scene.gateway.scripts.push(() => problem(503, 'home_gateway_unavailable', { outcome: 'none' }))
    await scene.assay.run(...words, '--wait', '0')
    const { output } = await scene.assay.run('resend', '--list', '--json')
    expect(output).not.contain('bbb').and.not.contain('salt')
  })

  it('are shown as one’s own member has them, and no others are typed', async () => {
    const grade = { bank: 'BankMSP', institution: 'InstitutionMSP', client: 'bob', grade: 'aa', version: '2' }
    scene.gateway.pages.set('/v1/grades/BankMSP/InstitutionMSP/bob', { ...grade, height: '9' })
    const shown = await scene.assay.run('grade', 'show', 'bob', '--institution', 'InstitutionMSP')
    expect([shown.code, shown.complaint]).deep.equal([0, ''])
    expect(shown.output)
      .match(/grade +aa/)
      .and.match(/version +2/)
    const wrong = await scene.assay.run('grade', 'set', 'bob', '--grade', 'zz', '--institution', 'InstitutionMSP')
    expect(wrong.code).not.equal(0)
    expect(wrong.complaint).contain('aaa')
  })
})
