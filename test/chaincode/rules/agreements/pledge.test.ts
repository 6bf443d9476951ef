import { expect } from 'chai'
import type { PledgeStatus } from '../../../../chaincode/domains/agreements/tables.ts'
import { type PledgeEvent, pledgeLifecycle } from '../../../../chaincode/rules/agreements/pledge.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { cellsOf } from '../../../support/cells.ts'
import { Device } from '../../../support/devices.ts'
import { cash, type Exchange, gold, onExchange } from '../../../support/exchange.ts'

const oneHour = 3_600_000n
const twoHours = 2n * oneHour
const quantity = 30_000n
type Named = Body<'pledge.accept'>

const bring: Record<PledgeStatus, (exchange: Exchange, pledge: Named) => Promise<unknown>> = {
  proposed: async () => undefined,
  locked: (exchange, pledge) => exchange.done(exchange.bank, 'pledge.accept', pledge),
  declined: (exchange, pledge) => exchange.done(exchange.bank, 'pledge.decline', pledge),
  cancelled: (exchange, pledge) => exchange.done(exchange.alice, 'pledge.cancel', pledge),
  expired: async (exchange, pledge) => {
    exchange.wait(oneHour + 1n)
    return exchange.done(exchange.bob, 'pledge.expire', pledge)
  },
  released: async (exchange, pledge) => {
    await exchange.done(exchange.bank, 'pledge.accept', pledge)
    return exchange.done(exchange.bank, 'pledge.release', { ...pledge, quantity: `${quantity}` })
  },
  enforced: async (exchange, pledge) => {
    await exchange.done(exchange.bank, 'pledge.accept', pledge)
    exchange.wait(twoHours + 1n)
    return exchange.done(exchange.bank, 'pledge.enforce', pledge)
  },
}

const act: Record<PledgeEvent, (exchange: Exchange, pledge: Named) => Promise<string>> = {
  accept: (exchange, pledge) => exchange.code(exchange.bank, 'pledge.accept', pledge),
  decline: (exchange, pledge) => exchange.code(exchange.bank, 'pledge.decline', pledge),
  cancel: (exchange, pledge) => exchange.code(exchange.alice, 'pledge.cancel', pledge),
  expire: (exchange, pledge) => {
    exchange.wait(oneHour + 1n)
    return exchange.code(exchange.bob, 'pledge.expire', pledge)
  },
  'release-part': (exchange, pledge) =>
    exchange.code(exchange.bank, 'pledge.release', { ...pledge, quantity: '10000' }),
  release: (exchange, pledge) => exchange.code(exchange.bank, 'pledge.release', { ...pledge, quantity: `${quantity}` }),
  enforce: (exchange, pledge) => {
    exchange.wait(twoHours + 1n)
    return exchange.code(exchange.bank, 'pledge.enforce', pledge)
  },
}

describe('a pledge on the ledger', () => {
  for (const { state, event, after, title } of cellsOf(pledgeLifecycle, Object.keys(act) as PledgeEvent[])) {
    const code = after === undefined ? 'pledge_state_forbids' : 'accepted'
    const end = after ?? state

    it(
      title,
      onExchange(async (exchange) => {
        const pledge = await exchange.proposed(quantity)
        await bring[state](exchange, pledge)
        expect(exchange.pledge(pledge).status).equal(state)
        expect(await act[event](exchange, pledge)).equal(code)
        const { status, quantity: left } = exchange.pledge(pledge)
        expect(status).equal(end)
        const [, reserved, pledged] = exchange.buckets('alice')
        expect([reserved, pledged]).deep.equal([end === 'proposed' ? left : 0n, end === 'locked' ? left : 0n])
      }),
    )
  }
})

