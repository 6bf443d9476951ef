import { expect } from 'chai'
import { accountDocument, pastOf } from '../../../gateway/services/reading.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { codeOf } from '../support/refused.ts'

describe('an account as its gateway reads it', () => {
  it('is its two rows and the credits on their way to it, all of one height, and its balances over both', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 30n)
    await scene.give([scene.alice], 12n)
    const projection = projectionOf(blocksOf(scene.ledger))
    const { participant, account, credits, balances, height } = accountDocument(projection, 'alice')
    expect(height).to.equal(`${projection.height}`)
    expect([participant['participant'], account['participant'], credits.length]).to.deep.equal(['alice', 'alice', 2])
    expect(balances).to.deep.equal({
      'AU-9999': { available: '42', reserved: '0', pledged: '0', frozen: '0', total: '42' },
    })
    await scene.honoured(scene.transfer(scene.alice, 'bob', 2n))
    const folded = projectionOf(blocksOf(scene.ledger))
    const after = accountDocument(folded, 'alice')
    expect(after.credits).to.deep.equal([])
    expect(after.balances['AU-9999']?.available).to.equal('40')
    expect(await codeOf(Promise.resolve().then(() => accountDocument(folded, 'nobody')))).to.equal('not_found')
    for (const one of [projection, folded]) one.close()
  })

  it('tells the past of a row newest first, with the transaction of each state, and nothing of a row that never was', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 30n)
    await scene.honoured(scene.transfer(scene.alice, 'bob', 1n))
    await scene.honoured(scene.transfer(scene.alice, 'bob', 1n))
    const projection = projectionOf(blocksOf(scene.ledger))
    const { entries } = pastOf(projection, 'account~alice')
    const held = entries.map(
      ({ row }) => (row as { holdings: { [code: string]: { available: string } } }).holdings['AU-9999']?.available,
    )
    expect(held).to.deep.equal(['28', '29', undefined])
    const ids = scene.ledger.history('account~alice').map(({ txId }) => txId)
    expect(entries.map(({ transaction }) => transaction)).to.deep.equal(ids)
    expect(pastOf(projection, 'account~nobody').entries).to.deep.equal([])
    projection.close()
  })
})
