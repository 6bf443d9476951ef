import type { Device } from '../../test/support/devices.ts'
import { Scene } from '../../test/support/scene.ts'
import { median } from './load.ts'

const batchSize = 50
const batchesMeasured = 20
const registeredAtOnce = 250

/** What a transfer costs once so many accounts are on the ledger. */
export type Growth = {
  accounts: number
  /** Processor milliseconds of one endorser's contract and of the ledger in memory behind it, for each transfer. */
  milliseconds: number
}

const register = async (consortium: Scene, from: number, to: number): Promise<Device[]> => {
  const customers: Device[] = []
  for (let index = from; index < to; index += registeredAtOnce) {
    const names = Array.from(
      { length: Math.min(registeredAtOnce, to - index) },
      (_, place) => `payer-${index + place}-x`,
    )
    const fresh = await consortium.registerCustomers(names, 'BankMSP')
    await consortium.give(fresh, 10n)
    customers.push(...fresh)
  }
  return customers
}

// The same spread every time: neither the first accounts nor the newest are favoured.
const chosen = (customers: readonly Device[], turn: number): Device[] =>
  Array.from({ length: batchSize }, (_, place) => {
    const index = (turn * batchSize + place) * 7_919
    return customers[index % customers.length] as Device
  })

const measureBatch = async (consortium: Scene, payers: readonly Device[]): Promise<number> => {
  const envelopes = payers.map((payer, index) =>
    consortium.transfer(payer, (payers[(index + 1) % payers.length] as Device).participant, 1n),
  )
  const before = process.cpuUsage()
  await consortium.honoured(envelopes)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / envelopes.length
}

/**
 * Measures transfers between accounts all over a ledger that grows step by step, on the tests' ledger in memory, with the
 * rules, the contract and the shim's own stub. What grows with the number of accounts would show here.
 */
export const measureGrowth = async (steps: readonly number[], report: (line: string) => void): Promise<Growth[]> => {
  const consortium = await Scene.open()
  await consortium.honoured(
    consortium.instruct(consortium.treasury, 'voucher.increase-supply', { voucher: 'AU-9999', quantity: '100000000' }),
  )
  const customers: Device[] = []
  const result: Growth[] = []
  for (const accounts of steps) {
    customers.push(...(await register(consortium, customers.length, accounts)))
    const costs: number[] = []
    for (let turn = 0; turn < batchesMeasured; turn += 1) {
      const payers = chosen(customers, turn)
      // The first payment of an account folds what it was given; the second is the usual case.
      await measureBatch(consortium, payers)
      costs.push(await measureBatch(consortium, payers))
    }
    result.push({ accounts, milliseconds: median(costs) })
    report(`${accounts} accounts: ${median(costs).toFixed(2)} processor ms a transfer`)
  }
  return result
}
