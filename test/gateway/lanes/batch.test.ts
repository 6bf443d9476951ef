import { expect } from 'chai'
import fc from 'fast-check'
import { type Entry, needsOf, takeBatch } from '../../../gateway/lanes/batch.ts'
import type { Pending } from '../../../gateway/outbox/outbox.ts'
import { runs } from '../../support/runs.ts'

const [bank, institution, supplier] = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const
const entry = (id: string, ...needs: string[]): Entry => ({
  pending: { id } as Pending,
  stored: Promise.resolve(),
  needs,
})
const idsOf = (entries: readonly Entry[]): string[] => entries.map(({ pending }) => pending.id)

describe('the next batch of a lane', () => {
  it('takes with the oldest what asks nobody more, and leaves the rest in its order', () => {
    const queue = [
      entry('a', bank),
      entry('b', bank, supplier),
      entry('c', bank, institution),
      entry('d', bank),
      entry('e', institution, bank),
      entry('f', supplier, bank),
    ]
    expect(idsOf(takeBatch(queue, 10))).deep.equal(['a', 'b', 'd', 'f'])
    expect(idsOf(queue)).deep.equal(['c', 'e'])
  })

  it('asks as many as the oldest needs, even all', () => {
    const queue = [entry('a', bank, institution, supplier), entry('b', supplier), entry('c', bank, institution)]
    expect(idsOf(takeBatch(queue, 10))).deep.equal(['a', 'b', 'c'])
  })

  it('is nothing of an empty queue', () => {
    expect(takeBatch([], 10)).deep.equal([])
  })

  it('loses and doubles nothing, is never too big, and never asks more than it must', () => {
    const needs = fc.subarray([bank, institution, supplier], { minLength: 1 })
    const property = fc.property(fc.array(needs, { minLength: 1 }), fc.integer({ min: 1, max: 8 }), (all, maximum) => {
      const entries = all.map((each, index) => entry(`${index}`, ...each))
      const queue = [...entries]
      const taken: Entry[] = []
      while (queue.length > 0) {
        const [oldest] = queue as [Entry]
        const batch = takeBatch(queue, maximum)
        expect(batch[0]).equal(oldest)
        expect(batch.length).most(maximum)
        expect(needsOf(batch).length).most(Math.max(2, oldest.needs.length))
        taken.push(...batch)
      }
      expect(idsOf(taken).sort()).deep.equal(idsOf(entries).sort())
    })
    fc.assert(property, runs(300))
  })
})
