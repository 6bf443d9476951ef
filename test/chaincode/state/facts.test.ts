import { expect } from 'chai'
import type { ChaincodeStub } from 'fabric-shim'
import { requireHonestReceipts, requireHonestTime, transactionTime } from '../../../chaincode/state/facts.ts'

const now = 1_800_000_000_000n

describe('the time of a transaction', () => {
  it('is its timestamp in whole milliseconds, rounded down', () => {
    const getTxTimestamp = () => ({ seconds: '1800000000', nanos: 999_999_999 })
    const stub = { getTxTimestamp } as unknown as ChaincodeStub
    expect(transactionTime(stub)).equal(1_800_000_000_999n)
  })

  it('is honest within thirty seconds behind and five ahead of the endorser’s clock, ends included', () => {
    for (const time of [now - 30_000n, now - 1n, now, now + 5_000n]) requireHonestTime(time, now)
    for (const time of [now - 30_001n, now + 5_001n, 0n]) {
      expect(() => requireHonestTime(time, now), `${time}`).throw(/clock bound/)
    }
  })

  it('lends a receipt none of its own distance from the endorser’s clock, and leaves to the rules what it does not allow itself', () => {
    const clock = now + 20_000n
    requireHonestReceipts([], { now, clock })
    requireHonestReceipts([now - 10_000n, now + 5_000n, now - 30_001n, now + 5_001n], { now, clock })
    expect(() => requireHonestReceipts([now, now - 10_001n], { now, clock })).throw(/clock bound/)
    expect(() => requireHonestReceipts([now + 5_000n], { now, clock: now - 1n })).throw(/clock bound/)
  })
})
