import { expect } from 'chai'
import { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { Chaining } from '../../support/chaining.ts'
import { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'
import { BankGateway } from '../support/bank-gateway.ts'

describe('a bank that weighs what its clients pledged', () => {
  let gateway: BankGateway
  beforeEach(async () => {
    gateway = await BankGateway.open()
  })
  afterEach(() => gateway.close())

  const kept = () => gateway.projection.privateRecord(grades, 'BankMSP', 'InstitutionMSP', 'alice')
  const graded = (on: Chaining, lift: object = { lift: { pledgee: 'city-bank', cash, each: '100', most: 2 } }) =>
    on.graded('bbb', lift)
  const pledged = async (on: Chaining, quantity = '1000', to = on.exchange.bank) => {
    const times = { answerBy: on.ahead(600_000n), termEndsAt: on.ahead(36_000_000n) }
    const body = { voucher: gold, quantity, pledgee: to.participant, purpose: 'a loan', ...times, enforcement: 'none' }
    const { pledge } = await on.done(on.alice, 'pledge.propose', body as never)
    await on.done(to, 'pledge.accept', { pledge: `${pledge}`, holder: 'alice', voucher: gold })
    return `${pledge}`
  }
  const released = (on: Chaining, pledge: string, quantity: string) =>
    on.done(on.exchange.bank, 'pledge.release', { pledge, holder: 'alice', voucher: gold, quantity })
  const untilGraded = (grade: string, version: bigint) =>
    gateway.until(() => (kept()?.grade === grade && kept()?.version === version ? true : undefined))
  const rounds = async () => {
    for (let round = 0; round < 5; round += 1) {
      gateway.grading.look()
      await new Promise((resume) => setImmediate(resume))
    }
  }
  const quoted = (on: Chaining) => on.exchange.quote('Q-NOW', 56_000n, 55_500n)

  it('SX-008 lifts the grade as a pledge is locked, and restores it with the release; chains carry the version of their time', async () => {
    await gateway.meanwhile(graded)
    await gateway.meanwhile(quoted)
    const pledge = await gateway.meanwhile(pledged)
    await untilGraded('aa', 3n)
    const before = await gateway.taken()
    await gateway.untilStands(before, 'sent')
    await gateway.meanwhile((on) => released(on, pledge, '1'))
    await untilGraded('aa', 4n)
    expect(kept()?.pledges).deep.equal({ [pledge]: 999n })
    await gateway.meanwhile((on) => released(on, pledge, '999'))
    await untilGraded('bbb', 5n)
    const later = await gateway.taken()
    await gateway.untilStands(later, 'sent')
    const said = gateway.sent('chain.send').map(({ confidential }) => JSON.parse(confidential ?? '{}'))
    expect(said.map(({ grade, gradeVersion }) => [grade, gradeVersion])).deep.equal([
      ['aa', '3'],
      ['bbb', '5'],
    ])
  })

  it('SX-008 proposes a pledge to who holds for the bank alone, and none to another customer of it', async () => {
    await gateway.meanwhile(graded)
    await gateway.meanwhile(quoted)
    await gateway.meanwhile(async (on) => {
      const friend = new Device('a-friend', ['customer'])
      const entry = { participant: 'a-friend', type: 'person', device: friend.entry } as const
      await on.done(on.scene.registrars.BankMSP, 'participant.register', entry)
      await pledged(on, '1000', friend)
    })
    await rounds()
    expect(gateway.sent('grade.weigh')).deep.equal([])
    const pledge = await gateway.meanwhile(pledged)
    await untilGraded('aa', 3n)
    expect(kept()?.pledges).deep.equal({ [pledge]: 1000n })
    expect(gateway.sent('grade.weigh').length).equal(1)
  })

  it('sends no chain by a grade that a released pledge lifted, and goes on once it is weighed', async () => {
    await gateway.meanwhile(graded)
    await gateway.meanwhile(quoted)
    const pledge = await gateway.meanwhile(pledged)
    await untilGraded('aa', 3n)
    gateway.holdsBack = (kind) => kind === 'grade.weigh'
    await gateway.meanwhile((on) => released(on, pledge, '1000'))
    const opened = await gateway.taken()
    await gateway.until(() => (gateway.sent('chain.send').length > 1 ? true : undefined))
    expect(gateway.on.chain(opened)?.status).equal('enriched')
    await gateway.release()
    await gateway.untilStands(opened, 'sent')
    expect(kept()).include({ grade: 'bbb', version: 4n })
  })

  it('weighs nothing where nobody said that pledges lift the grade, nor again what is weighed, nor before it has caught up', async () => {
    await gateway.meanwhile(quoted)
    await gateway.meanwhile((on) => graded(on, {}))
    await gateway.meanwhile((on) => pledged(on))
    await rounds()
    expect(gateway.sent('grade.weigh')).deep.equal([])
    gateway.isCaughtUp = false
    await gateway.meanwhile(graded)
    gateway.serve()
    await rounds()
    expect(gateway.sent('grade.weigh')).deep.equal([])
    gateway.isCaughtUp = true
    await untilGraded('aa', 4n)
    await rounds()
    gateway.serve()
    await rounds()
    expect(gateway.sent('grade.weigh').length).equal(1)
  })

  it('sends what was signed before a restart, and not another one', async () => {
    await gateway.meanwhile(graded)
    await gateway.meanwhile(quoted)
    gateway.holdsBack = (kind) => kind === 'grade.weigh'
    await gateway.meanwhile((on) => pledged(on))
    await gateway.until(() => gateway.outbox.all().find(({ envelope }) => envelope.includes('grade.weigh')))
    gateway.serve()
    await rounds()
    await gateway.release()
    await untilGraded('aa', 3n)
    await rounds()
    expect(gateway.sent('grade.weigh').length).equal(1)
  })
})
