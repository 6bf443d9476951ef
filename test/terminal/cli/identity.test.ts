import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { filesBelow } from '../../support/secret-scan.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

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

  it('is counted anew for a client that an officer frees', async () => {
    expect((await scene.assay.run('identity', 'unlock', 'bob')).code).equal(0)
    const sent = scene.gateway.received.findLast(
      ({ method, path: at }) => method === 'POST' && at === '/v1/instructions',
    )
    expect(JSON.parse(sent?.body ?? '').instruction).deep.include({ kind: 'identity.unlock', body: { client: 'bob' } })
    scene.gateway.scripts.push((_received, id) => problem(403, 'device_lacks_role', { id, outcome: 'refused' }))
    expect((await scene.assay.run('identity', 'unlock', 'bob')).code).not.equal(0)
  })
})
