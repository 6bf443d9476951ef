import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { gateways, restartGateway, topology } from './support/network.ts'
import { get, openSession } from './support/people.ts'
import { Trading } from './support/trading.ts'

/** The least time that a bank gives an institution to answer. */
const answerSeconds = 60

describe('an institution that answers behind its time, on a network', () => {
  const file = join(topology.dataFolder, 'gateways', 'bank', 'dispatcher.json')
  let trading: Trading
  let usual = ''
  before(async () => {
    trading = await Trading.open('late')
    usual = readFileSync(file, 'utf8')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(usual), answerSeconds }))
    await restartGateway('bank')
  })
  after(async () => {
    writeFileSync(file, usual)
    await restartGateway('bank')
  })

  /** The steps of a kind that the client's list has of a chain. */
  const stepsOf = async (chain: string, kind: string) => {
    const { participant } = trading.client
    const token = await openSession(gateways.bank, 'BankMSP', trading.client)
    const { body } = await get(gateways.bank, `/v1/accounts/${participant}/instructions?limit=200`, token)
    const isIt = (one: { kind: string; body: { chain?: string } }) => one.kind === kind && one.body.chain === chain
    return body.items.filter(isIt)
  }

  it('S2-038 S2-043 is marked as unknown and sent no second time, shows at both that it was never answered, and is settled by its late answer', async () => {
    const { client, desk, gold } = trading
    const start = await trading.holding(gold)
    const [settled, refused] = [await trading.opened('sell'), await trading.opened('buy')]
    for (const chain of [settled, refused]) await trading.received(chain)
    await restartGateway('bank')
    for (const chain of [settled, refused]) await trading.untilStands(chain, 'unknown')
    // Whoever asks finds the same at both: two segments, no answer, and what waits still waits.
    for (const [by, at] of [
      [client, 'bank'],
      [desk, 'institution'],
    ] as const)
      expect((await trading.fileFor(by, settled, at)).body.segments).to.have.lengthOf(2)
    expect(await trading.holding(gold)).to.include({ reserved: 1_000n })
    for (const chain of [settled, refused]) expect(await stepsOf(chain, 'chain.send')).to.have.lengthOf(1)
    await trading.execute(settled, { amount: '1000' })
    await trading.refuse(refused)
    await trading.untilStands(settled, 'settled')
    const total = start.total - 1_000n
    expect(await trading.holding(gold)).to.deep.equal({ total, reserved: 0n, available: total })
    expect(await trading.holding(trading.cash)).to.include({ total: 1_001_000n, reserved: 0n })
    for (const chain of [settled, refused]) {
      expect(await stepsOf(chain, 'chain.send')).to.have.lengthOf(1)
      expect(await stepsOf(chain, 'chain.settle')).to.have.lengthOf(1)
    }
  })
})
