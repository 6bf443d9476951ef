import { expect } from 'chai'
import type { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'
import { day, hold, Promoting } from '../../support/promoting.ts'
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

describe('what could not be paid or taken back, over HTTP', () => {
  /** What an account’s list of rewards says at a member’s gateway of what stands on the ledger by now, each with why or until when. */
  const listed = async (on: Promoting, { by, mspId }: { by: Device; mspId: string }, state: 'open' | 'ended') => {
    const projection = projectionOf(blocksOf(on.on.scene.ledger))
    const server = await new TestServer(projection, undefined, { configuration: { mspId } }).listen()
    try {
      const { body } = await server.get(`/v1/accounts/${by.participant}/trade-rewards?state=${state}`, by)
      return (body.items as { [member: string]: string }[]).map(({ leg, status, amount, heldUntil }) =>
        [leg, status, amount, ...(heldUntil === undefined ? [] : [heldUntil])].join(' '),
      )
    } finally {
      await server.close()
    }
  }
  const payer = (on: Promoting) => ({ by: on.on.executor, mspId: 'InstitutionMSP' })

  /** Has somebody hand on all that there is, and its account closed. */
  const emptied = async (on: Promoting, who: Device): Promise<void> => {
    for (const voucher of [gold, cash]) {
      const quantity = voucher === cash ? on.cash(who.participant) : on.on.gold(who.participant)
      const body = { voucher, to: 'institution-treasury', quantity: `${quantity}` }
      if (quantity > 0n) await on.on.done(who, 'voucher.transfer', body)
    }
    await on.close(who.participant)
  }

  for (const [row, leg, receiver, amount] of [
    ['S2-058', 'trader', 'alice', '500'],
    ['S2-059', 'promoter', 'dora', '300'],
  ] as const)
    it(`${row} tells who pays that a reward for a closed account is held, until when, and expired behind that`, async () => {
      const on = await Promoting.open()
      const dora = await on.newcomer('dora')
      const { campaign } = await on.both({ pays: leg })
      const trade = await on.executed()
      await on.judge(trade, await on.promotion(campaign, {}, dora))
      await on.settled(trade)
      expect(await listed(on, payer(on), 'open')).deep.equal([`${leg} due ${amount}`])
      await emptied(on, receiver === 'dora' ? dora : on.on.alice)
      on.on.wait(hold + 1n)
      expect(await on.pay(trade, leg)).equal('held')
      const until = on.on.scene.now + 30n * day
      expect(await listed(on, payer(on), 'open')).deep.equal([`${leg} held ${amount} ${until}`])
      on.on.wait(30n * day)
      expect(await on.step('reward.expire', trade, { leg })).equal('deadline_not_passed')
      on.on.wait(1n)
      expect(await on.step('reward.expire', trade, { leg })).equal('expired')
      expect(await listed(on, payer(on), 'open')).deep.equal([])
      expect(await listed(on, payer(on), 'ended')).deep.equal([`${leg} expired ${amount} ${until}`])
      expect(on.cash(receiver)).equal(0n)
      expect(on.row(campaign)).include({ left: 10_000n, due: 0n })
    }).timeout(20_000)

  it('S2-062 lists a negative claim at the payer’s and at the debtor’s own gateway, until the same step finds enough', async () => {
    const on = await Promoting.open()
    const dora = await on.newcomer('dora')
    const debtor = { by: dora, mspId: 'SupplierMSP' }
    const { campaign } = await on.both({ pays: 'promoter' })
    const trade = await on.executed()
    await on.judge(trade, await on.promotion(campaign, {}, dora))
    on.on.wait(hold + 1n)
    expect(await on.pay(trade, 'promoter')).equal('paid')
    await on.spend(dora, 300n)
    await on.voided(trade)
    expect(await on.takeBack(trade, 'promoter')).equal('owed')
    const both = async (state: 'open' | 'ended') => [
      await listed(on, payer(on), state),
      await listed(on, debtor, state),
    ]
    expect(await both('open')).deep.equal([['promoter owed 300'], ['promoter owed 300']])
    await on.give('dora', 299n)
    expect(await on.takeBack(trade, 'promoter')).equal('reward_still_owed')
    expect([on.cash('dora'), await both('open')]).deep.equal([299n, [['promoter owed 300'], ['promoter owed 300']]])
    await on.give('dora', 1n)
    const institution = on.cash('institution-treasury')
    expect(await on.takeBack(trade, 'promoter')).equal('taken-back')
    expect([on.cash('dora'), on.cash('institution-treasury')]).deep.equal([0n, institution + 300n])
    expect(await both('open')).deep.equal([[], []])
    expect(await both('ended')).deep.equal([['promoter taken-back 300'], ['promoter taken-back 300']])
  }).timeout(20_000)
})
