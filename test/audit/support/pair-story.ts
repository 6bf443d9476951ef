import { expect } from 'chai'
import { Chaining } from '../../support/chaining.ts'
import { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'
import type { InMemoryLedger } from '../../support/ledger.ts'
import { codeOf } from '../../support/scene.ts'

/** Two officers take answers as they stand, of metal and of stock, one of which is a conflict again and is voided. */
const reconciled = async (on: Chaining): Promise<void> => {
  const settle = (chain: string) => on.byTwo('chain.reconcile', { chain, verdict: 'settle' })
  const metal = await on.inConflict({ quantity: '300', amount: '165000' }, { target: '1' })
  await settle(metal.chain)
  expect(codeOf(await on.settle(metal, 1n))).equal('position_stale')
  on.accepted(await on.settle(metal, on.gold() - 300n))
  const { quantity = 0n } = on.position() ?? {}
  const stock = await on.inConflict({ amount: '55550' }, { target: `${quantity - 101n}` }, on.stock())
  await settle(stock.chain)
  on.accepted(await on.settle(stock, quantity - 101n))
  const wrong = await on.inConflict({ amount: '9' }, { target: '499' }, on.stock())
  await settle(wrong.chain)
  on.accepted(await on.settle(wrong, 0n))
  await on.byTwo('chain.reconcile', { chain: wrong.chain, verdict: 'void' })
  on.accepted(await on.tell(on.dispatcher, 'chain.release', { body: { chain: wrong.chain }, says: {} }))
}

/** Two officers say by how much pledges lift the grade, which is weighed by one and by none; what else they or the bank say is refused. */
const lifted = async (on: Chaining): Promise<void> => {
  const lift = { pledgee: 'city-bank', cash, each: '200000', most: 3 }
  on.accepted(await on.graded('bb', { lift }))
  expect(codeOf(await on.graded('bb', { lift: { ...lift, pledgee: 'carol' } }))).equal('foreign_pledgee')
  await on.exchange.quote('Q-LIFT', 56_000n, 55_500n)
  const times = { answerBy: on.ahead(600_000n), termEndsAt: on.ahead(36_000_000n) }
  const pledgedTo = async (to: Device) => {
    const body = { voucher: gold, quantity: '10000', pledgee: to.participant, purpose: 'a loan', ...times }
    const { pledge } = await on.done(on.alice, 'pledge.propose', { ...body, enforcement: 'none' })
    await on.done(to, 'pledge.accept', { pledge: `${pledge}`, holder: 'alice', voucher: gold })
    return `${pledge}`
  }
  const weighed = (client: string, ...pledges: string[]) =>
    on.tell(on.dispatcher, 'grade.weigh', { body: { client, institution: 'InstitutionMSP', pledges }, says: {} })
  on.accepted(await weighed('alice', await pledgedTo(on.exchange.bank)))
  const friend = new Device('a-friend', ['customer'])
  const entry = { participant: 'a-friend', type: 'person', device: friend.entry } as const
  await on.done(on.scene.registrars.BankMSP, 'participant.register', entry)
  expect(codeOf(await weighed('alice', await pledgedTo(friend)))).equal('pledge_does_not_count')
  on.accepted(await weighed('alice'))
  expect(codeOf(await weighed('city-bank'))).equal('grade_missing')
}

/** A bank's client trades in every way and to every end, with all that can be refused by what is confidential. */
export const pairStory = async (): Promise<InMemoryLedger> => {
  const on = await Chaining.open()
  // A sale of metal, of which a part is executed, with a wrong position first.
  const sold = await on.sent()
  await on.answer(sold, { quantity: '800', amount: '440000' }, { target: '1', reason: 'hours' })
  on.accepted(await on.answer(sold, { quantity: '800', amount: '440000' }, { target: `${on.gold() - 800n}` }))
  await on.scene.give([on.alice], 50n)
  expect(codeOf(await on.settle(sold, 1n))).equal('position_stale')
  on.accepted(await on.settle(sold, on.gold() - 800n))
  // A buy that the institution refuses, and one whose answer does not fit, which is voided and released.
  const refused = await on.sent(on.opened({ side: 'buy' }))
  on.accepted(await on.answer(refused, { verdict: 'refused' }, { reason: 'price' }))
  expect(codeOf(await on.settle(refused, 1n))).equal('position_stale')
  on.accepted(await on.settle(refused, on.gold()))
  const misfit = await on.sent()
  on.accepted(await on.answer(misfit, { quantity: '900', amount: '5' }, { target: '0' }))
  on.accepted(await on.settle(misfit, on.gold()))
  const dear = await on.sent(on.opened({ side: 'buy' }))
  on.accepted(await on.answer(dear, { quantity: '1000', amount: '600001' }, { target: `${on.gold() + 1_000n}` }))
  on.accepted(await on.settle(dear, on.gold()))
  // Stock, both ways and to both ends.
  for (const side of ['sell', 'buy'] as const) {
    const stock = await on.sent(on.stock({ side }))
    const { quantity = 0n } = on.position() ?? {}
    const target = side === 'buy' ? quantity + 60n : quantity - 60n
    on.accepted(await on.answer(stock, { amount: side === 'sell' ? '33000' : '9000' }, { target: `${target}` }))
    on.accepted(await on.settle(stock, target))
    const declined = await on.sent(on.stock({ side }))
    on.accepted(await on.answer(declined, { verdict: 'refused' }, { reason: 'limits' }))
    on.accepted(await on.settle(declined, target))
  }
  const waiting = await on.sent(on.stock())
  expect(codeOf(await on.positioned('7'))).equal('position_reserved')
  expect(codeOf(await on.send(await on.enriched(), { grade: 'c' }))).equal('position_stale')
  // Neither side can be given anything for a while; the client's credits are folded on the way to one of these refusals.
  const frozen = await on.sent()
  on.accepted(await on.answer(frozen, { quantity: '100', amount: '55000' }, { target: `${on.gold() - 100n}` }))
  await on.scene.give([on.alice], 30n)
  const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
  await on.done(on.scene.registrars.BankMSP, 'participant.freeze', freeze)
  for (let count = 0; count < 2; count += 1)
    expect(codeOf(await on.settle(frozen, on.gold() - 100n))).equal('participant_state_forbids')
  await on.done(on.scene.registrars.BankMSP, 'participant.unfreeze', freeze)
  // More than the institution has.
  const poor = await on.sent(on.opened({ side: 'buy' }))
  const all = { quantity: '1000', amount: '5' }
  expect(codeOf(await on.answer(await on.sent(), { quantity: '1', amount: '9999999999' }, { target: '1' }))).equal(
    'position_too_small',
  )
  await reconciled(on)
  on.wait(40n * 86_400_000n)
  for (const { chain } of [misfit, waiting, poor]) {
    await on.done(on.exchange.auditor, 'chain.void', { chain })
    on.accepted(await on.tell(on.dispatcher, 'chain.release', { body: { chain }, says: {} }))
  }
  expect(codeOf(await on.answer(poor, all, { target: '1' }))).equal('chain_voided')
  await lifted(on)
  await on.filled()
  expect(codeOf(await on.positioned('3', { product: 'X1' }))).equal('too_many_positions')
  // Behind the term the bank has the texts of what ended taken away: of a trade, of a refusal, and of what was voided and released.
  on.wait(91n * 86_400_000n)
  for (const { chain } of [sold, refused, poor])
    on.accepted(await on.tell(on.dispatcher, 'chain.purge', { body: { chain }, says: {} }))
  return on.scene.ledger
}
