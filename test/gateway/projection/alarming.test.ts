import { expect } from 'chai'
import type { Alarm } from '../../../gateway/projection/block-writer.ts'
import { beginning } from '../../../gateway/projection/recorded.ts'
import { Device } from '../../support/devices.ts'
import { Packaging } from '../../support/packaging.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

/** What a projection of all that was done alarms, and whom each refusal is told. */
const alarmsOf = (of: Packaging) => {
  const projection = projectionOf([])
  const alarms: Alarm[] = []
  projection.onAlarm((alarm) => alarms.push(alarm))
  for (const block of blocksOf(of.on.scene.ledger)) projection.apply(block)
  const isTold = (participant: string, id: string): boolean =>
    projection.events.concerning({ participant }, beginning, 1_000).some((one) => one.id === id)
  // The match of these tests is made up, and differs as it should.
  const others = alarms.filter(({ reason }) => reason !== 'match_differs')
  const told = others.map(({ reason, refused }) => {
    const { id = '', kind, from, code } = refused ?? {}
    const to = ['book-shop', 'alice', 'release-service'].filter((participant) => isTold(participant, id))
    return [reason, kind, from, code, to.join(' ')]
  })
  projection.close()
  return told
}

describe('a refusal that alarms', () => {
  const both = 'book-shop alice'

  it('S1-059 is that of another who asks for, releases or opens a package, and of a replay; giver and receiver are told', async () => {
    const of = await Packaging.open()
    const { alice, shop, scene } = of.on
    await of.delivered()
    expect(alarmsOf(of)).deep.equal([])
    const other = new Device('mallory', ['customer'])
    await scene.register(other, 'BankMSP')
    const desk = new Device('mallory', ['customer'], 'desk')
    for (const kind of ['package.request', 'package.open'] as const) {
      expect(await of.on.code(other, kind, of.named)).equal('not_a_party')
    }
    expect(await of.on.code(of.keeper, 'package.release', of.release(desk))).equal('not_requested')
    await of.requested()
    await of.on.done(of.keeper, 'package.release', of.release())
    for (const [by, code] of [
      [other, 'not_the_keeper'],
      [of.keeper, 'released_already'],
    ] as const)
      expect(await of.on.code(by, 'package.release', of.release())).equal(code)
    expect(await of.on.code(alice, 'package.request', of.named)).equal('requested_already')
    expect(alarmsOf(of)).deep.equal([
      ['stranger_refused', 'package.request', 'mallory', 'not_a_party', both],
      ['stranger_refused', 'package.open', 'mallory', 'not_a_party', both],
      ['stranger_refused', 'package.release', 'release-service', 'not_requested', `${both} release-service`],
      ['stranger_refused', 'package.release', 'mallory', 'not_the_keeper', both],
      ['stranger_refused', 'package.release', 'release-service', 'released_already', `${both} release-service`],
      ['stranger_refused', 'package.request', 'alice', 'requested_already', both],
    ])
    await of.on.done(shop, 'package.release', of.release())
    await of.on.done(alice, 'package.open', of.named)
    expect(alarmsOf(of), 'what is as it should be').length(6)
  })

  it('is none of a party’s own mistake, which stays its own affair', async () => {
    const of = await Packaging.open()
    const { alice } = of.on
    await of.delivered()
    await of.requested()
    expect(await of.on.code(alice, 'package.open', of.named)).equal('key_not_released')
    expect(await of.on.code(of.on.shop, 'package.deliver', of.body())).equal('package_exists')
    expect(await of.on.code(alice, 'package.reject', of.named)).equal('deadline_not_passed')
    expect(alarmsOf(of)).deep.equal([])
  })

  it('is no other: an interaction of data alone is listed for both sides, though it has no provider', async () => {
    const of = await Packaging.open()
    const projection = projectionOf(blocksOf(of.on.scene.ledger))
    const listed = (participant: string) => projection.lists.listed('interactions', participant, { limit: 10 }).items
    for (const participant of ['book-shop', 'alice']) expect(listed(participant)).length(1)
    projection.close()
  })

  it('tells nobody of an interaction that there is not', async () => {
    const of = await Packaging.open()
    expect(await of.on.code(of.on.alice, 'package.request', { interaction: 'N'.repeat(43) })).equal('unknown_package')
    expect(alarmsOf(of)).deep.equal([])
  })
})
