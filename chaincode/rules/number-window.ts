import type { Device } from '../domains/registry/tables.ts'
import { clockAheadMilliseconds } from './deadline.ts'

const windowSize = 256n
const windowMask = (1n << windowSize) - 1n

/** What a device's number means to the ledger: not honoured yet, honoured before, or too far behind to be told. */
export const judgeNumber = (device: Device, number: bigint): 'fresh' | 'used' | 'too-old' => {
  if (number > device.highest) return 'fresh'
  const behind = device.highest - number
  if (behind >= windowSize) return 'too-old'
  return (device.used >> behind) & 1n ? 'used' : 'fresh'
}

/**
 * The highest number that a device may use at a moment, in UTC milliseconds: the present in microseconds, as devices count that have
 * lost their counter, or a window beyond its highest. One slip to the top of all numbers would leave the device none.
 */
export const highestNumberAt = ({ highest }: Device, now: bigint): bigint => {
  const present = (now + clockAheadMilliseconds) * 1000n
  const next = highest + windowSize
  return present > next ? present : next
}

/** The device with `number` used up. Numbers may come in any order within the last 256 (decision 0004). */
export const useNumber = (device: Device, number: bigint): Device => {
  if (number <= device.highest) return { ...device, used: device.used | (1n << (device.highest - number)) }
  const ahead = number - device.highest
  const kept = ahead >= windowSize ? 0n : (device.used << ahead) & windowMask
  return { ...device, highest: number, used: kept | 1n }
}
