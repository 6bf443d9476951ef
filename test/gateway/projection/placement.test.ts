import { expect } from 'chai'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import type { BlockTransaction, ReadBlock, RowWrite } from '../../../gateway/fabric/block.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

const blockWith = (number: number, write: RowWrite): ReadBlock => {
  const transaction: BlockTransaction = {
    ...{ position: 0, transaction: `forged-${number}`, validation: 'VALID', at: 1n, call: 'ledger:apply' },
    organisation: 'BankMSP',
    ...{ isSigned: true, chaincode: 'ledger', arguments: [], response: '[]', writes: [write] },
  }
  return { number: BigInt(number), hash: '', previousHash: '', transactions: [transaction] }
}

describe('a row that stands where its owner’s home is not', () => {
  it('counts for nothing, whichever organisations put it there', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const blocks = blocksOf(scene.ledger)
    const key = accounts.key('alice')
    const row = JSON.stringify(scene.ledger.row(key)).replace('"holdings":{}', '"holdings":{"AU-9999":{}}')
    const credit = JSON.stringify({ payee: 'alice', voucher: 'AU-9999', quantity: '5' })
    const writes: RowWrite[] = [
      { chaincode: 'accounts-supplier', key, value: row },
      { chaincode: 'ledger', key, value: row },
      { chaincode: 'accounts-supplier', key: 'credit~alice~AU-9999~forged', value: credit },
      { chaincode: 'accounts-bank', key: 'credit~nobody~AU-9999~forged', value: credit },
      { chaincode: 'accounts-bank', key: 'voucher~AU-9999', value: '{}' },
    ]
    const projection = projectionOf(blocks)
    const before = projection.rows({ start: '', end: '~' })
    for (const [index, write] of writes.entries()) projection.apply(blockWith(blocks.length + index, write))
    expect(projection.rows({ start: '', end: '~' })).to.deep.equal(before)
    const real = { chaincode: 'accounts-bank', key: 'credit~alice~AU-9999~real', value: credit }
    projection.apply(blockWith(blocks.length + writes.length, real))
    expect(projection.rows({ start: '', end: '~' }).length).to.equal(before.length + 1)
    projection.close()
  })
})
