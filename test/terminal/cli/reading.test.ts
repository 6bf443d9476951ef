import { expect } from 'chai'
import { commandLineScene, transferWords } from '../support/command-line.ts'

describe('reading on the command line', () => {
  const scene = commandLineScene()

  it('shows a voucher and an account with units', async () => {
    await scene.createAlice()
    expect((await scene.assay.run('voucher', 'show', 'GOLD-1G')).output).to.contain('5000 g (5000000 × 1 mg)')
    const { output } = await scene.assay.run('account', 'show')
    expect(output).to.contain('4 g (4000 × 1 mg)').and.contain('0.5 g (500 × 1 mg)').and.not.contain('frozen')
  })

  it('needs no device for what is published', async () => {
    expect((await scene.assay.run('voucher', 'show', 'GOLD-1G')).code).to.equal(0)
    const { code, complaint } = await scene.assay.run('account', 'show')
    expect(code).to.equal(1)
    expect(complaint).to.contain('profile_missing').and.contain('assay device create')
  })

  it('refuses as publisher the gateway that processes the voucher', async () => {
    scene.gateway.mspId = 'InstitutionMSP'
    const { code, complaint } = await scene.assay.run('voucher', 'show', 'GOLD-1G', '--publisher', scene.gateway.url)
    expect(code).to.equal(1)
    expect(complaint).to.contain('publisher_is_home')
  })

  it('shows an instruction, and checks its evidence offline', async () => {
    await scene.createAlice()
    const { id } = JSON.parse((await scene.assay.run(...transferWords, '--json')).output)
    expect((await scene.assay.run('instruction', 'show', id)).output).to.contain('accepted')
    scene.assay.input = (await scene.assay.run('instruction', 'evidence', id)).output
    const good = await scene.assay.run('instruction', 'verify', '-', '--id', id)
    expect(good.output).to.contain('good').and.contain('"quantity":"1500"')
    expect(good.code).to.equal(0)
    scene.assay.input = scene.assay.input.replace('"1500"', '"1501"')
    const bad = await scene.assay.run('instruction', 'verify', '-', '--id', id)
    expect(bad.output).to.contain('NOT GOOD: bad_signature')
    expect(bad.code).to.equal(1)
  })

  it('takes ids that begin with a dash', async () => {
    const id = `-${'x'.repeat(42)}`
    const { code, complaint } = await scene.assay.run('instruction', 'show', id)
    expect(code).to.equal(1)
    expect(complaint).to.contain('not_found')
    expect(scene.gateway.received.at(-1)?.path).to.equal(`/v1/instructions/${id}`)
  })
})
