import { expect } from 'chai'
import { Problem } from '../../../gateway/problem.ts'
import { payeeDocument } from '../../../gateway/services/payee.ts'
import { atCounter } from '../../support/counter.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { atTill } from '../../support/till.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

describe('what one may know of whom one gives to', () => {
  let scene: Scene
  before(async () => {
    scene = await Scene.open()
  })

  const asked = (id: string, sender = 'bob') => payeeDocument(projectionOf(blocksOf(scene.ledger)), id, sender)
  const taking = async (body: { accepts: 'all' | 'known' | 'none'; known?: string[] }) => {
    await scene.honoured(scene.instruct(scene.alice, 'participant.accept', body), { gateway: 'BankMSP' })
    return [asked('alice').taking, asked('alice', 'stranger').taking]
  }

  it('is where it is at home, and whether it can be given to, and nothing of what it holds', () => {
    expect(asked('alice')).deep.equal({
      ...{ participant: 'alice', type: 'person', home: 'BankMSP', status: 'active', taking: 'at-once' },
    })
  })

  it('is how it takes from this sender', async () => {
    expect(await taking({ accepts: 'known', known: ['bob'] })).deep.equal(['at-once', 'as-offer'])
    expect(await taking({ accepts: 'none' })).deep.equal(['never', 'never'])
    expect(await taking({ accepts: 'all' })).deep.equal(['at-once', 'at-once'])
  })

  it(
    'is its name as a merchant, as long as a bank has it registered',
    atTill(async (till) => {
      const ofShop = () => payeeDocument(projectionOf(blocksOf(till.scene.ledger)), 'noodle-bar', 'alice').merchant
      expect(ofShop()).deep.equal({ name: 'Noodle Bar', bank: 'city-bank' })
      await till.done(till.bank, 'merchant.close', { merchant: 'noodle-bar' })
      expect(ofShop()).equal(undefined)
    }),
  )

  it(
    'is the name that the asker’s own bank gave it, whatever its home, and to others the one of its own',
    atCounter(async (counter) => {
      const { till, farm, scene } = counter
      const nameFor = (sender: string) =>
        payeeDocument(projectionOf(blocksOf(scene.ledger)), 'tea-farm', sender).merchant?.name
      expect([nameFor('alice'), nameFor('bob')]).deep.equal(['Noodle Bar', undefined])
      const own = await scene.register(new Device('farmers-bank', ['teller']), 'SupplierMSP', 'organisation')
      await counter.done(own, 'merchant.register', { ...till.registration(farm), name: 'Tea Farm' })
      expect([nameFor('alice'), nameFor('bob'), nameFor('stranger')]).deep.equal(['Noodle Bar', 'Tea Farm', 'Tea Farm'])
    }),
  )

  it('is refused as not_found for whom nobody registered', () => {
    expect(() => asked('nobody-here'))
      .throw(Problem)
      .with.property('code', 'not_found')
  })
})
