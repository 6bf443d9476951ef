import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { filesBelow } from '../../support/secret-scan.ts'
import { commandLineScene } from '../support/command-line.ts'
import { acceptedDocument, problem } from '../support/fake-gateway.ts'

describe('by what clients are known, on the command line', () => {
  const scene = commandLineScene()
  const value = '+8613800138000'
  const path = '/v1/identity-references/bob'

  beforeEach(() => scene.createAlice())

  it('is asked for and sent to the own gateway alone, and stands in nothing that this device keeps or prints', async () => {
    scene.assay.input = `${value}\n`
    for (const from of [[], ['--from', '-']]) {
      const { code, output, complaint } = await scene.assay.run('identity', 'set', 'bob', '--type', 'phone', ...from)
      expect([code, complaint]).deep.equal([0, ''])
      expect(output).include('bob is known by this phone').and.not.include(value)
      const put = scene.gateway.received.findLast(({ method }) => method === 'PUT')
      expect([put?.path, JSON.parse(put?.body ?? '')]).deep.equal([`${path}/phone`, { value }])
      expect(String(put?.headers.authorization)).match(/^Bearer /)
    }
    for (const file of filesBelow(scene.folder)) expect(readFileSync(file).includes(value), file).equal(false)
  })

  it('is told by its types alone, and as nothing where nothing is on record', async () => {
    scene.gateway.pages.set(path, { types: ['certificate', 'phone'] })
    expect(await scene.assay.run('identity', 'show', 'bob')).deep.equal({
      ...{ code: 0, complaint: '', output: 'certificate\nphone\n' },
    })
    scene.gateway.pages.set(path, { types: [] })
    expect((await scene.assay.run('identity', 'show', 'bob')).output).equal('nothing is on record of bob\n')
  })

  it('S2-009 is counted anew for a client that two officers free: one proposes, and is told what the other does next', async () => {
    const approval = 'A'.repeat(43)
    const proposed = { approval, digest: approval, kind: 'identity.unlock', status: 'pending' }
    scene.gateway.scripts.push((_received, id) => ({ status: 200, body: acceptedDocument(id, proposed) }))
    const { code, complaint } = await scene.assay.run('identity', 'unlock', 'bob')
    expect(code).equal(0)
    expect(complaint).include(`assay approval approve ${approval}`)
    const sent = scene.gateway.received.findLast(
      ({ method, path: at }) => method === 'POST' && at === '/v1/instructions',
    )
    expect(JSON.parse(sent?.body ?? '').instruction).property('kind', 'approval.propose')
    expect(JSON.parse(sent?.body ?? '').instruction.body).deep.include({
      ...{ kind: 'identity.unlock', act: '{"client":"bob"}' },
    })
    scene.gateway.scripts.push((_received, id) => problem(403, 'device_lacks_role', { id, outcome: 'refused' }))
    expect((await scene.assay.run('identity', 'unlock', 'bob')).code).not.equal(0)
  })
})