describe('pledging', () => {
  it(
    'tells the pledgee, who knows its id, nothing of what the holder has left',
    onExchange(async (exchange) => {
      const effects = await exchange.done(exchange.alice, 'pledge.propose', exchange.proposal(quantity))
      expect(Object.keys(effects)).have.members(['pledge', 'status'])
    }),
  )

  it(
    'S0-022 moves gold from available to pledged once the pledgee agrees, and records pledgee, purpose and term',
    onExchange(async (exchange) => {
      const pledge = await exchange.proposed(quantity, { purpose: '经营贷款 17' })
      expect(exchange.buckets('alice')).deep.equal([70_000n, 30_000n, 0n, 0n])
      await exchange.done(exchange.bank, 'pledge.accept', pledge)
      expect(exchange.buckets('alice')).deep.equal([70_000n, 0n, 30_000n, 0n])
      expect(exchange.pledge(pledge)).deep.include({
        holder: 'alice',
        holderHome: 'BankMSP',
        pledgee: 'city-bank',
        pledgeeHome: 'BankMSP',
        home: 'InstitutionMSP',
        purpose: '经营贷款 17',
        quantity,
        status: 'locked',
        termEndsAt: exchange.now + twoHours,
        enforcement: 'transfer-to-pledgee',
      })
      expect(exchange.buckets('city-bank')).deep.equal([0n, 0n, 0n, 0n])
    }),
  )

  it(
    'S0-022 leaves what is pledged or proposed to no other use: no sale, transfer, order, offer, freeze or second pledge',
    onExchange(async (exchange) => {
      const { alice, treasury, scene } = exchange
      await exchange.locked(60_000n)
      await exchange.proposed(30_000n)
      const more = 10_001n
      const hold = { participant: 'alice', voucher: gold, quantity: `${more}`, caseNumber: 'CASE-1' }
      const offer = { voucher: gold, to: 'bob', quantity: `${more}`, answerBy: exchange.ahead(1n) }
      expect([
        await exchange.code(alice, 'trade.sell', exchange.trade('sell', more)),
        await exchange.code(alice, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: `${more}` }),
        await exchange.code(alice, 'order.place', exchange.limit('sell', more, 1n)),
        await exchange.code(alice, 'transfer.offer', offer),
        await exchange.code(alice, 'pledge.propose', exchange.proposal(more)),
        await exchange.code(treasury, 'holding.freeze', hold),
      ]).deep.equal(Array(6).fill('exceeds_available_quantity'))
      expect(exchange.buckets('alice')).deep.equal([10_000n, 30_000n, 60_000n, 0n])
      await exchange.apply(scene.transfer(alice, 'bob', 10_000n))
    }),
  )

  it(
    'is refused to oneself, to nobody, to a frozen pledgee, behind either deadline, and for more than is available',
    onExchange(async (exchange) => {
      const { alice, scene } = exchange
      const code = (change: Partial<Body<'pledge.propose'>>, all = quantity) =>
        exchange.code(alice, 'pledge.propose', exchange.proposal(all, change))
      expect(await code({ pledgee: 'alice' })).equal('pledgee_is_holder')
      expect(await code({ pledgee: 'nobody' })).equal('unknown_participant')
      expect(await code({ answerBy: `${exchange.now - 1n}` })).equal('deadline_in_past')
      expect(await code({ termEndsAt: `${exchange.now - 1n}` })).equal('deadline_in_past')
      expect(await code({}, 100_001n)).equal('exceeds_available_quantity')
      expect(await code({ answerBy: `${exchange.now}`, termEndsAt: `${exchange.now}` }, 1n)).equal('accepted')
      const freeze = { participant: 'city-bank', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(await code({})).equal('receiver_not_active')
    }),
  )

  it(
    'folds the holder’s credits where its row is short',
    onExchange(async (exchange) => {
      expect(exchange.scene.account('alice').holdings).deep.equal({})
      await exchange.proposed(100_000n)
      expect(exchange.buckets('alice')).deep.equal([0n, 100_000n, 0n, 0n])
    }),
  )

  it(
    'works for cash too, where the bank’s series lets it',
    onExchange(async (exchange) => {
      const { alice, bob } = exchange
      const pledge = await exchange.proposed(5_000n, { voucher: cash, pledgee: 'bob' })
      await exchange.done(bob, 'pledge.accept', pledge)
      expect(exchange.buckets('alice', cash)).deep.equal([9_995_000n, 0n, 5_000n, 0n])
      expect(exchange.pledge(pledge)).deep.include({ home: 'BankMSP', pledgeeHome: 'SupplierMSP' })
      expect(await exchange.code(alice, 'pledge.release', { ...pledge, quantity: '1' })).equal('not_a_party')
    }),
  )
})

