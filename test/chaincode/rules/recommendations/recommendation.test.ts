import { expect } from 'chai'
import { recommendations, rights } from '../../../../chaincode/domains/recommendations/tables.ts'
import { pairs } from '../../../../chaincode/domains/registry/tables.ts'
import { windowMillisecondsMaximum } from '../../../../chaincode/rules/deadline.ts'
import { pairMilliseconds } from '../../../../chaincode/rules/reputation.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { Device } from '../../../support/devices.ts'
import { content, type Recommending, recommending } from '../../../support/recommending.ts'
import { codeOf, only } from '../../../support/scene.ts'

type Window = Body<'recommendation.open'>['windows'][number]

const zone = 'Asia/Shanghai'
const hour = 3_600_000n
const supplier = { gateway: 'SupplierMSP' }
const bank = { gateway: 'BankMSP' }

const at = (moment: bigint): Window => ({ form: 'moment', at: `${moment}`, zone })
const between = (from: bigint, until: bigint): Window => ({
  form: 'interval',
  from: `${from}`,
  until: `${until}`,
  zone,
})
const lasting = (milliseconds: bigint): Window => ({ form: 'duration', milliseconds: `${milliseconds}` })

/** The code with which a recommendation of this window is refused, or `accepted`. */
const opening = async (on: Recommending, window: Window): Promise<string> =>
  codeOf(only(await on.scene.apply(on.opening(window).text, supplier)))

/** The verdict on an answer whose receipt lies so far from an edge; the transaction comes a second later. */
const verdict = async (on: Recommending, window: Window, receivedAt: bigint, strict?: true): Promise<string> => {
  const recommendation = await on.opened(window, strict === undefined ? {} : { strict })
  return on.answered(recommendation, { receivedAt, after: 1_000n })
}

describe('a recommendation', () => {
  it(
    'stands with its window as it was signed, the zone for showing it, and the time from which a duration runs',
    recommending(async (on) => {
      const { now } = on.scene
      const name = await on.opened(lasting(hour), { strict: true })
      expect(on.scene.view.find(recommendations, name)).deep.equal({
        ...{ recommendation: name, recommender: 'book-shop', home: 'SupplierMSP', title: 'A book' },
        ...{ matcher: 'book-finder', matcherHome: 'BankMSP', identifier: 'BOOK', traits: [], parameters: [] },
        ...{ window: lasting(hour), strict: true, startedAt: now, targets: [{ kind: 'goods', target: content }] },
        status: 'open',
      })
      const other = await on.opened(at(now + hour))
      expect(on.scene.view.find(recommendations, other))
        .include({ strict: false })
        .deep.include({ window: at(now + hour) })
    }),
  )

  it(
    'is refused when its window is over, or ends more than a year ahead; the last moments themselves are not',
    recommending(async (on) => {
      const { now } = on.scene
      const year = windowMillisecondsMaximum
      for (const end of [now, now + year]) {
        expect(await opening(on, at(end))).equal('accepted')
        expect(await opening(on, between(now - hour, end))).equal('accepted')
      }
      for (const window of [at(now - 1n), between(now - hour, now - 1n)])
        expect(await opening(on, window)).equal('deadline_in_past')
      for (const window of [at(now + year + 1n), between(now, now + year + 1n), lasting(year + 1n)])
        expect(await opening(on, window)).equal('window_too_long')
      expect(await opening(on, lasting(year))).equal('accepted')
    }),
  )

  it(
    'is none where its interval ends before it begins, its zone is no name, or its moments are no moments',
    recommending(async (on) => {
      const { now } = on.scene
      for (const window of [
        between(now + 2n, now + 1n),
        { form: 'interval', from: 'now', until: `${now}`, zone },
        { form: 'moment', at: `${now}`, zone: 'no zone' },
        { form: 'duration', milliseconds: '0' },
      ])
        expect(await opening(on, window as Window)).equal('malformed_instruction')
    }),
  )

  it(
    'is answered by a device that buys, and by no other',
    recommending(async (on) => {
      const kiosk = await on.scene.register(new Device('kiosk', ['merchant']), 'BankMSP')
      const name = await on.opened(at(on.scene.now), { readers: [on.alice, kiosk] })
      expect(await on.answered(name, { by: kiosk })).equal('in-time')
      const finder = await on.code(on.finder, 'recommendation.decline', { recommendation: name })
      expect(finder).equal('device_lacks_role')
    }),
  )
})

