import { expect } from 'chai'
import fc from 'fast-check'
import { replay } from '../../../../audit/replay/replay.ts'
import {
  classTable,
  countedVolumeLeast,
  dayVolumeMaximum,
  priorityClasses,
} from '../../../../chaincode/domains/trade-chain/priority.ts'
import { classOf, countedVolume, withTrade } from '../../../../chaincode/rules/trade-chain/activity.ts'
import { auditedBlocksOf } from '../../../audit/support/blocks.ts'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { cash } from '../../../support/exchange.ts'
import { consortium } from '../../../support/members.ts'
import { codeOf } from '../../../support/scene.ts'

const day = 86_400_000n

type Activity = ReturnType<typeof withTrade> | undefined

/** The activity behind trades of these volumes, all at one moment. */
const behind = (volumes: readonly bigint[], now: bigint, before: Activity = undefined): Activity =>
  volumes.reduce<Activity>((activity, volume) => withTrade(activity, volume, now), before)

/** A sale of alice's that the institution executes whole, for so many base units of cash, from its opening to its end. */
const traded = async (on: Chaining, amount = '550000', opening?: Promise<Opened>): Promise<Opened> => {
  const sent = await on.sent(opening ?? on.opened({}, { limitPrice: '1' }))
  const target = `${(on.chain(sent)?.position ?? 0n) - 1_000n}`
  on.accepted(await on.answer(sent, { quantity: '1000', amount }, { target }))
  on.accepted(await on.settle(sent, on.gold(on.chain(sent)?.client) - 1_000n))
  return sent
}

/** What an auditor without the confidential bodies finds. */
const found = async (on: Chaining): Promise<string[]> => {
  const codes: string[] = []
  for await (const { code } of replay(auditedBlocksOf(on.scene.ledger), { consortium })) codes.push(code)
  return codes
}

