import { expect } from 'chai'
import type { PlaceResults } from '../../../audit/blocks/results.ts'
import { State } from '../../../audit/verify/state.ts'
import { Updates } from '../../../audit/verify/updates.ts'

const place = { namespace: 'n', collection: '' }
const version = { block: 1n, transaction: 0 }
const bytes = (text: string): Buffer => Buffer.from(text)

const wrote = (
  writes: Record<string, string | undefined>,
  policies: Record<string, string | undefined> = {},
): PlaceResults => ({
  ...{ ...place, reads: [], ranges: [] },
  writes: Object.entries(writes).map(([key, value]) => ({
    key: bytes(key),
    value: value === undefined ? undefined : bytes(value),
  })),
  metadataWrites: Object.entries(policies).map(([key, policy]) => ({
    key: bytes(key),
    policy: policy === undefined ? undefined : bytes(policy),
    entries: [],
  })),
})

describe('the rows that blocks make', () => {
  let state: State

  beforeEach(() => {
    state = new State()
  })
  afterEach(() => state.close())

  const rowText = (key: string): string => {
    const row = state.row(place, bytes(key))
    return row === undefined
      ? 'none'
      : `${row.value} ${row.policy ?? '-'} ${row.version.block}.${row.version.transaction}`
  }
  const commit = (...transactions: PlaceResults[]): Updates => {
    const updates = new Updates(state)
    for (const [transaction, results] of transactions.entries()) updates.apply([results], { block: 1n, transaction })
    state.together(() => updates.store())
    return updates
  }

  it('keep the policy that a row has where only its value is written, and the value where only its policy is', () => {
    commit(wrote({ a: '1' }, { a: 'P' }), wrote({ a: '2' }))
    expect(rowText('a')).to.equal('2 P 1.1')
    commit(wrote({}, { a: 'Q' }))
    expect(rowText('a')).to.equal('2 Q 1.0')
    commit(wrote({}, { a: undefined }))
    expect(rowText('a')).to.equal('2 - 1.0')
  })

  it('are not made by a policy alone, nor by one behind a deletion in the same block', () => {
    commit(wrote({}, { b: 'P' }))
    expect(rowText('b')).to.equal('none')
    commit(wrote({ a: '1' }))
    const updates = commit(wrote({ a: undefined }), wrote({}, { a: 'P' }))
    expect(rowText('a')).to.equal('none')
    expect(updates.updateOf(place, bytes('a'))?.version).to.deep.equal({ block: 1n, transaction: 0 })
  })

  it('lose value and policy by a deletion, whatever else the transaction writes', () => {
    commit(wrote({ a: '1' }, { a: 'P' }))
    commit(wrote({ a: undefined }, { a: 'Q' }))
    expect(rowText('a')).to.equal('none')
    commit(wrote({ a: '3' }))
    expect(rowText('a')).to.equal('3 - 1.0')
  })

  it('come in the order of their keys’ bytes, in their own place alone', () => {
    const put = (collection: string, key: Buffer) =>
      state.put({ namespace: 'n', collection }, { key, value: bytes('1'), policy: undefined, version })
    for (const key of ['b', 'a', 'é', 'c']) put('', bytes(key))
    put('hidden', bytes('ab'))
    const keys = [...state.rowsFrom(place, bytes('b'))].map(({ key }) => key.toString())
    expect(keys).to.deep.equal(['b', 'c', 'é'])
  })

  it('are as they were when a block fails half way', () => {
    commit(wrote({ a: '1' }))
    const failing = () =>
      state.together(() => {
        state.remove(place, bytes('a'))
        throw new Error('half way')
      })
    expect(failing).to.throw('half way')
    expect(rowText('a')).to.equal('1 - 1.0')
  })

  it('are planned to go once, and ids are remembered', () => {
    state.plan(place, { key: bytes('a'), due: 5n, written: 2n })
    expect(state.takeDue(4n)).to.deep.equal([])
    expect(state.takeDue(5n)).to.deep.equal([{ place, key: bytes('a'), written: 2n }])
    expect(state.takeDue(5n)).to.deep.equal([])
    expect(state.isSeen('x')).to.equal(false)
    state.see('x')
    state.see('x')
    expect(state.isSeen('x')).to.equal(true)
  })
})
