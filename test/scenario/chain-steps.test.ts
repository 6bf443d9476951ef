import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Body, ConfidentialBody } from '../../chaincode/vocabulary.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { Person, post } from './support/people.ts'
import { nowhere } from './support/scene.ts'
import { type Made, Trading } from './support/trading.ts'

type Sending = Omit<ConfidentialBody<'chain.send'>, 'salt'>

describe('the steps of a bank whose device says something else than is, on a network', () => {
  const file = join(topology.dataFolder, 'gateways', 'bank', 'dispatcher.json')
  const dispatcher = new Person('steps-dispatcher')
  let trading: Trading
  before(async () => {
    trading = await Trading.open('steps')
    await trading.enrol('bank', dispatcher, ['dispatcher'])
    // The bank's own service would take each step before this device does.
    renameSync(file, `${file}.aside`)
    await restartGateway('bank')
  })
  after(async () => {
    renameSync(`${file}.aside`, file)
    await restartGateway('bank')
  })

  const taken = async (): Promise<Made> => {
    const made = trading.made('sell')
    expect((await trading.post(made)).status).to.equal(200)
    return made
  }
  const enrich = async (chain: string, position: string | undefined): Promise<string> => {
    const body: Body<'chain.enrich'> = { chain, ...(position === undefined ? {} : { position }) }
    const { body: told } = await post(gateways.bank, dispatcher.envelope('chain.enrich', body))
    return told['code'] ?? told['status']
  }
  const send = async ({ chain, text }: Made, says: Partial<Sending> = {}): Promise<string> => {
    const { total } = await trading.holding(trading.gold)
    const queue = { class: 'basic', waited: '0' } as const
    const path = { address: nowhere.name, ageLimit: '0', considered: [{ name: nowhere.name }] }
    const graded = { grade: 'aa', gradeVersion: '1' } as const
    const whole = { first: text, position: String(total), ...graded, queue, path, ...says }
    const body = { chain, answerBy: String(Date.now() + 3_600_000) }
    const { body: told } = await trading.say('bank', dispatcher, { kind: 'chain.send', body, says: whole })
    return told['code'] ?? told['status']
  }
  const withdraw = async (chain: string, reason?: 'position'): Promise<string> => {
    const body = { chain, ...(reason === undefined ? {} : { reason }) }
    const { body: told } = await post(gateways.bank, trading.client.envelope('chain.withdraw', body))
    return told['code'] ?? told['status']
  }

  it('S2-010 S2-011 SX-004 are refused with another position than the one of this moment, and with none', async () => {
    const { gold, client } = trading
    const { total } = await trading.holding(gold)
    const made = await taken()
    expect(await enrich(made.chain, undefined)).to.equal('position_unavailable')
    for (const wrong of [total + 1n, total - 1n, 0n])
      expect(await enrich(made.chain, String(wrong)), String(wrong)).to.equal('position_stale')
    // A position that was right a moment ago is stale as soon as another one stands.
    await trading.give(client, '25')
    expect(await enrich(made.chain, String(total))).to.equal('position_stale')
    expect(await enrich(made.chain, String(total + 25n))).to.equal('accepted')
    expect(await send(made, { position: String(total) })).to.equal('position_stale')
    expect(await send(made, { grade: 'aaa' })).to.equal('position_stale')
    expect(await send(made, { gradeVersion: '2' })).to.equal('position_stale')
    expect(await withdraw(made.chain)).to.equal('accepted')
  })

  it('S2-010 are refused for a client without a grade, and nothing goes to the institution', async () => {
    const { stranger } = trading
    await trading.know(stranger, 'phone', '+8613700137000')
    const identity = { type: 'phone', value: '+8613700137000' }
    const made = trading.made('buy', { by: stranger, identity, body: { cashMaximum: '5' } })
    await trading.deposit(stranger, '100')
    expect((await trading.post(made)).status).to.equal(200)
    expect(await enrich(made.chain, '0')).to.equal('accepted')
    expect(await send(made, { position: '0' })).to.equal('position_unavailable')
    expect((await trading.fileFor(trading.desk, made.chain, 'institution')).body.code).to.equal('not_found')
    const { body } = await post(gateways.bank, dispatcher.envelope('chain.withdraw', { chain: made.chain }))
    expect(body['status']).to.equal('accepted')
  })

  it('S2-003 S2-012 S2-066 S2-068 send nothing before both checks, with another text than the client’s, or twice', async () => {
    const made = await taken()
    const { total } = await trading.holding(trading.gold)
    expect(await send(made)).to.equal('chain_state_forbids')
    expect((await trading.fileFor(trading.desk, made.chain, 'institution')).body.code).to.equal('not_found')
    expect(await enrich(made.chain, String(total))).to.equal('accepted')
    expect(await enrich(made.chain, String(total))).to.equal('chain_state_forbids')
    for (const first of [trading.made('sell').text, made.text.replace('"1000"', '"1001"')])
      expect(await send(made, { first })).to.equal('chain_terms_differ')
    expect((await trading.fileFor(trading.desk, made.chain, 'institution')).body.code).to.equal('not_found')
    expect(await send(made)).to.equal('accepted')
    const { first } = await trading.received(made.chain)
    expect(first.confidential).to.equal(made.text)
    expect(await send(made)).to.equal('chain_state_forbids')
    await trading.refuse(made.chain, 'answered')
  })

  /** A trade for which a voucher waits, and which the bank then gives up. */
  const givenUp = async (side: 'buy' | 'sell', waiting: string, status: string, said: { reason?: 'position' }) => {
    // What waits for an answer that nobody settles here goes on waiting.
    const { reserved } = await trading.holding(waiting)
    const made = trading.made(side)
    expect((await trading.post(made)).status).to.equal(200)
    expect(await enrich(made.chain, String((await trading.holding(trading.gold)).total))).to.equal('accepted')
    expect(Number((await trading.holding(waiting)).reserved - reserved)).to.be.greaterThan(0)
    const { body } = await post(gateways.bank, dispatcher.envelope('chain.withdraw', { chain: made.chain, ...said }))
    expect(body['effects']).to.include({ chain: made.chain, status })
    expect((await trading.holding(waiting)).reserved).to.equal(reserved)
    expect(await trading.chain(made.chain)).to.not.have.any.keys('held')
  }

  it('S2-015 S2-016 free what waits, of metal and of cash, where a trade is given up, by whomever, and tell no more than that', async () => {
    await givenUp('sell', trading.gold, 'withdrawn', {})
    await givenUp('sell', trading.gold, 'position-rejected', { reason: 'position' })
    await givenUp('buy', trading.cash, 'withdrawn', {})
    await givenUp('buy', trading.cash, 'position-rejected', { reason: 'position' })
  })

  it('S2-014 are taken by no other bank’s, institution’s or client’s device', async () => {
    const made = await taken()
    const stranger = new Person('steps-foreign')
    await trading.enrol('institution', stranger, ['dispatcher'])
    const body = { chain: made.chain, position: '1' }
    const { body: told } = await post(gateways.institution, stranger.envelope('chain.enrich', body))
    expect(told['code']).to.be.oneOf(['not_home', 'not_a_party', 'stamp_missing'])
    expect(await withdraw(made.chain, 'position')).to.equal('not_a_party')
    expect(await withdraw(made.chain)).to.equal('accepted')
  })
})