describe('the activity of a client, and its class', () => {
  it(
    'S2-019 is the lowest class for who has no history, which is no error, and another one than is on record is refused',
    onChains(async (on) => {
      const enriched = await on.enriched()
      expect(on.activity()).equal(undefined)
      for (const higher of priorityClasses.slice(1)) {
        const queue = { class: higher, waited: '0' }
        expect(await on.send(enriched, { queue })).deep.include({ code: 'position_stale', values: {} })
      }
      on.accepted(await on.send(enriched, { queue: { class: 'basic', waited: '0' } }))
    }),
  )

  it(
    'S2-019 S2-020 counts settled trades in the pair’s own rows, and a client rises by the published table and by nothing else',
    onChains(async (on) => {
      await traded(on)
      const today = on.scene.now / day
      expect(on.activity()).deep.include({
        ...{ bank: 'BankMSP', institution: 'InstitutionMSP', client: 'alice' },
        ...{ day: today, dayVolume: 5_500n, days: 1n, volume: 5_500n },
      })
      on.wait(day)
      await traded(on)
      expect(on.activity()).deep.include({ day: today + 1n, dayVolume: 5_500n, days: 2n, volume: 11_000n })
      const next = await on.enriched()
      expect(codeOf(await on.send(next, { queue: { class: 'basic', waited: '0' } }))).equal('position_stale')
      expect(codeOf(await on.send(next, { queue: { class: 'active', waited: '0' } }))).equal('position_stale')
      on.accepted(await on.send(next, { queue: { class: 'regular', waited: '0' } }))
      // Nothing of it is public, and an auditor without the bodies takes it as told.
      const shown = on.scene.ledger.blocks.map((block) =>
        JSON.stringify(block.transactions.map((one) => one.proposal.response)),
      )
      expect(shown.join()).not.include('regular').and.not.include('volume')
      expect(await found(on)).deep.equal([])
    }),
  )

  it(
    'S2-019 counts no trade that was refused, did not fit, or is too small',
    onChains(async (on) => {
      const refused = await on.sent()
      on.accepted(await on.answer(refused, { verdict: 'refused' }, { reason: 'hours' }))
      on.accepted(await on.settle(refused, on.gold()))
      await on.inConflict({ quantity: '1000', amount: '550000' }, { target: '1' })
      await traded(on, `${countedVolumeLeast * 100n - 1n}`)
      expect(on.activity()).equal(undefined)
      expect(await found(on)).deep.equal([])
      await traded(on, `${countedVolumeLeast * 100n}`)
      expect(on.activity()).deep.include({ days: 1n, volume: countedVolumeLeast })
    }),
  )

  it(
    'S2-023 counts no trade of who takes chains on for the bank with itself',
    onChains(async (on) => {
      const { dispatcher, scene } = on
      const own = new Device(dispatcher.participant, ['customer'])
      const add = { participant: dispatcher.participant, device: own.entry }
      await on.done(scene.registrars.BankMSP, 'device.add', add)
      await on.scene.give([dispatcher], 5_000n)
      const body = { client: dispatcher.participant, institution: 'InstitutionMSP' }
      on.accepted(await on.tellByTwo('grade.set', { body, says: { grade: 'a' } }))
      const opening = on.opening({}, { limitPrice: '1' })
      const { chain } = await on.done(own, 'chain.open', opening.body)
      const opened = { chain: String(chain), first: opening.first }
      on.accepted(await on.enrich(opened, { position: '5000' }))
      on.accepted(await on.send(opened))
      on.accepted(await on.answer(opened, { quantity: '1000', amount: '550000' }, { target: '4000' }))
      on.accepted(await on.settle(opened, 4_000n))
      expect(on.chain(opened)?.status).equal('settled')
      expect(on.activity(dispatcher.participant)).equal(undefined)
      expect(await found(on)).deep.equal([])
    }),
  )

  it(
    'S2-023 counts no trade of who answers for the institution with itself',
    onChains(async (on) => {
      const sent = await traded(on)
      const before = on.chain(sent)
      const hop = on.hop(sent)
      if (before === undefined || hop === undefined) throw new Error('nothing was traded')
      const sender = on.scene.account(on.dispatcher.participant)
      const settled = { view: on.scene.view, sender }
      expect(countedVolume(settled, { before, hop })).equal(5_500n)
      expect(countedVolume(settled, { before, hop: { ...hop, executor: 'alice' } })).equal(undefined)
    }),
  )

  it(
    'S2-023 refuses to send by a class that was bought with one trade in many parts, or with parts that are too small',
    onChains(async (on) => {
      const { bank } = on.exchange
      await on.done(bank, 'cash.deposit', {
        voucher: cash,
        to: 'institution-treasury',
        quantity: '9000000',
        reference: '2',
      })
      // Eight parts of 26,000 yuan: as many as the days, and more than the volume, of the class `active`.
      for (let part = 0; part < 8; part += 1) await traded(on, '2600000')
      for (let part = 0; part < 4; part += 1) await traded(on, '9999')
      expect(on.activity()).deep.include({ days: 1n, volume: 208_000n })
      const next = await on.enriched()
      for (const bought of ['active', 'prime'] as const)
        expect(codeOf(await on.send(next, { queue: { class: bought, waited: '0' } })), bought).equal('position_stale')
      on.accepted(await on.send(next, { queue: { class: 'regular', waited: '0' } }))
      expect(await found(on)).deep.equal([])
    }),
  ).timeout(20_000)

  it('S2-023 counts a trade in many parts for no more than whole, so that splitting buys no higher class', () => {
    const volumes = fc.array(fc.bigInt({ min: countedVolumeLeast, max: 200_000n }), { minLength: 2, maxLength: 40 })
    const earlier = fc.array(fc.bigInt({ min: countedVolumeLeast, max: dayVolumeMaximum }), { maxLength: 40 })
    fc.assert(
      fc.property(volumes, earlier, fc.bigInt({ min: 0n, max: 400n }), (parts, past, day0) => {
        const before = past.reduce<Activity>(
          (activity, volume, place) => withTrade(activity, volume, (day0 + BigInt(place)) * day),
          undefined,
        )
        const now = (day0 + 41n) * day
        const whole = behind([parts.reduce((sum, part) => sum + part)], now, before)
        const split = behind(parts, now, before)
        expect(split).deep.equal(whole)
        expect(split?.dayVolume).satisfies((volume: bigint) => volume <= dayVolumeMaximum)
        expect(classOf(split, now)).equal(classOf(whole, now))
      }),
    )
  })

  it('S2-023 needs days for a class, so that no volume of a few days buys it', () => {
    let activity: Activity
    for (let place = 0n; place < 7n; place += 1n) activity = behind(Array(50).fill(10_000_000n), place * day, activity)
    expect(activity).deep.include({ days: 7n, volume: 7n * dayVolumeMaximum })
    expect(classOf(activity, 6n * day)).equal('regular')
    expect(classOf(behind([10_000_000n], 7n * day, activity), 7n * day)).equal('active')
  })

  it('S2-020 has for each line of the table the class of exactly that, and the one below for less of either', () => {
    const at = (days: bigint, volume: bigint) => classOf({ day: 100n, dayVolume: 1n, days, volume }, 100n * day)
    for (const [place, { class: of, leastDays, leastVolume }] of classTable.entries()) {
      expect(at(leastDays, leastVolume)).equal(of)
      const below = classTable[place - 1]?.class
      if (below === undefined) continue
      expect(at(leastDays - 1n, leastVolume)).equal(below)
      expect(at(leastDays, leastVolume - 1n)).equal(below)
    }
    expect(classTable.map((one) => one.class)).deep.equal(priorityClasses)
  })

  it('S2-019 S2-020 halves what lies back each thirty days, never counts a clock that goes back, and is the same for everybody', () => {
    const activity = { day: 29n, dayVolume: 100n, days: 20n, volume: 2_000_000n }
    expect(classOf(activity, 29n * day)).equal('prime')
    expect(classOf(activity, 30n * day)).equal('active')
    expect(classOf(activity, 90n * day)).equal('regular')
    expect(classOf(activity, 10_000n * day)).equal('basic')
    expect(withTrade(activity, 200n, 28n * day)).deep.equal({ ...activity, dayVolume: 300n, volume: 2_000_200n })
    expect(withTrade(activity, 200n, 60n * day)).deep.equal({
      day: 60n,
      dayVolume: 200n,
      days: 6n,
      volume: 500_200n,
    })
  })
})
