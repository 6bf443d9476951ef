import { expect } from 'chai'
import {
  type Campaign,
  campaigns,
  type Promotion,
  promotions,
} from '../../../../chaincode/domains/promotions/tables.ts'
import { type Chain, chains } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { ruleOf } from '../../../../chaincode/ledger.ts'
import { viewOf } from '../../../../chaincode/rules/rule.ts'

const [chain, promotion, campaign] = ['T', 'P', 'C'].map((letter) => letter.repeat(43)) as [string, string, string]

const promoted: Promotion = {
  ...{ promotion, promoter: 'bob', bank: 'SupplierMSP', campaign, institution: 'OtherMSP', family: 'metal' },
  ...{ side: 'sell', metal: 'AU-9999', terms: 'D'.repeat(43), createdAt: 1n, validUntil: 9n, usesMaximum: 1n },
  ...{ used: 0n, whenOver: 'goes-on', status: 'open', authentication: { type: 'text', digest: 'M'.repeat(43) } },
}
const opened: Campaign = {
  ...{ campaign, institution: 'OtherMSP', executor: 'other-desk', cash: 'CNY', pays: 'both', left: 100n, due: 0n },
  ...{ traderReward: 5n, promoterReward: 3n, promoterMaximum: 9n, holdMilliseconds: 0n, opensAt: 1n, closesAt: 9n },
  status: 'open',
}
const traded: Chain = {
  ...{ chain, client: 'alice', bank: 'BankMSP', institution: 'InstitutionMSP', family: 'metal', side: 'sell' },
  ...{ cash: 'CNY', metal: { voucher: 'AU-9999', quantity: 1n }, openedAt: 2n, expiresAt: 9n, first: 'F'.repeat(43) },
  status: 'settled',
}

describe('a trade that names a promotion of another institution', () => {
  const rows = new Map<string, object>([
    [promotions.key(promotion), promoted],
    [campaigns.key(campaign), opened],
    [chains.key(chain), traded],
  ])
  const view = viewOf((_table, key) => rows.get(key))
  const request = {
    ...{ body: { chain, promotion, trader: 'other' }, view, facts: { now: 3n } },
    sender: { participant: 'desk', home: 'InstitutionMSP' },
  }

  it('S2-063 earns nothing of it, which is on record between those two whose trade it is', () => {
    const { effects, writes = [] } = ruleOf('reward.judge').decide(request as never)
    expect(effects).include({ amount: '0' })
    expect(effects['reasons']).deep.equal(['other-trade', 'other-trade'])
    expect(writes.map(({ record }) => record)).length(2)
    for (const { record } of writes) {
      expect(record).include({ institution: 'InstitutionMSP', executor: 'desk', reason: 'other-trade', amount: 0n })
    }
  })

  it('is judged by none of that other institution', () => {
    const other = { ...request, sender: { participant: 'other-desk', home: 'OtherMSP' } }
    expect(() => ruleOf('reward.judge').decide(other as never)).throw('not_a_party')
  })
})

describe('what a step of a reward moved', () => {
  const done = (kind: 'reward.pay' | 'reward.take-back', status: string) =>
    ruleOf(kind).moves?.({ from: 'desk', effects: { status, receiver: 'bob', cash: 'CNY', amount: '3' } } as never)

  it('S2-058 S2-062 is what was paid to the receiver, or came back from it, and nothing where it is held or owed', () => {
    expect(done('reward.pay', 'paid')).deep.equal([{ giver: 'desk', receiver: 'bob', voucher: 'CNY', quantity: '3' }])
    expect(done('reward.pay', 'held')).deep.equal([])
    expect(done('reward.take-back', 'taken-back')).deep.equal([
      { giver: 'bob', receiver: 'desk', voucher: 'CNY', quantity: '3' },
    ])
    expect(done('reward.take-back', 'owed')).deep.equal([])
    expect(done('reward.take-back', 'none')).deep.equal([])
  })
})
