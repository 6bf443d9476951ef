import { expect } from 'chai'
import { digest } from '../../../chaincode/wire/signature.ts'
import { Scene } from '../../support/scene.ts'
import { cash, gold, Storefront } from '../../support/storefront.ts'
import { nothing } from '../../support/workshop.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('goods certificates over HTTP', () => {
  let storefront: Storefront
  let server: TestServer
  let clock: string
  let metal: string
  let revoked: string
  let expired: string
  let reviewed: string

  before(async () => {
    storefront = await Storefront.open(await Scene.open())
    const { workshop, alice, maker } = storefront
    // The gateway judges by its own clock what is expired.
    storefront.scene.now = BigInt(Date.now()) - 10_000n
    clock = await workshop.issued()
    metal = await storefront.issuedMetal({ title: '金条 100', allows: ['pay'] })
    revoked = await workshop.issued({ item: 'CLOCK-9' })
    await workshop.done(maker, 'certificate.revoke', { certificate: revoked })
    expired = await workshop.issued({ item: 'CLOCK-8', expiresAt: workshop.ahead(1n) })
    const held = await workshop.granted(clock, { to: 'carol', form: 'holding' })
    await workshop.done(workshop.carol, 'instance.publish', { instance: held })
    reviewed = await storefront.completed(clock)
    await storefront.ordered(clock)
    await storefront.done(alice, 'purchase.review', { purchase: reviewed, rating: 4, text: digest('It ticks.') })
    server = await new TestServer(projectionOf(blocksOf(storefront.scene.ledger))).listen()
  })
  after(() => server.close())

  const found = async (query: string): Promise<string[]> => {
    const { status, body } = await server.get(`/v1/certificates${query}`)
    expect(status, JSON.stringify(body)).equal(200)
    return body.items.map(({ certificate }: { certificate: { certificate: string } }) => certificate.certificate)
  }

  it('lists those that are good now, with the name and home of their provider, to everybody', async () => {
    const { body } = await server.get('/v1/certificates')
    expect(await found('')).deep.equal([metal, clock])
    expect(body.items[1].provider).include({ name: 'The Clockmaker', home: 'SupplierMSP', status: 'open' })
    expect(body.items[1].certificate).include({ title: 'A clock', cash, status: 'active' })
    expect(JSON.stringify(body)).not.include(digest('a salt'))
  })

  it('finds them by title or item in any script, provider, holder and terms, and together', async () => {
    expect(await found('?text=金条')).deep.equal([metal])
    expect(await found('?text=a+CLOCK')).deep.equal([clock])
    expect(await found('?text=gold-1')).deep.equal([metal])
    expect(await found('?text=%25')).deep.equal([])
    expect(await found('?provider=clockmaker')).deep.equal([metal, clock])
    expect(await found('?provider=nobody')).deep.equal([])
    expect(await found('?holder=carol')).deep.equal([clock])
    expect(await found('?holder=alice')).deep.equal([])
    expect(await found('?allows=order')).deep.equal([clock])
    expect(await found(`?metal=${gold}`)).deep.equal([metal])
    expect(await found(`?cash=${cash}&text=clock&allows=pay`)).deep.equal([clock])
    expect(await found(`?cash=${gold}`)).deep.equal([])
  })

  it('gives them page by page', async () => {
    const first = (await server.get('/v1/certificates?limit=1')).body
    expect(await found(`?limit=1&after=${first.next}`)).deep.equal([clock])
  })

  it('S1-033 tells of one that is revoked or expired that it is, and of none that there is none', async () => {
    const { body } = await server.get(`/v1/certificates/${revoked}`)
    expect(body.certificate).include({ certificate: revoked, status: 'revoked' })
    expect(body.provider).include({ provider: 'clockmaker' })
    expect((await server.get(`/v1/certificates/${expired}`)).body.certificate).include({ status: 'active' })
    for (const path of [nothing, 'x', `${nothing}/reviews`, `${nothing}/purchase-records`])
      expect((await server.get(`/v1/certificates/${path}`)).body, path).include({ code: 'not_found' })
  })

  it('S1-036 shows completed orders to everybody, with their buyers masked and their figures rounded', async () => {
    const { body } = await server.get(`/v1/certificates/${clock}/purchase-records`)
    const month = new Date(Number(storefront.scene.now)).toISOString().slice(0, 7)
    expect(body.items).deep.equal([{ buyer: 'a***', count: 1, cash, amount: '1200', month }])
    expect(JSON.stringify(body)).not.include('alice').and.not.include(reviewed)
    expect((await server.get(`/v1/certificates/${metal}/purchase-records`)).body.items).deep.equal([])
  })

  it('S1-037 shows the reviews of completed orders, and no order that is under way has one', async () => {
    const { body } = await server.get(`/v1/certificates/${clock}/reviews`)
    expect(body.items).length(1)
    expect(body.items[0]).include({ buyer: 'a***', rating: 4, text: digest('It ticks.') })
    expect(JSON.stringify(body)).not.include('alice')
    const [open] = (await server.get('/v1/accounts/alice/purchases?state=open', storefront.alice)).body.items
    const review = { purchase: open.purchase, rating: 1, text: digest('Never came.') }
    expect(await storefront.code(storefront.alice, 'purchase.review', review)).equal('purchase_state_forbids')
  })

  it('lists what somebody has of certificates to that one and the provider alone', async () => {
    const { carol } = storefront.workshop
    expect((await server.get('/v1/accounts/alice/purchases', storefront.alice)).body.items).length(2)
    expect((await server.get('/v1/accounts/alice/purchases', carol)).body).include({ code: 'not_allowed' })
    expect((await server.get('/v1/accounts/clockmaker/purchases', storefront.maker)).body.items).length(2)
    expect((await server.get(`/v1/accounts/${clock}/purchases`, carol)).body).include({ code: 'not_allowed' })
  })
})
