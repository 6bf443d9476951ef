import { expect } from 'chai'
import fc from 'fast-check'
import { ruleOf } from '../../../chaincode/ledger.ts'
import { kindNames } from '../../../chaincode/vocabulary.ts'
import { readChains, replayed } from '../../golden/chains.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { Market } from '../../support/market.ts'
import { consortium } from '../../support/members.ts'
import { runs } from '../../support/runs.ts'
import { goldBody, Scene } from '../../support/scene.ts'
import { Till } from '../../support/till.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { accountsIn, statementFaults, wholeStatement } from '../support/statements.ts'

const gold = goldBody.voucher

describe('the statement of an account', () => {
  it('sums to what everybody holds and chains without a gap, the same at every gateway, whatever a market does', async function () {
    this.timeout(0)
    const play = async (seed: number) => {
      const day = await Day.open(consortium, seed, new Tally())
      await day.play()
      const blocks = blocksOf(day.ledger)
      const [one, other] = [projectionOf(blocks), projectionOf(blocks)]
      const people = accountsIn(blocks)
      expect(statementFaults(one, people)).deep.equal([])
      for (const person of people) expect(wholeStatement(one, person)).deep.equal(wholeStatement(other, person))
      for (const projection of [one, other]) projection.close()
    }
    await fc.assert(fc.asyncProperty(fc.nat(), play), { ...runs(12), endOnFailure: true })
  })

  it('is explained to the last unit by every kind, on the chains that endorsers agreed on', async function () {
    this.timeout(300_000)
    const moved = new Set<string>()
    for (const chain of readChains()) {
      const blocks = blocksOf(await replayed(chain))
      const projection = projectionOf(blocks)
      const people = accountsIn(blocks)
      expect(statementFaults(projection, people), chain.title).deep.equal([])
      for (const person of people) for (const { kind } of wholeStatement(projection, person)) moved.add(kind)
      projection.close()
    }
    expect([...moved].sort()).deep.equal(kindNames.filter((kind) => ruleOf(kind).moves !== undefined).sort())
  })

  it('tells a payment to its payer, its merchant and the bank, each no more than concerns it', async () => {
    const till = await Till.open(await Scene.open())
    const payment = await till.captured({ sale: { orderNumber: 'N-1', quantity: '1000' } })
    await till.done(till.shop, 'payment.refund', { payment, quantity: '400', reference: 'spilt' })
    const blocks = blocksOf(till.scene.ledger)
    const projection = projectionOf(blocks)
    expect(statementFaults(projection, accountsIn(blocks))).deep.equal([])
    const ofPayments = (participant: string) =>
      wholeStatement(projection, participant)
        .filter(({ kind }) => kind.startsWith('payment.'))
        .map(({ change, counterparty, isFee, orderNumber, record }) => [
          change,
          counterparty,
          isFee,
          orderNumber,
          record,
        ])
    const merchant = till.shop.participant
    const known = ['N-1', payment]
    expect(ofPayments('alice')).deep.equal([
      ['-1000', merchant, false, ...known],
      ['400', merchant, false, ...known],
    ])
    const [sale, fee, refund] = ofPayments(merchant)
    expect(sale).deep.equal(['1000', 'alice', false, ...known])
    expect(fee).deep.equal([fee?.[0], till.bank.participant, true, ...known])
    expect(refund).deep.equal(['-400', 'alice', false, ...known])
    expect(ofPayments(till.bank.participant)).deep.equal([
      [String(fee?.[0]).replace('-', ''), merchant, true, undefined, undefined],
    ])
  })

  it('parts a batch into its instructions, each with the balance after it, and folding is no entry', async () => {
    const scene = await Scene.open()
    const { treasury, alice, bob } = scene
    const batch = [
      scene.transfer(treasury, 'alice', 7n),
      scene.transfer(alice, 'bob', 3n),
      scene.transfer(bob, 'alice', 2n),
    ]
    await scene.honoured(batch)
    const projection = projectionOf(blocksOf(scene.ledger))
    const lines = wholeStatement(projection, 'alice').map(({ change, balance, counterparty, position }) => [
      ...[change, balance, counterparty, position.split('.').at(-1)],
    ])
    expect(lines).deep.equal([
      ['7', '7', treasury.participant, '0'],
      ['-3', '4', 'bob', '1'],
      ['2', '6', 'bob', '2'],
    ])
    const [own] = wholeStatement(projection, 'alice').filter(({ change }) => change === '-3')
    expect(own?.instruction).match(/^[A-Za-z0-9_-]{43}$/)
    expect(wholeStatement(projection, 'bob')[0]).not.have.property('instruction')
  })

  it('puts what was traded before what was paid for it, and the fee last', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    await scene.honoured(market.trade(scene.alice, 'buy', 5n))
    const projection = projectionOf(blocksOf(scene.ledger))
    const traded = wholeStatement(projection, 'alice').filter(({ kind }) => kind === 'trade.buy')
    expect(traded.map(({ voucher, isFee }) => [voucher, isFee])).deep.equal([
      [gold, false],
      ['CNY', false],
      ['CNY', true],
    ])
  })

  it('keeps an account whose amounts are none as text, and goes on with what it knew', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 500n)
    await scene.honoured(scene.transfer(scene.alice, 'bob', 20n))
    const blocks = blocksOf(scene.ledger)
    for (const write of blocks.at(-1)?.transactions[0]?.writes ?? []) {
      if (write.key === 'account~alice') write.value = String(write.value).replace('"480"', '"4x0"')
    }
    const projection = projectionOf(blocks)
    expect(projection.rowText('account~alice')).contain('"4x0"')
    const lines = wholeStatement(projection, 'alice').map(({ change, balance }) => [change, balance])
    // The credit was folded away, and into what nobody can read.
    expect(lines).deep.equal([
      ['500', '500'],
      ['-500', '0'],
    ])
    expect(projection.lists.holdings('alice', { limit: 5 }).items).deep.equal([])
  })

  it('keeps its sums when a block holds what no instruction explains', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 500n)
    const blocks = blocksOf(scene.ledger)
    const last = blocks.at(-1)?.transactions[0]
    if (last === undefined) throw new Error('no last transaction')
    const [outcome] = JSON.parse(last.response)
    last.response = JSON.stringify([{ ...outcome, status: 'refused', code: 'offer_needed', values: {} }])
    const projection = projectionOf(blocks)
    const lines = wholeStatement(projection, 'alice').map(({ kind, change, balance }) => [kind, change, balance])
    expect(lines).deep.equal([['unexplained', '500', '500']])
    expect(projection.lists.holdings('alice', { limit: 5 }).items[0]).include({ voucher: gold, total: '500' })
  })
})
