import { expect } from 'chai'
import { ledgerAnswers, ledgerPaths } from '../../../terminal/sdk/ledger-blocks.ts'

const ledger = { block: '7', transaction: 'ab', position: '7.0.0' }

describe('what auditors are answered', () => {
  it('is understood where a dishonest quorum recorded what has no right form', () => {
    const odd = { id: 'i', status: 'refused', kind: 7, from: null, device: ['d'], body: 'x', code: {}, at: '1', ledger }
    const { items } = ledgerAnswers.instructions.parse({ items: [odd], height: '8' })
    expect(items).to.deep.equal([
      {
        ...{ id: 'i', status: 'refused', kind: '7', from: 'null', device: '["d"]', number: '', code: '{}', at: '1' },
        ...{ body: { unreadable: '"x"' }, ledger },
      },
    ])
  })

  it('is asked for by addresses in which nothing that somebody typed can mean anything else', () => {
    expect(ledgerPaths.transaction('../x')).to.equal('/v1/ledger-transactions/..%2Fx')
    expect(ledgerPaths.changes('account~alice', { limit: '20', after: undefined })).to.equal(
      '/v1/records/account~alice/history?limit=20',
    )
    expect(ledgerPaths.instructions({ participant: 'a&b' })).to.equal('/v1/ledger-instructions?participant=a%26b')
    expect(ledgerPaths.blocks()).to.equal('/v1/blocks')
  })
})
