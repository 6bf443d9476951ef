import type { Device } from '../wire/records.ts'

const windowSize = 256n
const windowMask = (1n << windowSize) - 1n

/** What a device's number means to the ledger: not honoured yet, honoured before, or too far behind to be told. */
export const judgeNumber = (device: Device, number: bigint): 'fresh' | 'used' | 'too-old' => {
  if (number > device.highest) return 'fresh'
  const behind = device.highest - number
  if (behind >= windowSize) return 'too-old'
  return (device.used >> behind) & 1n ? 'used' : 'fresh'
}

/** The device with `number` used up. Numbers may come in any order within the last 256 (decision 0004). */
export const useNumber = (device: Device, number: bigint): Device => {
  if (number <= device.highest) return { ...device, used: device.used | (1n << (device.highest - number)) }
  const ahead = number - device.highest
  const kept = ahead >= windowSize ? 0n : (device.used << ahead) & windowMask
  return { ...device, highest: number, used: kept | 1n }
}