describe('answering a proposed pledge', () => {
  it(
    'is possible in the last millisecond and not in the next, and only then it can be expired, by anybody',
    onExchange(async (exchange) => {
      const { bank, bob } = exchange
      const [taken, missed] = [await exchange.proposed(1_000n), await exchange.proposed(2_000n)]
      exchange.wait(oneHour)
      expect(await exchange.code(bob, 'pledge.expire', missed)).equal('deadline_not_passed')
      expect(await exchange.code(bank, 'pledge.accept', taken)).equal('accepted')
      exchange.wait(1n)
      expect(await exchange.code(bank, 'pledge.accept', missed)).equal('deadline_passed')
      expect(await exchange.code(bob, 'pledge.expire', missed)).equal('accepted')
      expect(exchange.buckets('alice')).deep.equal([99_000n, 0n, 1_000n, 0n])
    }),
  )

  it(
    'is the pledgee’s, taking it back is the holder’s, and both need the right names',
    onExchange(async (exchange) => {
      const { alice, bob, bank } = exchange
      const pledge = await exchange.proposed(quantity)
      for (const device of [alice, bob]) {
        expect(await exchange.code(device, 'pledge.accept', pledge)).equal('not_a_party')
        expect(await exchange.code(device, 'pledge.decline', pledge)).equal('not_a_party')
      }
      for (const device of [bank, bob]) {
        expect(await exchange.code(device, 'pledge.cancel', pledge)).equal('not_a_party')
      }
      expect(await exchange.code(bank, 'pledge.accept', { ...pledge, holder: 'bob' })).equal('not_a_party')
      expect(await exchange.code(bank, 'pledge.accept', { ...pledge, pledge: 'A'.repeat(43) })).oneOf([
        'unknown_pledge',
        'not_home',
      ])
      await exchange.done(bank, 'pledge.decline', pledge)
      expect(exchange.buckets('alice')).deep.equal([100_000n, 0n, 0n, 0n])
    }),
  )

  it(
    'that ended is told to have ended, also while its holder is frozen: the state comes first (decision 0033)',
    onExchange(async (exchange) => {
      const pledge = await exchange.proposed(quantity)
      await exchange.done(exchange.bank, 'pledge.decline', pledge)
      const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
      await exchange.done(exchange.scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(await exchange.code(exchange.bank, 'pledge.accept', pledge)).equal('pledge_state_forbids')
    }),
  )

  it(
    'locks nothing while the holder is frozen',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      const pledge = await exchange.proposed(quantity)
      const hold = { participant: 'alice', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.BankMSP, 'participant.freeze', hold)
      expect(await exchange.code(bank, 'pledge.accept', pledge)).equal('participant_state_forbids')
      await exchange.done(scene.registrars.BankMSP, 'participant.unfreeze', hold)
      expect(await exchange.code(bank, 'pledge.accept', pledge)).equal('accepted')
    }),
  )
})

