import type { ChaincodeStub } from 'fabric-shim'
import { isHonest } from '../rules/deadline.ts'

/** The transaction's timestamp, which all endorsers share, in UTC milliseconds. */
export const transactionTime = (stub: Pick<ChaincodeStub, 'getTxTimestamp'>): bigint => {
  const { seconds, nanos } = stub.getTxTimestamp()
  return BigInt(seconds.toString()) * 1000n + BigInt(Math.floor(nanos / 1_000_000))
}

/**
 * Refuses to endorse a transaction whose time is too far from this endorser's own clock. The clock can only make an
 * endorser refuse; it never enters a decision or a write, so that honest endorsers agree byte for byte.
 */
export const requireHonestTime = (now: bigint, clock: bigint): void => {
  if (isHonest(now, clock)) return
  throw new Error('the transaction time lies outside this endorser’s clock bound')
}

/**
 * Refuses to endorse times of receipt, in UTC milliseconds, that the transaction's time allows and this endorser's clock does not: a home
 * could else backdate by the bound twice (decision 0041). What the transaction's time does not allow is left to the rules.
 */
export const requireHonestReceipts = (
  receipts: readonly bigint[],
  { now, clock }: { now: bigint; clock: bigint },
): void => {
  if (receipts.every((receipt) => !isHonest(receipt, now) || isHonest(receipt, clock))) return
  throw new Error('a time of receipt lies outside this endorser’s clock bound')
}
