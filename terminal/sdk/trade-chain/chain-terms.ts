import { ageingMilliseconds } from '../../../chaincode/domains/trade-chain/priority.ts'
import type { First } from '../../../chaincode/domains/trade-chain/terms.ts'
import { isWithinLimit } from '../../../chaincode/rules/trade-chain/limit.ts'
import { isBestPath } from '../../../chaincode/rules/trade-chain/path.ts'
import type { Body, ConfidentialBody } from '../../../chaincode/vocabulary.ts'
import { validityMillisecondsMaximum } from '../../../chaincode/wire/identifiers.ts'

/** One segment that was read: what everybody was told, and what the pair alone. */
interface Said<Public, Confidential> {
  body: Public
  validUntil: bigint
  confidential: Confidential
}

/** All that a chain says, up to some segment; what each of them says alone was judged as it was read. */
export interface SaidInChain {
  first: Said<Body<'chain.open'>, First>
  second?: Said<Body<'chain.send'>, ConfidentialBody<'chain.send'>>
  third?: Said<Body<'chain.answer'>, ConfidentialBody<'chain.answer'>>
}

/** What does not fit in a segment. */
export type TermsFault = 'terms_differ' | 'times_differ'

const day = 86_400_000n
const week = 7n * day
// Between two clocks that each count as honest (decision 0010).
const slack = 60_000n

/** A trade of this family and side has all its parts and no other, and says the same in public and in confidence. */
const fitsFirst = ({ body, confidential: { trade } }: SaidInChain['first']): boolean => {
  const { family, side, metal, cashMaximum, institution } = body
  if (institution === undefined || (family === 'metal') !== (metal !== undefined)) return false
  if ((side === 'buy') !== (cashMaximum !== undefined)) return false
  return metal === undefined
    ? trade.product !== undefined
    : trade.product === undefined && metal.quantity === trade.quantity
}

type Second = NonNullable<SaidInChain['second']>
type Third = NonNullable<SaidInChain['third']>

/** By how much an answer says that the position changed, towards what was wanted; negative for the other way. */
const executedBy = ({ first }: SaidInChain, second: Second, target: string): bigint => {
  const change = BigInt(target) - BigInt(second.confidential.position)
  return first.body.side === 'buy' ? change : -change
}

/** An amount within the cash that a buy may cost, and no worse than the client's limit. */
const isPriceFit = ({ first }: SaidInChain, quantity: bigint, amount: bigint): boolean => {
  const { side, cashMaximum } = first.body
  const isWithinCash = cashMaximum === undefined || amount <= BigInt(cashMaximum)
  return isWithinCash && isWithinLimit(first.confidential.trade, { side, quantity, amount })
}

/** An execution within what was wanted, its target the start and what was traded, or a refusal with its reason alone. */
const fitsThird = (said: SaidInChain, second: Second, { body, confidential }: Third): boolean => {
  const { verdict, quantity, amount } = body
  const { target, reason } = confidential
  if (verdict === 'refused') {
    return reason !== undefined && [target, quantity, amount].every((one) => one === undefined)
  }
  const { metal } = said.first.body
  if (target === undefined || amount === undefined || reason !== undefined) return false
  const executed = executedBy(said, second, target)
  if (executed <= 0n || executed > BigInt(said.first.confidential.trade.quantity)) return false
  if (!isPriceFit(said, executed, BigInt(amount))) return false
  return metal === undefined ? quantity === undefined : quantity !== undefined && BigInt(quantity) === executed
}

const isWithin = (moment: bigint, earliest: bigint, latest: bigint): boolean => moment >= earliest && moment <= latest

// Each was recorded at some moment up to its validUntil and at most a day before; the bounds below are what follows from that.
const fitsTimeOfFirst = ({ body, validUntil }: SaidInChain['first']): boolean =>
  isWithin(BigInt(body.expiresAt), validUntil - validityMillisecondsMaximum, validUntil + week)

const fitsTimeOfSecond = ({ first }: SaidInChain, { body, validUntil, confidential }: Second): boolean => {
  const expiresAt = BigInt(first.body.expiresAt)
  const recordedLatest = expiresAt < validUntil ? expiresAt : validUntil
  return (
    isWithin(validUntil + slack, first.validUntil - day, expiresAt + day + slack) &&
    isWithin(BigInt(body.answerBy), validUntil - day, recordedLatest + week) &&
    BigInt(confidential.queue.waited) * ageingMilliseconds <= recordedLatest + slack - (first.validUntil - day)
  )
}

const fitsTimeOfThird = (second: Second, { validUntil }: Third): boolean =>
  validUntil + slack >= second.validUntil - day

/**
 * What first does not fit in a chain of which each segment was read, and in which: families, products, quantities and the path (`terms_differ`), or
 * moments that the ledger could not have taken together (`times_differ`). Undefined where all fits.
 */
export const faultOfTerms = (said: SaidInChain): { code: TermsFault; segment: 1 | 2 | 3 } | undefined => {
  const { first, second, third } = said
  if (!fitsFirst(first)) return { code: 'terms_differ', segment: 1 }
  if (!fitsTimeOfFirst(first)) return { code: 'times_differ', segment: 1 }
  if (second === undefined) return undefined
  const { path } = second.confidential
  if (path !== undefined && !isBestPath(path)) return { code: 'terms_differ', segment: 2 }
  if (!fitsTimeOfSecond(said, second)) return { code: 'times_differ', segment: 2 }
  if (third === undefined) return undefined
  if (!fitsThird(said, second, third)) return { code: 'terms_differ', segment: 3 }
  return fitsTimeOfThird(second, third) ? undefined : { code: 'times_differ', segment: 3 }
}
