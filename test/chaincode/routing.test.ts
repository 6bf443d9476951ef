import { expect } from 'chai'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import { viewOf } from '../../chaincode/rules/rule.ts'
import { type Kind, kindGroups, kindNames } from '../../chaincode/vocabulary.ts'
import { cash, type Exchange, onExchange } from '../support/exchange.ts'

const emptyView = viewOf(() => undefined)

/** An instruction of a kind whose body names everything that any body may name. */
const someInstruction = (kind: Kind) => ({
  ...{ kind, from: 'alice', ledger: 'assay', device: 'phone', number: '1', validUntil: '1' },
  body: {
    ...{
      voucher: 'AU-9999',
      participant: 'bob',
      to: 'bob',
      issuer: 'treasury',
      quote: 'Q-1',
      order: 'o',
      owner: 'bob',
    },
    ...{ pledge: 'p', holder: 'bob', pledgee: 'bob', offer: 'f', sender: 'bob', pledges: [] },
  },
})

const contendedBy = (kind: Kind): string | undefined => ruleOf(kind).contended?.(someInstruction(kind) as never)

describe('the way of an instruction', () => {
  it('parts trades by the issuer’s account and cash by its series, and everything else by its sender', () => {
    const contended = kindNames.map((kind) => [kind, contendedBy(kind)]).filter(([, what]) => what !== undefined)
    expect(Object.fromEntries(contended)).deep.equal({
      'cash.deposit': 'supply~AU-9999',
      'cash.withdraw': 'supply~AU-9999',
      'trade.buy': 'treasury',
      'trade.sell': 'treasury',
    })
  })

  it('names no organisation while what it speaks of is unknown, so that the rule can refuse', () => {
    for (const kind of kindNames) {
      const { organisations, receivers } = ruleOf(kind)
      const named = [organisations, receivers].flatMap(
        (homes) => homes?.(someInstruction(kind) as never, emptyView) ?? [],
      )
      expect(
        named.filter((mspId) => mspId !== undefined),
        kind,
      ).deep.equal([])
      expect(ruleOf(kind).home(someInstruction(kind) as never, emptyView), kind).equal(undefined)
    }
  })

  it('names no pair, and of a trade chain, a proposal or a reward no row, while what it speaks of is unknown', () => {
    for (const kind of Object.keys({
      ...kindGroups['trade-chain'],
      ...kindGroups.approvals,
      ...kindGroups.promotions,
    }) as Kind[]) {
      const { pair, readsThen } = ruleOf(kind)
      expect(pair?.(someInstruction(kind) as never, emptyView), kind).equal(undefined)
      expect(readsThen?.(someInstruction(kind) as never, emptyView) ?? [], kind).deep.equal([])
    }
  })

  it('goes through the sender’s own home for what is decided on the sender’s side alone, by the rule’s own word', () => {
    const view = viewOf((table, key) =>
      key === accounts.key('alice') && table === accounts ? { home: 'BankMSP' } : undefined,
    )
    const throughOwn = kindNames.filter((kind) => ruleOf(kind).home(someInstruction(kind) as never, view) === 'BankMSP')
    expect(throughOwn).deep.equal([
      'participant.register',
      'participant.accept',
      'participant.freeze',
      'participant.unfreeze',
      'participant.close',
      'device.add',
      'device.rename',
      'device.replace',
      'device.revoke',
      'device.set-seal-key',
      'voucher.issue',
      'merchant.register',
      'merchant.close',
      'payment-code.request',
      'payment-code.cancel',
      'payment.approve',
      'payment.decline',
      'payment.set-prompt-rule',
      'provider.register',
      'provider.close',
      'certificate.issue',
      'instance.pass-on',
      'instance.use',
      'instance.publish',
      'purchase.order',
      'purchase.set-one-click',
      'matcher.set',
      'trait.register',
      'profile.set',
      'demand.open',
      'demand.match',
      'demand.request',
      'demand.answer',
      'demand.decline',
      'interaction.rate',
      'recommendation.open',
      'recommendation.match',
      'recommendation.request',
      'recommendation.answer',
      'recommendation.decline',
      'recommendation.accept',
      'recommendation.reject',
      ...(['package.deliver', 'package.revoke', 'package.request'] as const),
      ...(['package.release', 'package.open', 'package.reject'] as const),
      ...(['grade.set', 'grade.weigh', 'position.set', 'identity.unlock'] as const),
      ...(['institution.open', 'institution.suspend'] as const),
      ...(['institution.reach', 'bank.reach'] as const),
      'chain.open',
      'approval.propose',
      ...(['campaign.open', 'promotion.create'] as const),
    ])
  })

  const between: [string, (exchange: Exchange) => Promise<string>, string[]][] = [
    [
      'a trade between a bank’s customer and the institution’s issuer',
      async (exchange) => exchange.instruct(exchange.alice, 'trade.buy', exchange.trade('buy', 1n)),
      ['BankMSP', 'InstitutionMSP'],
    ],
    [
      'an offer of a bank’s customer to the supplier’s',
      async (exchange) => exchange.instruct(exchange.bob, 'transfer.accept', await exchange.offered(1n)),
      ['BankMSP', 'SupplierMSP'],
    ],
    [
      'a pledge of a bank’s customer to the supplier’s',
      async (exchange) =>
        exchange.instruct(exchange.bob, 'pledge.accept', await exchange.proposed(1n, { pledgee: 'bob' })),
      ['BankMSP', 'SupplierMSP'],
    ],
    [
      'a fill of a bank’s customer’s order',
      async (exchange) => {
        const order = await exchange.placed(exchange.alice, 'buy', 1_000n, 56_000n)
        return exchange.instruct(exchange.pricing, 'order.fill', exchange.fill(order, 1_000n))
      },
      ['BankMSP', 'InstitutionMSP'],
    ],
    [
      'a freeze of a supplier’s customer’s gold',
      async (exchange) => {
        const hold = { participant: 'bob', voucher: 'AU-9999', quantity: '1', caseNumber: 'CASE-1' }
        return exchange.instruct(exchange.auditor, 'holding.freeze', hold)
      },
      ['SupplierMSP'],
    ],
    [
      'a transfer of a bank’s customer to the supplier’s',
      async (exchange) => {
        const transfer = { voucher: 'AU-9999', to: 'bob', quantity: '1' }
        return exchange.instruct(exchange.alice, 'voucher.transfer', transfer)
      },
      ['BankMSP', 'SupplierMSP'],
    ],
    [
      'a deposit for the supplier’s customer',
      async (exchange) => {
        const deposit = { voucher: cash, to: 'bob', quantity: '1', reference: 'counter 1' }
        return exchange.instruct(exchange.bank, 'cash.deposit', deposit)
      },
      ['BankMSP', 'SupplierMSP'],
    ],
  ]

  for (const [what, make, organisations] of between) {
    it(
      `asks for the peers of ${organisations.join(' and ')} for ${what}, and without any of them is invalid`,
      onExchange(async (exchange) => {
        const text = await make(exchange)
        const way = exchange.wayOf(text)
        expect(way.organisations).include.members(organisations)
        for (const absent of organisations) {
          const rest = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'].filter((mspId) => mspId !== absent)
          const { code, outcomes } = await exchange.scene.apply(text, { ...way, organisations: rest })
          expect([absent, code, outcomes[0]?.status]).deep.equal([absent, 'ENDORSEMENT_POLICY_FAILURE', 'accepted'])
        }
        expect((await exchange.apply(text)).status).equal('accepted')
      }),
    )
  }
})
