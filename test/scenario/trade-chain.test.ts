import { expect } from 'chai'
import { isSignedBy, signingText } from '../../chaincode/wire/signature.ts'
import { gateways, restartGateway } from './support/network.ts'
import { get, openSession, Person } from './support/people.ts'
import { postInConfidence, Trading } from './support/trading.ts'
import { until } from './support/until.ts'

/** An account number that is not the client's. */
const other = '6222020000000007'

describe('a trade that a bank takes to an institution, on a network', () => {
  let trading: Trading
  before(async () => {
    trading = await Trading.open('chain', ['metal', 'stock'])
  })

  const balances = async () => {
    const [gold, cash] = [await trading.holding(trading.gold), await trading.holding(trading.cash)]
    return { gold: gold.total, cash: cash.total }
  }

  /** A step of a chain, as its client's list has it. */
  const stepOf = async (chain: string, kind: string) => {
    const { participant } = trading.client
    const token = await openSession(gateways.bank, 'BankMSP', trading.client)
    const { body } = await get(gateways.bank, `/v1/accounts/${participant}/instructions?limit=200`, token)
    return body.items.find(
      (one: { kind: string; body: { chain?: string } }) => one.kind === kind && one.body.chain === chain,
    )
  }

  it('S2-014 S2-017 S2-035 S2-036 S2-039 S2-044 sells and buys metal: verified, sent, answered and settled, with a file that proves it', async () => {
    const { client, stranger } = trading
    const start = await balances()
    const sale = await trading.opened('sell')
    await trading.execute(sale, { amount: '555000' })
    await trading.untilStands(sale, 'settled')
    expect(await balances()).to.deep.equal({ gold: start.gold - 1_000n, cash: start.cash + 555_000n })
    const buy = await trading.opened('buy')
    const { says } = await trading.received(buy)
    expect([says.position, says.grade]).to.deep.equal([String(start.gold - 1_000n), 'aa'])
    await trading.execute(buy, { amount: '558000' })
    await trading.untilStands(buy, 'settled')
    expect(await balances()).to.deep.equal({ gold: start.gold, cash: start.cash - 3_000n })
    const { body: file } = await trading.fileFor(client, buy)
    expect(file.segments).to.have.lengthOf(3)
    for (const { instruction, signature } of file.segments) {
      const signer = file.signers.find(({ device }: { device: string }) => device === instruction.device)
      expect(isSignedBy(signer.publicKey, signingText(instruction), signature)).to.equal(true)
    }
    const [first, second, third] = file.segments
    expect(JSON.parse(second.confidential).first).to.equal(first.confidential)
    expect(JSON.parse(third.confidential).target).to.equal(String(start.gold))
    expect((await trading.fileFor(stranger, buy)).body.code).to.equal('not_found')
    expect((await trading.fileFor(client, buy, 'institution')).body.code).to.equal('not_found')
  })

  it('S2-011 S2-040 SX-004 starts each trade from the position as it is now, of the height at which it was recorded', async () => {
    const { client, gold } = trading
    const before = await trading.holding(gold)
    const sale = await trading.opened('sell')
    const { says } = await trading.received(sale)
    expect(says.position).to.equal(String(before.total))
    await trading.execute(sale)
    await trading.untilStands(sale, 'settled')
    await trading.give(client, '70')
    const next = await trading.opened('sell')
    const { says: after } = await trading.received(next)
    expect(after.position).to.equal(String(before.total - 1_000n + 70n))
    expect(after.position).to.equal(String((await trading.holding(gold)).total))
    const enriched = await stepOf(sale, 'chain.enrich')
    expect(enriched.body.position).to.equal(says.position)
    // The height is that of the block which recorded the position, before the one of the segment that names it.
    const sent = await stepOf(sale, 'chain.send')
    expect(Number(enriched.ledger.block)).to.be.lessThan(Number(sent.ledger.block))
    await trading.execute(next)
    await trading.untilStands(next, 'settled')
  })

  it('S2-042 settles two trades on one position at once, and one in whose middle the client is paid, each as what it changed', async () => {
    const { client, gold } = trading
    await trading.give(client, '3000')
    const before = (await trading.holding(gold)).total
    const chains = await Promise.all([trading.opened('sell'), trading.opened('sell')])
    for (const chain of chains) await trading.received(chain)
    const waiting = await trading.holding(gold)
    expect(waiting).to.deep.equal({ total: before, reserved: 2_000n, available: before - 2_000n })
    await trading.give(client, '30')
    await Promise.all(chains.map((chain) => trading.execute(chain, { amount: '1000' })))
    for (const chain of chains) await trading.untilStands(chain, 'settled')
    const after = before - 2_000n + 30n
    expect(await trading.holding(gold)).to.deep.equal({ total: after, reserved: 0n, available: after })
  })

  it('S2-015 S2-042 takes one of two trades that do not both fit one position, and frees nothing of the other’s', async () => {
    const { gold } = trading
    const by = new Person('chain-narrow')
    await trading.enrol('bank', by, ['customer'])
    await trading.give(by, '1500')
    await trading.grade(by, 'a')
    await trading.know(by, 'account-number', other)
    const identity = { type: 'account-number', value: other }
    const chains = await Promise.all([
      trading.opened('sell', { by, identity }),
      trading.opened('sell', { by, identity }),
    ])
    const ends = ['sent', 'position-rejected']
    const statusOf = async (chain: string) => (await trading.chain(chain, by))?.status
    const stands = () => Promise.all(chains.map(statusOf))
    const found = await until(stands, (all) => all.every((one) => ends.includes(one)))
    expect([...found].sort()).to.deep.equal([...ends].sort())
    expect(await trading.holding(gold, by)).to.deep.equal({ total: 1_500n, reserved: 1_000n, available: 500n })
    await trading.execute(chains[found.indexOf('sent')] as string)
    await until(stands, (all) => all.includes('settled'))
    expect(await trading.holding(gold, by)).to.deep.equal({ total: 500n, reserved: 0n, available: 500n })
  })

  it('S2-018 S2-040 S2-042 settles two trades of a stock at once, and the next one starts from what both left', async () => {
    const { client, cash } = trading
    await trading.position(client, { family: 'stock', product: 'TWICE', quantity: '50' })
    const wanted = { body: { family: 'stock' }, trade: { product: 'TWICE', quantity: '20' } }
    const before = await trading.holding(cash)
    const chains = await Promise.all([trading.opened('sell', wanted), trading.opened('sell', wanted)])
    for (const chain of chains) expect((await trading.received(chain)).says.position).to.equal('50')
    for (const chain of chains) await trading.execute(chain, { quantity: '20', amount: '90' })
    for (const chain of chains) await trading.untilStands(chain, 'settled')
    expect((await trading.holding(cash)).total).to.equal(before.total + 180n)
    const next = await trading.opened('sell', { ...wanted, trade: { product: 'TWICE', quantity: '10' } })
    expect((await trading.received(next)).says.position).to.equal('10')
    await trading.refuse(next)
  })

  it('S2-042 moves nothing by an answer that fits no start, and lists it as a conflict to client, bank and institution', async () => {
    const { client, gold } = trading
    const before = (await trading.holding(gold)).total
    const chain = await trading.opened('sell')
    await trading.execute(chain, { target: String(before + 5n) })
    const listed = await trading.untilStands(chain, 'conflict')
    expect(listed).to.include({ client: client.participant, status: 'conflict' })
    expect(await trading.holding(gold)).to.include({ total: before, reserved: 1_000n })
  })

  it('S2-041 S2-037 counts a third segment once: the same is acknowledged, another one refused, and nothing moves twice', async () => {
    const { desk, gold } = trading
    await trading.give(trading.client, '2000')
    const before = (await trading.holding(gold)).total
    const chain = await trading.opened('sell')
    const { body, text } = await trading.answering(chain)
    const envelope = desk.envelope('chain.answer', body)
    const first = await postInConfidence(gateways.institution, envelope, text)
    expect(first.status, JSON.stringify(first.body)).to.equal(200)
    await trading.untilStands(chain, 'settled')
    expect(await postInConfidence(gateways.institution, envelope, text)).to.deep.equal(first)
    const again = await postInConfidence(gateways.institution, desk.envelope('chain.answer', body), text)
    expect(again.body.code).to.equal('chain_answered')
    expect((await trading.holding(gold)).total).to.equal(before - 1_000n)
  })

  it('S2-012 S2-037 goes on behind a restart with what was taken before it', async () => {
    const chain = await trading.opened('sell')
    await restartGateway('bank')
    await trading.execute(chain, { amount: '550000' })
    await trading.untilStands(chain, 'settled')
  })
})
