import { expect } from 'chai'
import { projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'
import { readStory, type Story } from '../support/story.ts'

describe('the lists over HTTP', () => {
  let story: Story
  let server: TestServer
  before(async () => {
    story = await readStory()
    server = await new TestServer(projectionOf(story.blocks)).listen()
  })
  after(() => server.close())

  const people = () => ({ ...story.scene, auditor: story.auditor })

  it('answer items and the height that they come from', async () => {
    const { status, body } = await server.get('/v1/vouchers')
    expect(status).to.equal(200)
    expect(Object.keys(body).sort()).to.deep.equal(['height', 'items'])
    expect(body.height).to.equal(`${story.blocks.length}`)
  })

  it('give a next as long as more follows', async () => {
    const first = (await server.get('/v1/vouchers?limit=1')).body
    const second = (await server.get(`/v1/vouchers?limit=1&after=${first.next}`)).body
    expect(second.next).to.equal(undefined)
    const codes = [...first.items, ...second.items].map((item) => item.voucher.voucher)
    expect(codes).to.deep.equal(['AU-9999', 'CNY'])
  })

  const wrong = [
    '?limit=0',
    '?limit=201',
    '?limit=-1',
    '?limit=1e2',
    '?limit=5&limit=6',
    '?after=~',
    '?after=AAAA',
    '?after=',
    '?page=2',
    '?from=yesterday',
    '?code=au',
    '?code=AU%25',
    "?issuer=' OR 1=1",
  ]
  for (const query of wrong) {
    it(`refuse ${query} as malformed_request`, async () => {
      const { status, body } = await server.get(`/v1/vouchers${query}`)
      expect(status).to.equal(400)
      expect(body.code).to.equal('malformed_request')
      expect(body.detail).to.be.a('string').that.is.not.empty
    })
  }

  it('refuse unknown query parameters everywhere', async () => {
    const { alice } = people()
    const paths = ['orders', 'pledges', 'offers', 'holdings', 'instructions', 'statement'].map(
      (list) => `/v1/accounts/alice/${list}`,
    )
    paths.push(`/v1/vouchers/${story.gold}/quotes`, `/v1/vouchers/${story.gold}/holders`)
    paths.push(`/v1/vouchers/${story.gold}/orders`)
    paths.push('/v1/records/account~alice/history', '/v1/events')
    for (const path of paths) {
      expect((await server.get(`${path}?colour=red`, alice)).body, path).to.include({ code: 'malformed_request' })
    }
  })

  it('find who is at home here by the beginning of the name, page by page', async () => {
    const { BankMSP: registrar } = story.scene.registrars
    const names = async (query: string) =>
      (await server.get(`/v1/participants${query}`, registrar)).body.items.map(
        ({ participant }: { participant: string }) => participant,
      )
    const all = await names('')
    expect(all).to.include.members(['alice', 'bank-treasury']).and.not.include('bob')
    expect(all).to.deep.equal([...all].sort())
    expect(await names('?prefix=al')).to.deep.equal(['alice'])
    expect(await names('?prefix=alice')).to.deep.equal(['alice'])
    expect(await names('?prefix=alicex')).to.deep.equal([])
    const { body } = await server.get('/v1/participants?limit=1', registrar)
    const rest = await names(`?after=${body.next}`)
    expect([body.items[0].participant, ...rest]).to.deep.equal(all)
    const [alice] = (await server.get('/v1/participants?prefix=alice', registrar)).body.items
    expect(alice).to.deep.equal({ participant: 'alice', type: 'person', status: 'active' })
  })

  for (const query of ['?prefix=Al', '?prefix=', '?prefix=al%25', '?prefix=~', '?limit=201', '?home=BankMSP']) {
    it(`refuse participants ${query} as malformed_request`, async () => {
      const { status, body } = await server.get(`/v1/participants${query}`, story.scene.registrars.BankMSP)
      expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
    })
  }

  it('tell of the devices of an account when they were added and last used', async () => {
    const { alice } = people()
    const { body } = await server.get('/v1/accounts/alice/devices', alice)
    const [device] = body.items
    expect(device).to.include({ device: alice.id, status: 'active', lastCharacters: alice.id.slice(-6) })
    expect(BigInt(device.lastUsedAt) > BigInt(device.addedAt)).equal(true)
    const { BankMSP: registrar } = story.scene.registrars
    const unused = (await server.get('/v1/accounts/bank-treasury/devices', registrar)).body.items
    expect(unused.every(({ addedAt }: { addedAt?: string }) => addedAt !== undefined)).equal(true)
  })

  it('find vouchers by holder for the holder and for auditors only', async () => {
    const { alice, bob, auditor } = people()
    const path = '/v1/vouchers?holder=alice'
    expect((await server.get(path)).body.code).to.equal('session_required')
    expect((await server.get(path, bob)).body.code).to.equal('not_allowed')
    for (const reader of [alice, auditor]) expect((await server.get(path, reader)).body.items).to.have.lengthOf(2)
  })

  it('give quotes to everybody, and not_found for a voucher that is not there', async () => {
    const { body } = await server.get(`/v1/vouchers/${story.gold}/quotes`)
    expect(body.items.map(({ quote }: { quote: string }) => quote)).to.deep.equal(['Q2', 'Q1'])
    expect((await server.get('/v1/vouchers/NONE-1/quotes')).status).to.equal(404)
    expect((await server.get('/v1/vouchers/..%2F/quotes')).status).to.equal(404)
  })

  it('give holders without what they paid', async () => {
    const { body } = await server.get(`/v1/vouchers/${story.gold}/holders`, story.scene.treasury)
    const [alice] = body.items
    expect(alice).to.include({ participant: 'alice', pledged: '30' })
    expect(alice).to.not.have.any.keys('cost', 'costed', 'credited')
  })

  it('give a voucher’s issuer the open orders for it, and nothing that has ended', async () => {
    const { body } = await server.get(`/v1/vouchers/${story.gold}/orders`, story.scene.treasury)
    expect(body.items.map(({ order }: { order: string }) => order)).to.deep.equal([story.opened.openOrder])
  })

  it('give open orders with function, quantity, price and state, and the ended ones apart', async () => {
    const { alice } = people()
    const read = async (state: string) =>
      (await server.get(`/v1/accounts/alice/orders?state=${state}`, alice)).body.items
    expect(await read('open')).to.have.lengthOf(1)
    expect((await read('open'))[0]).to.include({ side: 'sell', quantity: '20', limitPrice: '500', status: 'open' })
    expect((await read('ended'))[0]).to.include({ side: 'buy', status: 'cancelled' })
    expect((await server.get('/v1/accounts/alice/orders?state=any', alice)).status).to.equal(400)
  })

  it('show an instruction whole to its sender, and to the other party only what it said', async () => {
    const { alice, bob } = people()
    const of = async (reader: typeof alice) =>
      (await server.get(`/v1/accounts/${reader.participant}/instructions?limit=200`, reader)).body.items
    const transferTo = (to: string) => (item: { kind: string; body: { to: string }; status: string }) =>
      item.kind === 'voucher.transfer' && item.body.to === to && item.status === 'accepted'
    const own = (await of(alice)).find(transferTo('bob'))
    const theirs = (await of(bob)).find(transferTo('bob'))
    expect(own).to.include.keys('id', 'device', 'number', 'effects', 'body', 'ledger')
    expect(theirs).to.have.all.keys('status', 'kind', 'from', 'body', 'ledger')
    const ofOthers = (await of(bob)).filter(({ from }: { from: string }) => from !== 'bob')
    expect(JSON.stringify(ofOthers)).to.not.contain('"available"')
  })

  it('name to the other party what an answer must name', async () => {
    const { bob } = people()
    const { items } = (await server.get('/v1/accounts/bob/instructions', bob)).body
    const offered = items.find(({ kind }: { kind: string }) => kind === 'transfer.offer')
    expect(offered.id).to.equal(story.opened.offer)
    expect(offered).to.not.have.any.keys('effects', 'device', 'number')
  })

  describe('the statement', () => {
    const read = async (query: string) =>
      (await server.get(`/v1/accounts/alice/statement${query}`, people().alice)).body
    type Line = { entry: string; at: string; kind: string; voucher: string; change: string; counterparty: string }

    it('answers newest first, page by page, with the balance after each', async () => {
      const all = (await read('?limit=200')).items as Line[]
      const pages: Line[] = []
      let after = ''
      do {
        const page = await read(`?limit=2${after}`)
        pages.push(...page.items)
        after = page.next === undefined ? '' : `&after=${page.next}`
      } while (after !== '')
      expect(pages).deep.equal(all)
      expect(all.map(({ at }) => BigInt(at))).deep.equal(
        all.map(({ at }) => BigInt(at)).sort((a, b) => (a > b ? -1 : 1)),
      )
      expect(all[0]).include({ kind: 'voucher.transfer', change: '-3', counterparty: 'bob', isFee: false })
    })

    it('is narrowed by voucher, kind, domain, span and what stands in it', async () => {
      const all = (await read('?limit=200')).items as Line[]
      const [gold, cash] = [story.gold, 'CNY']
      const only = async (query: string) => (await read(`?limit=200&${query}`)).items as Line[]
      expect(await only(`voucher=${cash}`)).deep.equal(all.filter(({ voucher }) => voucher === cash)).is.not.empty
      expect(await only('kind=cash.deposit')).deep.equal(all.filter(({ kind }) => kind === 'cash.deposit')).is.not.empty
      expect(await only('kind=vouchers,market')).deep.equal(all)
      expect(await only('kind=payments')).deep.equal([])
      const middle = all[1]?.at as string
      expect(await only(`from=${middle}`)).deep.equal(all.filter(({ at }) => BigInt(at) >= BigInt(middle)))
      expect(await only(`to=${middle}`)).deep.equal(all.filter(({ at }) => BigInt(at) < BigInt(middle)))
      expect(await only('search=BOB')).deep.equal(all.filter(({ counterparty }) => counterparty === 'bob')).is.not.empty
      expect(await only('search=%25')).deep.equal([])
      expect(await only(`voucher=${gold}&search=bob&kind=voucher.transfer`)).lengthOf(2)
    })

    for (const query of ['kind=colour', 'kind=', 'kind=market,', 'voucher=au', 'search=', 'from=monday']) {
      it(`refuses ${query}`, async () => {
        expect((await read(`?${query}`)).code).equal('malformed_request')
      })
    }
  })

  it('give what an account holds, its value as the position tells it, and what waits for its answer', async () => {
    const { alice, bob } = people()
    const { body } = await server.get('/v1/accounts/bob/overview', bob)
    const waiting = body.offers.map(({ offer, receiver, status }: { [name: string]: string }) => [
      offer,
      receiver,
      status,
    ])
    expect(waiting).deep.equal([[story.opened.offer, 'bob', 'offered']])
    expect(body.pledges).deep.equal([])
    expect(body.height).equal(`${story.blocks.length}`)
    const own = (await server.get('/v1/accounts/alice/overview', alice)).body
    expect(own.offers).deep.equal([])
    const position = (await server.get(`/v1/accounts/alice/vouchers/${story.gold}`, alice)).body
    const held = own.holdings.find(({ voucher }: { voucher: string }) => voucher === story.gold)
    const { ageMilliseconds: _one, ...value } = held.referenceValue
    const { ageMilliseconds: _other, ...told } = position.fields.referenceValue
    expect(value).deep.equal(told)
    expect(held.total).equal(position.fields.totalQuantity.quantity)
  })

  it('give a row’s past with block, transaction and time, oldest first', async () => {
    const { body } = await server.get(`/v1/records/order~${story.opened.cancelledOrder}/history`, story.scene.alice)
    expect(body.items.map(({ value }: { value: { status: string } }) => value.status)).to.deep.equal([
      'open',
      'cancelled',
    ])
    expect(body.items[0]).to.have.all.keys('position', 'transaction', 'at', 'value')
  })
})
