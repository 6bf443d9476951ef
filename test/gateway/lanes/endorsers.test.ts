import { expect } from 'chai'
import sinon from 'sinon'
import type { Fault } from '../../../gateway/fabric/errors.ts'
import { Endorsers } from '../../../gateway/lanes/endorsers.ts'

const [bank, institution, supplier] = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const
const all = [bank, institution, supplier]
const outage = (...organisations: string[]): Fault => ({
  type: 'outage',
  organisations,
  isOwnPeer: false,
  isClock: false,
  message: '',
})

describe('choosing endorsers', () => {
  let clock: sinon.SinonFakeTimers
  let endorsers: Endorsers
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000, toFake: ['Date'] })
    endorsers = new Endorsers(institution, { peerOrganisations: all, quorum: 2 })
  })
  afterEach(() => clock.restore())

  const table: [homes: string[], chosen: string[]][] = [
    [[bank], [bank, institution]],
    [[institution], [institution, bank]],
    [[supplier], [supplier, institution]],
    [
      [bank, supplier],
      [bank, supplier],
    ],
    [
      [institution, bank],
      [bank, institution],
    ],
    [all, all],
    [['AuditorMSP'], [institution, bank]],
    [
      ['AuditorMSP', supplier],
      [supplier, institution],
    ],
    [[], [institution, bank]],
  ]
  for (const [homes, chosen] of table) {
    it(`asks ${chosen.join(' and ')} where ${homes.join(' and ') || 'nobody'} must endorse`, () => {
      expect(endorsers.choose(homes)).to.deep.equal(chosen)
    })
  }

  it('asks another second organisation for some seconds after one failed, and the first one again afterwards', () => {
    expect(endorsers.failed([institution], [institution, bank], outage(bank))).to.equal(undefined)
    expect(endorsers.choose([institution])).to.deep.equal([institution, supplier])
    clock.tick(5_001)
    expect(endorsers.choose([institution])).to.deep.equal([institution, bank])
  })

  it('forgets the failure once that organisation endorses', () => {
    endorsers.failed([institution], [institution, bank], outage(bank))
    endorsers.succeeded([bank])
    expect(endorsers.choose([institution])).to.deep.equal([institution, bank])
  })

  it('names the organisation that nothing can go on without', () => {
    expect(endorsers.failed([supplier], [supplier, institution], outage(supplier))).to.equal(supplier)
    const ownPeer = { ...outage(), isOwnPeer: true }
    expect(endorsers.failed([supplier], [supplier, institution], ownPeer)).to.equal(institution)
  })

  it('takes the one that is not a home for the cause when the network names nobody', () => {
    expect(endorsers.failed([supplier], [supplier, institution], outage())).to.equal(undefined)
    expect(endorsers.choose([supplier])).to.deep.equal([supplier, bank])
  })

  it('tells who is missing when there is nobody left to ask instead', () => {
    expect(endorsers.failed([institution], [institution, bank], outage(bank))).to.equal(undefined)
    expect(endorsers.failed([institution], [institution, supplier], outage(supplier))).to.equal(supplier)
  })
})
