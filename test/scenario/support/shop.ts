import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NewDevice } from '../../../chaincode/domains/registry/kinds.ts'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { yuanSeries } from '../../../scripts/series.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { type DeviceSigner, makeCard } from '../../../terminal/sdk/device-signer.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { gateways, restartGateway, topology } from './network.ts'
import { honoured } from './people.ts'
import { readScene, type Scene } from './scene.ts'

export const payCash = 'CNY-PAY'

const terminalOf = (participant: string, signer: DeviceSigner): Terminal =>
  new Terminal({ connection: connect(gateways.bank), participant, signer, numbers: memoryNumbers() })

/** A bank with cash, customers who pay and merchants who are paid, all over HTTP at the bank's gateway. */
export class Shop {
  readonly scene: Scene
  readonly bank: Terminal

  private constructor(scene: Scene, bank: Terminal) {
    this.scene = scene
    this.bank = bank
  }

  /** Opens it under a bank of its own, so that no other scenario meets its money. */
  static async open(bankName: string, voucher = payCash): Promise<Shop> {
    const scene = await readScene()
    const bank = await Shop.#register(scene, bankName, ['issuer', 'teller', 'customer'])
    const shop = new Shop(scene, bank)
    await shop.act(bank, 'voucher.issue', yuanSeries({ voucher, name: 'Yuan at the till', quantity: '1' }))
    return shop
  }

  static async #register(
    scene: Scene,
    participant: string,
    roles: DeviceRole[],
    at: keyof Scene['registrars'] = 'bank',
  ): Promise<Terminal> {
    const signer = makeDeviceKey()
    const { participant: _participant, ...card } = await makeCard(participant, 'phone', signer)
    const device = { ...card, roles }
    const type = roles.includes('issuer') ? 'organisation' : 'person'
    await honoured(gateways[at], scene.registrars[at], 'participant.register', { participant, type, device })
    return terminalOf(participant, signer)
  }

  /** Sends an instruction and wants it accepted. */
  async act<K extends Kind>(terminal: Terminal, kind: K, body: Body<K>): Promise<void> {
    const result = await terminal.instruct(kind, body)
    if (result.status !== 'accepted') throw new Error(`${kind} was not accepted: ${JSON.stringify(result)}`)
  }

  /** A customer with money. */
  async payer(participant: string, quantity = '100000', voucher = payCash): Promise<Terminal> {
    const terminal = await Shop.#register(this.scene, participant, ['customer'])
    await this.act(this.bank, 'cash.deposit', { voucher, to: participant, quantity, reference: 'OPENING' })
    return terminal
  }

  /** Another device of a customer. */
  async device(participant: string): Promise<Terminal> {
    const signer = makeDeviceKey()
    const { participant: _participant, ...card } = await makeCard(participant, 'tablet', signer)
    await this.addDevice(participant, { ...card, roles: ['customer'] })
    return terminalOf(participant, signer)
  }

  /** Has the bank's registrar put one more device of somebody on the ledger. */
  addDevice(participant: string, device: NewDevice): Promise<void> {
    return honoured(gateways.bank, this.scene.registrars.bank, 'device.add', { participant, device })
  }

  /** A merchant, registered by the bank at a fee of 0.6 per cent. */
  async merchant(participant: string, name: string, voucher = payCash): Promise<Terminal> {
    const terminal = await Shop.#register(this.scene, participant, ['merchant', 'customer'])
    await this.act(this.bank, 'merchant.register', this.#registration(participant, name, voucher))
    return terminal
  }

  #registration(merchant: string, name: string, voucher: string): Body<'merchant.register'> {
    const fee = { partsPerMillion: 6_000, minimum: '1' }
    return { merchant, name, fee, maximum: '1000000', vouchers: [voucher] }
  }

  /** A merchant of another member, registered by the bank too; its terminal is at the bank's gateway all the same. */
  async merchantOf(
    at: 'institution' | 'supplier',
    { participant, name, voucher }: { participant: string; name: string; voucher: string },
  ): Promise<Terminal> {
    const roles: DeviceRole[] =
      at === 'institution' ? ['issuer', 'price', 'merchant', 'customer'] : ['merchant', 'customer']
    const terminal = await Shop.#register(this.scene, participant, roles, at)
    const registration = this.#registration(participant, name, voucher)
    await this.act(this.bank, 'merchant.register', { ...registration, anyHome: true })
    return terminal
  }

  async available(terminal: Terminal, voucher = payCash): Promise<string> {
    return (await terminal.account()).balances[voucher]?.available ?? '0'
  }
}

/** Starts the bank's gateway anew with another setting for payments. */
export const setPayments = async (payments: { [setting: string]: number | boolean }): Promise<void> => {
  const file = join(topology.dataFolder, 'gateways', 'bank.json')
  const configuration = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...configuration, payments }))
  await restartGateway('bank')
}