describe('releasing and enforcing a pledge', () => {
  it(
    'releases in parts, each free at once, and ends with the last',
    onExchange(async (exchange) => {
      const { bank } = exchange
      const pledge = await exchange.locked(quantity)
      const release = (part: bigint) => ({ ...pledge, quantity: `${part}` })
      expect(await exchange.done(bank, 'pledge.release', release(12_000n))).deep.equal({
        pledge: pledge.pledge,
        status: 'locked',
        voucher: gold,
        released: '12000',
        left: '18000',
      })
      expect(exchange.buckets('alice')).deep.equal([82_000n, 0n, 18_000n, 0n])
      expect(await exchange.code(bank, 'pledge.release', release(18_001n))).equal('exceeds_pledged_quantity')
      expect(await exchange.done(bank, 'pledge.release', release(18_000n))).deep.include({ status: 'released' })
      expect(exchange.buckets('alice')).deep.equal([100_000n, 0n, 0n, 0n])
    }),
  )

  it(
    'is the pledgee’s alone, and one pledge never releases another’s gold',
    onExchange(async (exchange) => {
      const { alice, bob, bank } = exchange
      const [pledge, other] = [await exchange.locked(1_000n), await exchange.locked(2_000n)]
      for (const device of [alice, bob]) {
        expect(await exchange.code(device, 'pledge.release', { ...pledge, quantity: '1' })).equal('not_a_party')
        expect(await exchange.code(device, 'pledge.enforce', pledge)).equal('not_a_party')
      }
      expect(await exchange.code(bank, 'pledge.release', { ...pledge, quantity: '1001' })).equal(
        'exceeds_pledged_quantity',
      )
      expect([exchange.pledge(pledge).quantity, exchange.pledge(other).quantity]).deep.equal([1_000n, 2_000n])
    }),
  )

  it(
    'enforces after the term only, where the pledge agreed to it, and only what was not released',
    onExchange(async (exchange) => {
      const { bank } = exchange
      const pledge = await exchange.locked(quantity)
      const free = await exchange.locked(1_000n, { enforcement: 'none' })
      await exchange.done(bank, 'pledge.release', { ...pledge, quantity: '10000' })
      exchange.wait(twoHours)
      expect(await exchange.code(bank, 'pledge.enforce', pledge)).equal('deadline_not_passed')
      expect(await exchange.code(bank, 'pledge.enforce', free)).equal('enforcement_not_agreed')
      exchange.wait(1n)
      expect(await exchange.done(bank, 'pledge.enforce', pledge)).deep.include({
        status: 'enforced',
        quantity: '20000',
      })
      expect(await exchange.code(bank, 'pledge.enforce', free)).equal('enforcement_not_agreed')
      expect(exchange.buckets('alice')).deep.equal([79_000n, 0n, 1_000n, 0n])
      expect(exchange.buckets('city-bank')[0]).equal(20_000n)
    }),
  )

  it(
    'S0-025 ends what was pledged before the function was switched off, and pledges nothing new',
    onExchange(async (exchange) => {
      const { alice, bank, treasury } = exchange
      const pledge = await exchange.locked(quantity)
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['buy'] })
      expect(await exchange.code(alice, 'pledge.propose', exchange.proposal(1n))).equal('function_not_enabled')
      await exchange.done(bank, 'pledge.release', { ...pledge, quantity: `${quantity}` })
    }),
  )

  it(
    'S0-025 is not taken once the function was switched off, and can still be declined',
    onExchange(async (exchange) => {
      const { bank, treasury } = exchange
      const pledge = await exchange.proposed(quantity)
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['buy'] })
      expect(await exchange.code(bank, 'pledge.accept', pledge)).equal('function_not_enabled')
      expect(await exchange.code(bank, 'pledge.accept', { ...pledge, voucher: 'CNY' })).equal('not_the_voucher')
      await exchange.done(bank, 'pledge.decline', pledge)
    }),
  )

  it(
    'is not proposed for a term that ends before the answer is due',
    onExchange(async (exchange) => {
      const ending = (termEndsAt: bigint) => exchange.proposal(1n, { termEndsAt: `${termEndsAt}` })
      const { answerBy } = exchange.proposal(1n)
      expect(await exchange.code(exchange.alice, 'pledge.propose', ending(BigInt(answerBy) - 1n))).equal(
        'term_before_answer',
      )
      expect(await exchange.code(exchange.alice, 'pledge.propose', ending(BigInt(answerBy)))).equal('accepted')
    }),
  )

  it(
    'keeps its pledgee from being closed until the last one is released or enforced',
    onExchange(async (exchange) => {
      const { bank, scene } = exchange
      const [first, second] = [await exchange.locked(1_000n), await exchange.locked(2_000n)]
      const closing = () => exchange.code(scene.registrars.BankMSP, 'participant.close', { participant: 'city-bank' })
      const emptied = async () => {
        for (const [voucher, { available }] of Object.entries(scene.account('city-bank').holdings)) {
          await exchange.done(bank, 'voucher.transfer', { voucher, to: 'alice', quantity: `${available}` })
        }
      }
      await emptied()
      expect(scene.account('city-bank').liens).equal(2n)
      expect(await closing()).equal('participant_holds_pledges')
      await exchange.done(bank, 'pledge.release', { ...first, quantity: '400' })
      await exchange.done(bank, 'pledge.release', { ...first, quantity: '600' })
      expect(await closing()).equal('participant_holds_pledges')
      exchange.wait(twoHours + 1n)
      await exchange.done(bank, 'pledge.enforce', second)
      expect(scene.account('city-bank').liens).equal(undefined)
      expect(await closing(), 'the bank still has its cash to retire').equal('participant_issues_vouchers')
    }),
  )

  it(
    'lets its pledgee be closed once nothing is pledged to it any more',
    onExchange(async (exchange) => {
      const { alice, scene } = exchange
      const lender = await scene.register(new Device('lender', ['customer']), 'BankMSP', 'organisation')
      const closing = () => exchange.code(scene.registrars.BankMSP, 'participant.close', { participant: 'lender' })
      const pledge = await exchange.proposed(1_000n, { pledgee: 'lender' })
      await exchange.done(lender, 'pledge.accept', pledge)
      expect(await closing()).equal('participant_holds_pledges')
      exchange.wait(twoHours + 1n)
      await exchange.done(lender, 'pledge.enforce', pledge)
      expect(await closing()).equal('participant_holds_balance')
      await exchange.done(lender, 'voucher.transfer', { voucher: gold, to: alice.participant, quantity: '1000' })
      expect(await closing()).equal('accepted')
    }),
  )
})
