import { expect } from 'chai'
import type { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'

const names = (what: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${what}-${index}`)

/** Payers whose quantity stands in their row already, as it does after their first debit. */
const payersWithRows = async (scene: Scene, count: number): Promise<Device[]> => {
  const devices = await scene.registerCustomers(names('payer', count), 'BankMSP')
  await scene.give(devices, 10n)
  await scene.honoured(devices.map((device) => scene.transfer(device, 'bob', 1n)))
  return devices
}

describe('the messages that a transfer costs between peer and chaincode', () => {
  it('are at most 4.2 in a batch of 50 payers to 50 payees', async () => {
    const scene = await Scene.open()
    const payers = await payersWithRows(scene, 50)
    const payees = await scene.registerCustomers(names('payee', 50), 'SupplierMSP')
    const texts = payers.map((payer, index) => scene.transfer(payer, payees[index]?.participant as string, 1n))
    const { proposal } = await scene.honoured(texts)
    expect(proposal.roundTrips / texts.length).most(4.2)
    // Read and write the payer's account, read the payee, write the credit. Once for all: the voucher, one payer's home, and
    // a call to read at the bank, one to write there and one to write at the supplier.
    expect(proposal.roundTrips).equal(4 * texts.length + 5)
  })

  it('are two when 50 payers pay one payee, but for what the payee costs once', async () => {
    const scene = await Scene.open()
    const payers = await payersWithRows(scene, 50)
    const { proposal } = await scene.honoured(payers.map((payer) => scene.transfer(payer, 'bob', 1n)))
    // Once for all: the voucher, the payee, the credit, one payer's home, and the three calls.
    expect(proposal.roundTrips).equal(2 * payers.length + 7)
  })

  it('are few for a repeated one: its reads, and no write', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    await scene.honoured(text)
    const { proposal } = await scene.apply(text)
    // The payer, the payer's home and the call for it, the payee and the voucher.
    expect(proposal.roundTrips).equal(5)
  })
})
