import { expect } from 'chai'
import { goldSeries } from '../../scripts/series.ts'
import { gateways } from './support/network.ts'
import { get, honoured, openSession, Person } from './support/people.ts'
import { Trading } from './support/trading.ts'
import { until } from './support/until.ts'

const pledgedGold = 'AU-LIFTING'

describe('a grade that a pledge lifts, on a network', () => {
  const seller = new Person('lift-seller')
  let trading: Trading

  before(async () => {
    trading = await Trading.open('lift')
    await trading.enrol('institution', seller, ['issuer', 'price', 'customer'])
    const { cash, client, issuer } = trading
    const series = goldSeries({ voucher: pledgedGold, name: 'Gold to be pledged', quantity: '100000', cash })
    await honoured(gateways.institution, seller, 'voucher.issue', series)
    const gift = { voucher: pledgedGold, to: client.participant, quantity: '10000' }
    await honoured(gateways.institution, seller, 'voucher.transfer', gift)
    const quote = { voucher: pledgedGold, quote: 'LIFT-1', buy: '56000', sell: '55500', lifeSeconds: 86_400 }
    await honoured(gateways.institution, seller, 'quote.publish', quote)
    await trading.grade(client, 'bbb', { lift: { pledgee: issuer.participant, cash, each: '200000', most: 3 } })
  })

  const graded = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', trading.officer)
    const path = `/v1/grades/BankMSP/InstitutionMSP/${trading.client.participant}`
    return (await get(gateways.bank, path, token)).body
  }
  const untilGraded = (grade: string) => until(graded, (found) => found.grade === grade)

  /** What the bank says of the client in the segment of a chain of this moment. */
  const saidNow = async () => {
    const chain = await trading.opened('sell')
    const { says } = await trading.received(chain)
    await trading.refuse(chain)
    return { grade: says.grade, version: says.gradeVersion }
  }

  it('SX-008 goes up with the pledge by a version of its own, which later chains carry, and is restored by its release', async () => {
    const { client, issuer } = trading
    const before = await saidNow()
    expect(before.grade).to.equal('bbb')
    const now = Date.now()
    const { pledge } = await honoured(gateways.bank, client, 'pledge.propose', {
      ...{ voucher: pledgedGold, quantity: '10000', pledgee: issuer.participant, purpose: 'a loan' },
      ...{ answerBy: `${now + 600_000}`, termEndsAt: `${now + 86_400_000}`, enforcement: 'none' },
    })
    const of = { pledge, holder: client.participant, voucher: pledgedGold }
    await honoured(gateways.bank, issuer, 'pledge.accept', of)
    const lifted = await untilGraded('aa')
    expect(lifted).to.deep.include({ base: 'bbb', pledges: { [pledge]: '10000' } })
    const pledged = await saidNow()
    expect(pledged).to.deep.equal({ grade: 'aa', version: lifted.version })
    expect(BigInt(pledged.version) > BigInt(before.version)).to.equal(true)
    await honoured(gateways.bank, issuer, 'pledge.release', { ...of, quantity: '10000' })
    // By the rule and not by the bank's haste: no chain carries a grade that a released pledge lifted.
    const released = await saidNow()
    expect(released.grade).to.equal('bbb')
    expect(await untilGraded('bbb')).to.deep.include({ pledges: {}, version: released.version })
  })

  it('is shown to officers for credit of the two alone', async () => {
    const path = `/v1/grades/BankMSP/InstitutionMSP/${trading.client.participant}`
    for (const by of [trading.client, trading.stranger]) {
      const token = await openSession(gateways.bank, 'BankMSP', by)
      expect((await get(gateways.bank, path, token)).status).to.equal(404)
    }
  })
})
