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
