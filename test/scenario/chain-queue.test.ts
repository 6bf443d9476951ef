import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { gateways, restartGateway, topology } from './support/network.ts'
import { get, openSession, type Person } from './support/people.ts'
import { type Made, Trading } from './support/trading.ts'
import { until } from './support/until.ts'

const phone = { type: 'phone', value: '+8613900139000' }

describe('what waits for an institution that is slow, on a network', () => {
  const file = join(topology.dataFolder, 'gateways', 'bank', 'dispatcher.json')
  let usual = ''
  let trading: Trading
  before(async () => {
    usual = readFileSync(file, 'utf8')
    trading = await Trading.open('queue')
    const { client, stranger, desk } = trading
    await trading.grade(stranger, 'a')
    await trading.know(stranger, phone.type, phone.value)
    await trading.give(client, '5000')
    await trading.give(stranger, '5000')
    await trading.deposit(desk, '2000000')
  })
  after(async () => {
    writeFileSync(file, usual)
    await restartGateway('bank')
  })

  const queueFor = async (by: Person) =>
    get(gateways.bank, '/v1/chains/queue', await openSession(gateways.bank, 'BankMSP', by))
  const queue = async () => {
    const { body } = await queueFor(trading.officer)
    const at = body.items.find(({ institution }: { institution: string }) => institution === 'InstitutionMSP')
    return at ?? { unanswered: 0, waiting: 0, chains: [] }
  }
  const opened = async (made: Made): Promise<string> => {
    const { status, body } = await trading.post(made)
    if (status !== 200) throw new Error(`chain.open: ${JSON.stringify(body)}`)
    return made.chain
  }
  const ofStranger = () => opened(trading.made('sell', { by: trading.stranger, identity: phone }))

  /** Where the blocks have the sending of a chain, as its client's list has it. */
  const sentIn = async (chain: string, { participant }: Person, by: Person): Promise<number> => {
    const token = await openSession(gateways.bank, 'BankMSP', by)
    const { body } = await get(gateways.bank, `/v1/accounts/${participant}/instructions?limit=200`, token)
    const step = body.items.find(
      (one: { kind: string; body: { chain?: string } }) => one.kind === 'chain.send' && one.body.chain === chain,
    )
    return Number(step.ledger.block)
  }

  it('S2-019 S2-020 S2-021 is sent by the class that past trades make and then by its place in the blocks, which the segments say, and is told to the bank’s desks alone', async () => {
    const { client, stranger, desk } = trading
    const past = await trading.opened('sell')
    await trading.execute(past, { amount: '1000000' })
    await trading.untilStands(past, 'settled')
    // What other tests left without an answer stays so.
    const { unanswered } = await queue()
    writeFileSync(file, JSON.stringify({ ...JSON.parse(usual), unansweredMaximum: unanswered + 1 }))
    await restartGateway('bank')
    const first = await ofStranger()
    await trading.untilStands(first, 'sent', { by: stranger })
    const [second, third] = [await ofStranger(), await ofStranger()]
    const dear = await trading.opened('sell')
    const full = await until(queue, ({ waiting }) => waiting === 3)
    expect(full.unanswered).to.equal(unanswered + 1)
    expect(
      full.chains.map((one: { [name: string]: string }) => [one['chain'], one['client'], one['class']]),
    ).to.deep.equal([
      [dear, client.participant, 'regular'],
      [second, stranger.participant, 'basic'],
      [third, stranger.participant, 'basic'],
    ])
    for (const by of [client, stranger]) expect((await queueFor(by)).body.code).to.equal('not_allowed')
    const atInstitution = await openSession(gateways.institution, 'InstitutionMSP', desk)
    expect((await get(gateways.institution, '/v1/chains/queue', atInstitution)).body.code).to.equal('not_allowed')
    const blocks: number[] = []
    for (const [chain, by] of [
      [first, stranger],
      [dear, client],
      [second, stranger],
      [third, stranger],
    ] as const) {
      const { says } = await trading.received(chain)
      expect(says.queue.class).to.equal(by === client ? 'regular' : 'basic')
      expect((await queue()).unanswered).to.equal(unanswered + 1)
      await trading.refuse(chain, 'refused', 'price', by)
      blocks.push(await sentIn(chain, by, by))
    }
    expect(blocks).to.deep.equal([...new Set(blocks)].sort((one, other) => one - other))
  })
})
