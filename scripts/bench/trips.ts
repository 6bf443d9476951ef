import type { Device } from '../../test/support/devices.ts'
import { Scene } from '../../test/support/scene.ts'

const batchSize = 50

const ring = (consortium: Scene, payers: readonly Device[]): string[] =>
  payers.map((payer, index) => {
    const payee = payers[(index + 1) % payers.length] as Device
    return consortium.transfer(payer, payee.participant, 1n)
  })

/**
 * Counts the messages between chaincode and peer for each transfer of one batch, from fifty payers to fifty payees, on the
 * tests' ledger in memory behind the shim's own stub. Nothing is timed: the figure is the same on every machine.
 */
export const countTrips = async (): Promise<number> => {
  const consortium = await Scene.open()
  const names = Array.from({ length: batchSize }, (_, index) => `payer-${index}-x`)
  const payers = await consortium.registerCustomers(names, 'BankMSP')
  await consortium.give(payers, 100n)
  // The first transfer of each folds what the payer was given; the second is the usual case.
  await consortium.honoured(ring(consortium, payers))
  const { proposal } = await consortium.honoured(ring(consortium, payers))
  return proposal.roundTrips / batchSize
}
