import { expect } from 'chai'
import { commandLineScene } from '../support/command-line.ts'

const [campaign, promotion, chain] = ['C', 'P', 'T'].map((letter) => letter.repeat(43)) as [string, string, string]
const opened = {
  ...{ campaign, institution: 'InstitutionMSP', executor: 'alice', cash: 'CNY', pays: 'both' },
  ...{ traderReward: '500', promoterReward: '300', left: '10000', due: '800', promoterMaximum: '5' },
  ...{ holdMilliseconds: '60000', opensAt: '1790000000000', closesAt: '1791000000000', status: 'open' },
}
const promoted = {
  ...{ promotion, promoter: 'alice', bank: 'BankMSP', campaign, institution: 'InstitutionMSP', family: 'metal' },
  ...{ side: 'sell', metal: 'AU-9999', terms: 'D'.repeat(43), createdAt: '1790000000000', usesMaximum: '7' },
  authentication: { type: 'video', digest: 'M'.repeat(43) },
  ...{ validUntil: '1791000000000', used: '2', whenOver: 'stops', status: 'open' },
}
const earned = {
  ...{ chain, leg: 'promoter', campaign, promotion, institution: 'InstitutionMSP', executor: 'alice' },
  ...{ receiver: 'bob', home: 'SupplierMSP', cash: 'CNY', amount: '300', judgedAt: '1790000000000' },
}

describe('campaigns, promotions and rewards on the command line', () => {
  const scene = commandLineScene()

  beforeEach(() => scene.createAlice())

  const sent = () => {
    const posts = scene.gateway.received.filter(({ method, path }) => method === 'POST' && path === '/v1/instructions')
    const last = posts.at(-1)
    return last === undefined ? undefined : JSON.parse(last.body).instruction
  }
  const listing = (items: object[]) => ({ items, height: '7' })

  it('opens a campaign in base units of its cash, and closes it', async () => {
    const words = ['campaign', 'open', 'CNY', '10000', '--pays', 'both', '--trader', '500', '--promoter', '300']
    const { code, complaint } = await scene.assay.run(...words, '--each', '3', '--hold', '1h', '--lasts', '7d')
    expect([code, complaint]).deep.equal([0, ''])
    const { kind, body } = sent()
    expect(kind).equal('campaign.open')
    expect(body).include({ cash: 'CNY', pays: 'both', budget: '10000', traderReward: '500', promoterReward: '300' })
    expect(body).include({ promoterMaximum: '3', holdMilliseconds: '3600000' })
    expect(Number(body.closesAt) - Number(body.opensAt)).equal(604_800_000)
    expect((await scene.assay.run('campaign', 'close', campaign)).code).equal(0)
    expect(sent()).deep.include({ kind: 'campaign.close', body: { campaign } })
  })

  it('does not open one without its rule', async () => {
    expect((await scene.assay.run('campaign', 'open', 'CNY', '10')).complaint).include('--pays')
    expect(sent()).equal(undefined)
  })

  it('lists the campaigns of an institution, and shows one', async () => {
    scene.gateway.pages.set('/v1/campaigns', listing([opened, { ...opened, traderReward: undefined }]))
    const { output } = await scene.assay.run('campaign', 'list', 'InstitutionMSP')
    expect(output).include('to who trades').include('to who promotes')
    expect(scene.gateway.received.map(({ path }) => path)).include(
      '/v1/campaigns?institution=InstitutionMSP&state=open&limit=20',
    )
    scene.gateway.pages.set('/v1/campaigns', listing([]))
    expect((await scene.assay.run('campaign', 'list', 'BankMSP', '--ended')).output).include('nothing is listed')
    scene.gateway.pages.set(`/v1/campaigns/${campaign}`, { ...opened, promoterReward: undefined, height: '7' })
    const shown = await scene.assay.run('campaign', 'show', campaign)
    expect(shown.output).include('5 rewards').include('InstitutionMSP').and.not.include('who promotes')
  })

  it('S2-045 lists, shows and ends the promotions that one made', async () => {
    scene.gateway.pages.set('/v1/accounts/alice/promotions', listing([promoted]))
    expect((await scene.assay.run('promotion', 'list')).output)
      .include('used 2 of 7')
      .include('sell metal')
    scene.gateway.pages.set(`/v1/promotions/${promotion}`, { ...promoted, height: '7' })
    const { output } = await scene.assay.run('promotion', 'show', promotion)
    for (const words of ['AU-9999', 'video', 'M'.repeat(43), 'a trade stops']) expect(output).include(words)
    const { metal: _metal, ...stock } = promoted
    const over = { ...stock, family: 'stock', whenOver: 'goes-on', opensAt: '1790000000001', endedAt: '1790000000002' }
    scene.gateway.pages.set(`/v1/promotions/${promotion}`, { ...over, height: '7' })
    expect((await scene.assay.run('promotion', 'show', promotion)).output).include('goes on without it')
    expect((await scene.assay.run('promotion', 'end', promotion)).code).equal(0)
    expect(sent()).deep.include({ kind: 'promotion.end', body: { promotion } })
  })

  it('S2-062 lists what is due, held and owed, the last as a negative claim, and why a trade earned nothing', async () => {
    const rows = [
      { ...earned, status: 'due', payableFrom: '1790000060000' },
      { ...earned, status: 'held', payableFrom: '1790000060000', heldUntil: '1792000000000' },
      { ...earned, status: 'owed', payableFrom: '1790000060000' },
      { ...earned, status: 'none', amount: '0', reason: 'self-referral' },
    ]
    scene.gateway.pages.set('/v1/accounts/alice/trade-rewards', listing(rows))
    const { output } = await scene.assay.run('reward', 'list')
    expect(output).include('from ').include('until ').include('−').include('self-referral').include('promoter bob')
  })

  it('S2-060 pays each of the two by an instruction of its own, takes back and expires', async () => {
    for (const step of ['pay', 'take-back', 'expire']) {
      for (const leg of ['trader', 'promoter']) {
        expect((await scene.assay.run('reward', step, chain, leg)).code).equal(0)
        expect(sent()).deep.include({ kind: `reward.${step}`, body: { chain, leg } })
      }
    }
    expect((await scene.assay.run('reward', 'pay', chain, 'bank')).code).not.equal(0)
  })
})
