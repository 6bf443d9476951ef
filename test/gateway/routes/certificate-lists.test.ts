import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { Workshop } from '../../support/workshop.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('what somebody has of goods certificates, over HTTP', () => {
  let workshop: Workshop
  let server: TestServer
  let auditor: Device
  let ids: { certificate: string; revoked: string; holding: string; licence: string; passed: string }
  before(async () => {
    const scene = await Scene.open()
    auditor = new Device('auditor-desk', ['auditor'])
    await scene.enrol(auditor, 'AuditorMSP')
    workshop = await Workshop.open(scene)
    const revoked = await workshop.issued({ item: 'CLOCK-2' })
    await workshop.done(workshop.maker, 'certificate.revoke', { certificate: revoked })
    const certificate = await workshop.issued()
    const passed = await workshop.granted(certificate, { to: 'alice', form: 'holding' })
    await workshop.done(workshop.alice, 'instance.publish', { instance: passed })
    const holding = await workshop.passed(workshop.alice, passed, { to: 'bob', form: 'holding' })
    await workshop.done(workshop.bob, 'instance.publish', { instance: holding })
    const licence = await workshop.granted(certificate, workshop.licence('alice'))
    ids = { certificate, revoked, holding, licence, passed }
    server = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
  })
  after(() => server.close())

  const listed = async (path: string, member: string, device: Device): Promise<string[]> => {
    const { status, body } = await server.get(`/v1/accounts/${path}`, device)
    expect(status, body.detail).to.equal(200)
    return body.items.map((item: { [name: string]: string }) => item[member])
  }

  it('lists the certificates of a provider, newest first, and those that count alone when asked for', async () => {
    const { maker } = workshop
    expect(await listed('clockmaker/certificates', 'certificate', maker)).to.deep.equal([ids.certificate, ids.revoked])
    expect(await listed('clockmaker/certificates?state=open', 'item', maker)).to.deep.equal(['CLOCK-1'])
    expect(await listed('supplier-desk/providers', 'provider', workshop.desk)).to.deep.equal(['clockmaker'])
  })

  it('lists what one has of them to its holder, and all that was handed out to its provider', async () => {
    const { alice, bob, maker } = workshop
    expect(await listed('alice/instances', 'instance', alice)).to.have.members([ids.licence, ids.passed])
    expect(await listed('alice/instances?state=open', 'instance', alice)).to.deep.equal([ids.licence])
    expect(await listed('bob/instances', 'instance', bob)).to.deep.equal([ids.holding])
    const all = await listed('clockmaker/instances', 'instance', maker)
    expect(all).to.have.members([ids.holding, ids.licence, ids.passed])
  })

  it('lists what one published, which ends with what was handed on', async () => {
    const { alice, bob, maker } = workshop
    expect(await listed('alice/publications', 'status', alice)).to.deep.equal(['withdrawn'])
    expect(await listed('bob/publications?state=open', 'publication', bob)).to.deep.equal([ids.holding])
    expect(await listed('clockmaker/publications?state=open', 'publication', maker)).to.deep.equal([ids.holding])
  })

  it('lists them to no stranger, though certificates and publications are everybody’s to read one by one', async () => {
    const { bob } = workshop
    for (const list of ['certificates', 'instances', 'publications', 'providers']) {
      const { body } = await server.get(`/v1/accounts/clockmaker/${list}`, bob)
      expect(body.code, list).to.equal('not_allowed')
      expect((await server.get(`/v1/accounts/clockmaker/${list}`, auditor)).status, list).to.equal(200)
    }
    const rows: readonly (readonly [key: string, isOpen: boolean])[] = [
      ...([
        [`certificate~${ids.certificate}`, true],
        [`publication~${ids.passed}`, true],
      ] as const),
      ...([
        ['provider~clockmaker', true],
        [`instance~${ids.licence}`, false],
      ] as const),
    ]
    for (const [key, isOpen] of rows) {
      const { status } = await server.get(`/v1/records/${key}/history`, bob)
      expect(status, key).to.equal(isOpen ? 200 : 403)
    }
  })
})
