import { expect } from 'chai'
import { ruleOf } from '../../../chaincode/ledger.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import { requireToldFit, toldVersion } from '../../../chaincode/rules/told.ts'
import { kinds, partsOf } from '../../../chaincode/vocabulary.ts'

describe('what a block tells of a kind with a confidential text', () => {
  it('is judged openly by a rule of each such kind, and of no other', () => {
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
      expect(ruleOf(kind).openly !== undefined, kind).equal(partsOf(kind).confidential !== undefined)
  })

  it('is believed as a refusal for a reason that only the text can give', () => {
    const told = { status: 'refused', code: 'position_stale', values: {} } as const
    expect(() => requireToldFit(told, ['position_stale']))
      .throw(Refusal)
      .property('code')
      .equal('position_stale')
    requireToldFit(told, ['chain_terms_differ'])
    requireToldFit({ status: 'accepted', effects: {} }, ['position_stale'])
  })

  it('is believed as a version that counts from 1, and as nothing else', () => {
    expect(toldVersion({ status: 'accepted', effects: { version: '12' } })).equal('12')
    for (const version of ['0', '-1', '012', '1'.repeat(20), 7, null])
      expect(toldVersion({ status: 'accepted', effects: { version } })).equal('1')
    expect(toldVersion({ status: 'accepted', effects: {} })).equal('1')
    expect(toldVersion({ status: 'refused', code: 'foreign_client', values: {} })).equal('1')
  })
})
