import { expect } from 'chai'
import { oneClickRulesOf } from '../../../gateway/services/one-click-rules.ts'
import type { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { cash, Storefront } from '../../support/storefront.ts'
import { day } from '../../support/workshop.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('purchases, over HTTP', () => {
  let storefront: Storefront
  let server: TestServer
  let ids: { open: string; completed: string; disputed: string }
  before(async () => {
    storefront = await Storefront.open(await Scene.open())
    const certificate = await storefront.workshop.issued()
    const completed = await storefront.completed(certificate)
    const disputed = await storefront.brought('disputed', certificate)
    ids = { completed, disputed, open: await storefront.ordered(certificate) }
    server = await new TestServer(projectionOf(blocksOf(storefront.scene.ledger))).listen()
  })
  after(() => server.close())

  const listed = async (path: string, device: Device): Promise<string[]> => {
    const { status, body } = await server.get(`/v1/accounts/${path}`, device)
    expect(status, body.detail).to.equal(200)
    return body.items.map((item: { purchase: string }) => item.purchase)
  }

  it('are listed to their buyer and to their provider, and those that wait for a step alone when asked for', async () => {
    const { alice, maker } = storefront
    expect(await listed('alice/purchases', alice)).to.have.members([ids.open, ids.completed, ids.disputed])
    expect(await listed('alice/purchases?state=open', alice)).to.deep.equal([ids.open, ids.disputed])
    expect(await listed('clockmaker/purchases?state=open', maker)).to.deep.equal([ids.open, ids.disputed])
  })

  it('S1-042 tell a buyer its own rules for one click as they count today, and nobody else', async () => {
    const { scene, alice, maker, workshop } = storefront
    const path = '/v1/accounts/alice/one-click-rules'
    const rulesAt = (now: bigint) => oneClickRulesOf(projectionOf(blocksOf(scene.ledger)), 'alice', { now })
    const today = scene.now
    expect((await server.get(path, alice)).body.items).to.deep.equal([])
    const rule = { cash, maximum: '5000', perDay: 2 }
    await storefront.done(alice, 'purchase.set-one-click', rule)
    await storefront.ordered(await workshop.issued({ item: 'CLOCK-2' }), { prompted: false })
    expect(rulesAt(today)).to.deep.equal([{ ...rule, usedToday: 1 }])
    expect(rulesAt(today + day)).to.deep.equal([{ ...rule, usedToday: 0 }])
    const now = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
    expect((await now.get(path, alice)).body.items).to.deep.equal([{ ...rule, usedToday: 0 }])
    await now.close()
    await storefront.done(alice, 'purchase.set-one-click', { ...rule, maximum: '0' })
    expect(rulesAt(today)).to.deep.equal([])
    for (const reader of [maker, workshop.bob]) {
      expect((await server.get(path, reader)).body.code).to.equal('not_allowed')
    }
    expect((await server.get('/v1/accounts/NOBODY/one-click-rules', storefront.auditor)).status).to.equal(404)
  })

  it('S1-051 are nobody else’s to read: neither the list, nor the row with the hash of the address', async () => {
    const { workshop, auditor, alice } = storefront
    const { body } = await server.get('/v1/accounts/alice/purchases', workshop.bob)
    expect(body.code).to.equal('not_allowed')
    const history = `/v1/records/purchase~${ids.open}/history`
    expect((await server.get(history, workshop.bob)).status).to.equal(403)
    for (const reader of [alice, storefront.maker, auditor]) {
      expect((await server.get(history, reader)).status).to.equal(200)
    }
  })

  it('in dispute are listed to auditors, each once, and to nobody else', async () => {
    const { auditor, alice, maker } = storefront
    const { body } = await server.get('/v1/disputes', auditor)
    expect(body.items.map((item: { purchase: string }) => item.purchase)).to.deep.equal([ids.disputed])
    expect(body.items[0]).to.deep.include({ buyer: 'alice', provider: 'clockmaker', status: 'disputed', held: '1200' })
    for (const reader of [alice, maker]) {
      expect((await server.get('/v1/disputes', reader)).body.code).to.equal('not_allowed')
    }
    expect((await server.get('/v1/disputes')).body.code).to.equal('session_required')
  })
})
