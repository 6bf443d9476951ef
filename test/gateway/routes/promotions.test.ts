import { expect } from 'chai'
import type { Device } from '../../support/devices.ts'
import { hold, Promoting } from '../../support/promoting.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('campaigns, promotions and rewards, over HTTP', () => {
  let server: TestServer
  let on: Promoting
  let made: { campaign: string; promotion: string }

  before(async function () {
    this.timeout(0)
    on = await Promoting.open()
    made = await on.both()
    const closed = await on.campaign()
    await on.on.done(on.on.executor, 'campaign.close', { campaign: closed })
    const dora = await on.newcomer('dora')
    const trade = await on.executed()
    await on.judge(trade, await on.promotion(made.campaign, {}, dora))
    on.on.wait(hold + 1n)
    await on.pay(trade, 'promoter')
    await on.spend(dora, 200n)
    await on.voided(trade)
    await on.takeBack(trade, 'promoter')
    server = await new TestServer(projectionOf(blocksOf(on.on.scene.ledger))).listen()
  })
  after(() => server.close())

  const read = async (by: Device | undefined, path: string) => (await server.get(path, by)).body
  const statuses = async (by: Device, path: string): Promise<string[]> =>
    ((await read(by, path)).items as { status: string }[]).map(({ status }) => status)

  it('S2-057 lists the campaigns of an institution to everybody with a session, open or closed', async () => {
    const path = '/v1/campaigns?institution=InstitutionMSP'
    expect(await statuses(on.on.alice, path)).deep.equal(['closed', 'open'])
    expect(await statuses(on.on.alice, `${path}&state=open`)).deep.equal(['open'])
    expect(await statuses(on.on.alice, `${path}&state=ended`)).deep.equal(['closed'])
    expect(await statuses(on.on.alice, '/v1/campaigns?institution=BankMSP')).deep.equal([])
    expect((await read(undefined, path)).code).equal('session_required')
    expect((await read(on.on.alice, '/v1/campaigns')).code).equal('malformed_request')
  })

  it('S2-054 shows one campaign and one promotion, with its digests alone, and refuses what there is not', async () => {
    const campaign = await read(on.on.alice, `/v1/campaigns/${made.campaign}`)
    expect(campaign).include({ campaign: made.campaign, traderReward: '500', status: 'open' })
    const promotion = await read(on.on.alice, `/v1/promotions/${made.promotion}`)
    expect(promotion).include({ promoter: 'bob', usesMaximum: '5' })
    expect(Object.keys(promotion.authentication).sort()).deep.equal(['digest', 'type'])
    for (const path of ['/v1/promotions/none', `/v1/promotions/${'A'.repeat(43)}`, `/v1/campaigns/${'A'.repeat(43)}`]) {
      expect((await read(on.on.alice, path)).code, path).equal('not_found')
    }
    expect((await read(undefined, `/v1/promotions/${made.promotion}`)).code).equal('session_required')
  })

  it('S2-062 lists what is owed to who owes it and to who claims it, and to nobody else', async () => {
    const path = (account: string) => `/v1/accounts/${account}/trade-rewards?state=open`
    const dora = on.on.scene.account('dora')
    expect(dora.home).equal('SupplierMSP')
    expect(await statuses(on.on.executor, path('institution-treasury'))).deep.equal(['due', 'owed'])
    expect(await statuses(on.on.alice, path('alice'))).deep.equal(['due'])
    expect((await read(on.on.alice, path('dora'))).code).equal('not_allowed')
    expect(await statuses(on.promoter, '/v1/accounts/bob/promotions')).deep.equal(['open'])
  })
})
