import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import { Device } from '../../support/devices.ts'
import { Market } from '../../support/market.ts'
import { goldBody, Scene } from '../../support/scene.ts'
import { blocksOf } from './blocks.ts'

/** What has happened on the ledger of a story: who they are, what they opened, and the blocks of it. */
export interface Story {
  market: Market
  scene: Scene
  auditor: Device
  gold: string
  opened: { openOrder: string; cancelledOrder: string; pledge: string; offer: string; refused: string }
  blocks: ReadBlock[]
}

const apart = 60_000n

const tell = async (): Promise<Story> => {
  const scene = await Scene.open()
  const auditor = new Device('auditor-desk', ['auditor'])
  await scene.enrol(auditor, 'AuditorMSP')
  const market = await Market.open(scene)
  const { alice, bob, treasury, registrars } = scene
  await scene.give([alice, bob], 500n)
  scene.now += apart
  const body = { participant: 'bob', device: new Device('bob', ['customer'], 'second').entry }
  await scene.honoured(scene.instruct(registrars.SupplierMSP, 'device.add', body), { gateway: 'SupplierMSP' })
  const openOrder = await market.opened(market.order('sell', 20n, { limitPrice: '500' }))
  scene.now += apart
  const cancelledOrder = await market.opened(market.order('buy', 1n))
  await scene.honoured(scene.instruct(alice, 'order.cancel', { order: cancelledOrder }))
  const pledge = await market.opened(market.pledge(30n))
  await scene.honoured(scene.instruct(bob, 'pledge.accept', { pledge, holder: 'alice', voucher: goldBody.voucher }))
  const offer = await market.opened(market.offer(40n))
  const refused = (await scene.apply(scene.transfer(alice, 'bob', 999_999n))).outcomes[0]?.id as string
  // Two transactions that read the same account and stand in one block: the second is invalid.
  const rivals = [
    await scene.endorse(scene.transfer(bob, 'alice', 1n)),
    await scene.endorse(scene.transfer(bob, 'alice', 2n)),
  ]
  scene.ledger.commit(rivals)
  await scene.honoured(market.quote('Q2', { buy: '101' }))
  await scene.honoured([scene.transfer(treasury, 'alice', 7n), scene.transfer(alice, 'bob', 3n)])
  const opened = { openOrder, cancelledOrder, pledge, offer, refused }
  return { market, scene, auditor, gold: goldBody.voucher, opened, blocks: blocksOf(scene.ledger) }
}

let told: Promise<Story> | undefined

/** The story, told once for all tests that only read it. */
export const readStory = (): Promise<Story> => {
  told ??= tell()
  return told
}