describe('an answer', () => {
  it(
    'S3-026 is judged by the time at which its home received it, and can tell no time of its own',
    recommending(async (on) => {
      const { now } = on.scene
      const name = await on.opened(at(now))
      expect(await on.answered(name, { receivedAt: now, after: 29_000n })).equal('in-time')
      const body = { recommendation: name, receivedAt: `${now}` } as Body<'recommendation.answer'>
      const forged = on.till.stamped(on.till.instruct(on.alice, 'recommendation.answer', body), {})
      expect(codeOf(only(await on.scene.apply(forged, bank)))).equal('malformed_instruction')
    }),
  )

  it(
    'S3-027 S3-028 is in time before a moment and at it',
    recommending(async (on) => {
      const end = on.scene.now + hour
      for (const offset of [-1n, 0n]) {
        expect(await verdict(on, at(end), end + offset)).equal('in-time')
        on.scene.now = end - hour
      }
    }),
  )

  it(
    'S3-029 is late one millisecond after a moment: recorded, and with no right to anything',
    recommending(async (on) => {
      const end = on.scene.now + hour
      expect(await verdict(on, at(end), end + 1n)).equal('late')
      expect(on.answers.map((answer) => [answer.participant, answer.verdict, answer.receivedAt])).deep.equal([
        ['alice', 'late', end + 1n],
      ])
      expect(on.entitled).deep.equal([])
      expect(
        await on.code(on.shop, 'recommendation.deliver', on.delivery(on.answers[0]?.recommendation as string)),
      ).equal('not_in_time')
    }),
  )

  it(
    'S3-030 S3-031 S3-032 is in time at the lower bound of an interval, inside it, and at its upper bound',
    recommending(async (on) => {
      const from = on.scene.now + hour
      for (const receivedAt of [from, from + 1n, from + hour]) {
        expect(await verdict(on, between(from, from + hour), receivedAt)).equal('in-time')
        on.scene.now = from - hour
      }
    }),
  )

  it(
    'S3-033 is early before an interval: recorded, and a later one may still be in time, under another number',
    recommending(async (on) => {
      const from = on.scene.now + hour
      const name = await on.opened(between(from, from + hour))
      expect(await on.answered(name, { receivedAt: from - 1n })).equal('early')
      expect(on.entitled).deep.equal([])
      expect(await on.answered(name, { receivedAt: from })).equal('in-time')
      expect(on.answers.map((answer) => answer.verdict).sort()).deep.equal(['early', 'in-time'])
      expect(on.entitled).deep.equal(['alice'])
    }),
  )

  it(
    'S3-034 is late behind an interval, and recorded',
    recommending(async (on) => {
      const from = on.scene.now + hour
      expect(await verdict(on, between(from, from + hour), from + hour + 1n)).equal('late')
      expect(on.answers.map((answer) => answer.verdict)).deep.equal(['late'])
    }),
  )

  it(
    'S3-035 S3-036 S3-038 is in time within a duration and at its very end, and late after it',
    recommending(async (on) => {
      const start = on.scene.now
      for (const [gap, expected] of [
        [hour - 1n, 'in-time'],
        [hour, 'in-time'],
        [hour + 1n, 'late'],
      ] as const) {
        on.scene.now = start
        expect(await verdict(on, lasting(hour), start + gap)).equal(expected)
      }
      expect(on.answers.map((answer) => answer.verdict)).include('late')
    }),
  )

  it(
    'S3-037 is late at the very end of a duration that is strict, as its recommendation says',
    recommending(async (on) => {
      const start = on.scene.now
      expect(await verdict(on, lasting(hour), start + hour, true)).equal('late')
      on.scene.now = start
      expect(await verdict(on, lasting(hour), start + hour - 1n, true)).equal('in-time')
    }),
  )

  it(
    'in time is given once: the next one is refused, and nobody else’s is; the same envelope again is the same answer',
    recommending(async (on) => {
      const { now } = on.scene
      const name = await on.opened(at(now + hour))
      const text = on.answer(name)
      await on.scene.honoured(text, bank)
      expect(only(await on.scene.apply(text, bank)).status).equal('repeated')
      expect(await on.answered(name)).equal('answered_already')
      expect(await on.answered(name, { by: on.till.shop })).equal('in-time')
      expect(on.entitled).deep.equal(['alice', 'noodle-bar'])
      const right = on.scene.view.find(rights, name, 'alice')
      expect(on.answers.map((answer) => answer.answer)).include(right?.answer)
    }),
  )

  it(
    'is refused to what nobody recommended, and to who recommended it',
    recommending(async (on) => {
      const name = await on.opened(at(on.scene.now), { by: on.till.shop })
      expect(await on.answered(name, { by: on.till.shop })).equal('own_recommendation')
      expect(await on.answered('A'.repeat(43))).equal('unknown_recommendation')
      expect(on.answers).deep.equal([])
    }),
  )

  it(
    'of many at one moment, each in a transaction of its own, conflicts with none: nobody writes what another reads',
    recommending(async (on) => {
      const names = Array.from({ length: 8 }, (_, index) => `reader-${index}-x`)
      const readers = await on.scene.registerCustomers(names, 'BankMSP')
      const name = await on.opened(at(on.scene.now), { readers })
      const proposals = []
      for (const by of readers) proposals.push(await on.scene.endorse(on.answer(name, { by }), bank))
      const { transactions } = on.scene.ledger.commit(proposals)
      expect(transactions.map(({ code }) => code)).deep.equal(readers.map(() => 'VALID'))
      expect([on.answers.length, on.marksOf('book-shop').length]).deep.equal([8, 0])
    }),
  )

  it(
    'marks nobody, in time or not; what it was delivered marks the recommender once it is accepted, a pair once in 30 days',
    recommending(async (on) => {
      const { now } = on.scene
      const window = lasting(2n * pairMilliseconds)
      const names = [await on.opened(window), await on.opened(window), await on.opened(window)] as const
      expect(await on.answered(names[0])).equal('in-time')
      expect(on.marksOf('book-shop')).deep.equal([])
      await on.accepted(names[0])
      expect([on.marksOf('book-shop').length, on.marksOf('alice').length]).deep.equal([1, 0])
      expect(await on.answered(names[1], { receivedAt: now + pairMilliseconds })).equal('in-time')
      await on.accepted(names[1])
      expect(on.marksOf('book-shop')).lengthOf(1)
      expect(await on.answered(names[2], { receivedAt: now + pairMilliseconds + 1n })).equal('in-time')
      await on.accepted(names[2])
      expect(on.marksOf('book-shop')).lengthOf(2)
      expect(on.scene.view.find(pairs, 'alice', 'book-shop')).include({ countedAt: now + pairMilliseconds + 1n })
    }),
  )

  it(
    'S3-040 whose receipt the endorsers’ clocks do not bear out is not endorsed, and no stamp but its home’s is good',
    recommending(async (on) => {
      const { now } = on.scene
      const name = await on.opened(at(now))
      const endorsed = (receivedAt: bigint, clock: bigint) =>
        on.scene.endorse(on.answer(name, { receivedAt }), { ...bank, clock }).then(
          () => 'endorsed',
          (error: Error) => error.message,
        )
      expect(await endorsed(now - 10_001n, now + 20_000n)).match(
        /time of receipt lies outside this endorser’s clock bound/,
      )
      expect(await endorsed(now - 10_000n, now + 20_000n)).equal('endorsed')
      expect(await on.answered(name, { receivedAt: now, after: 30_001n })).equal('receipt_not_provable')
      expect(on.answers).deep.equal([])
    }),
  )
})
