import type { recommendationKinds } from '../../../chaincode/domains/recommendations/kinds.ts'
import { recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import type { ResponseWindow } from '../../../chaincode/domains/recommendations/window.ts'
import { customers, shops } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const zone = 'Asia/Shanghai'

/** A moment about now, and now and then far ahead of it. */
const near = ({ random, now }: Desk): bigint =>
  now +
  random.weighted([
    [0n, 10],
    [-1n, 6],
    [BigInt(random.below(60_000)), 50],
    [3_600_000n, 30],
    [366n * 86_400_000n, 3],
    [366n * 86_400_000n + 1n, 3],
  ])

const windowOf = (desk: Desk): ResponseWindow => {
  const { random } = desk
  const [one, other] = [near(desk), near(desk)]
  const [from, until] = one < other ? [one, other] : [other, one]
  return random.one<ResponseWindow>([
    { form: 'moment', at: `${one}`, zone },
    { form: 'interval', from: `${from}`, until: `${until}`, zone },
    { form: 'duration', milliseconds: `${random.one([1_000n, 5_000n, 30_000n, 3_600_000n])}` },
  ])
}

const open: Draw<'recommendation.open'> = (desk) => {
  const { random } = desk
  const strict = random.chance(50) ? { strict: true as const } : {}
  const recommender = random.chance(80) ? random.one(shops) : desk.someone()
  return {
    device: desk.deviceOf(recommender, 'merchant'),
    body: { title: 'Something good', window: windowOf(desk), ...strict },
  }
}

/** The very edges of what was asked for, where a receipt can still be proven to lie there. */
const receiptFor = (
  { random, now }: Desk,
  { window, startedAt }: { window: ResponseWindow; startedAt: bigint },
): bigint => {
  const edges: bigint[] = []
  if (window.form === 'moment') edges.push(BigInt(window.at))
  if (window.form === 'interval') edges.push(BigInt(window.from), BigInt(window.until))
  if (window.form === 'duration') edges.push(startedAt + BigInt(window.milliseconds))
  const wanted = random.one(edges) + random.one([-1n, 0n, 1n])
  const isProvable = wanted >= now - 30_000n && wanted <= now + 5_000n
  return isProvable && random.chance(80) ? wanted : now - BigInt(random.below(30_001))
}

const answer: Draw<'recommendation.answer'> = (desk) => {
  const found = desk.random.any(desk.book.all(recommendations).slice(-6))
  if (found === undefined) return undefined
  const { recommendation, recommender } = found
  const who = desk.random.chance(94) ? desk.random.one(customers) : recommender
  return {
    device: desk.deviceOf(who, 'customer'),
    body: { recommendation: desk.named(recommendation) },
    facts: {},
    receivedAt: receiptFor(desk, found),
  }
}

/** How instructions about recommendations are drawn. */
export const recommendationDraws: { [K in keyof typeof recommendationKinds]: Draw<K> } = {
  'recommendation.open': open,
  'recommendation.answer': answer,
}
