import { expect } from 'chai'
import fc from 'fast-check'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import type { Page, PageRequest } from '../../../gateway/projection/paging.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { projectionOf } from '../support/blocks.ts'
import { readStory } from '../support/story.ts'

/** A block that opens an order of alice in each of its transactions. */
const ordersBlock = (number: number, names: readonly string[]): ReadBlock => ({
  ...{ number: BigInt(number), hash: '', previousHash: '' },
  transactions: names.map((order, position) => ({
    ...{
      position,
      transaction: `${number}-${position}`,
      validation: 'VALID',
      at: BigInt(number),
      call: 'ledger:apply',
    },
    ...{ isSigned: true, organisation: 'BankMSP', chaincode: 'ledger', arguments: [], response: '[]' },
    writes: [
      {
        chaincode: 'ledger',
        key: `order~${order}`,
        value: JSON.stringify({ order, owner: 'alice', voucher: 'V-1', status: 'open' }),
      },
    ],
  })),
})

const aliceRow = { chaincode: 'ledger', key: 'participant~alice', value: JSON.stringify({ home: 'BankMSP' }) }

/** A block that gives alice something of each of these vouchers. */
const holdingsBlock = (number: number, vouchers: readonly string[]): ReadBlock => ({
  ...{ number: BigInt(number), hash: '', previousHash: '' },
  transactions: vouchers.map((voucher, position) => ({
    ...{
      position,
      transaction: `${number}-${position}`,
      validation: 'VALID',
      at: BigInt(number),
      call: 'ledger:apply',
    },
    ...{ isSigned: true, organisation: 'BankMSP', chaincode: 'ledger', arguments: [], response: '[]' },
    writes: [
      aliceRow,
      {
        ...{ chaincode: 'accounts-bank', key: `credit~alice~${voucher}~${number}` },
        value: JSON.stringify({ payee: 'alice', voucher, quantity: '1' }),
      },
    ],
  })),
})

/** Walks a list page by page, with something happening between the pages. */
const walk = <T>(
  list: (page: PageRequest) => Page<T>,
  limits: readonly number[],
  between: (step: number) => void,
): T[] => {
  const items: T[] = []
  for (let step = 0, after: string | undefined; ; step += 1) {
    const page = list({ limit: limits[step % limits.length] as number, after })
    items.push(...page.items)
    if (page.next === undefined) return items
    after = page.next
    between(step)
  }
}

const limits = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
const blocks = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 })
const code = (index: number) => `V-${String(index).padStart(4, '0')}`

describe('walking a list page by page', () => {
  const using = (projection: Projection, use: (projection: Projection) => void) => {
    use(projection)
    projection.close()
  }

  it('gives what one big page gives, whatever is added meanwhile, when the newest come first', () => {
    fc.assert(
      fc.property(limits, blocks, fc.array(fc.integer({ min: 0, max: 3 })), (sizes, counts, added) => {
        let number = 0
        const next = (count: number) => {
          const block = ordersBlock(
            number,
            Array.from({ length: count }, (_, index) => `${number}-${index}`),
          )
          number += 1
          return block
        }
        using(projectionOf(counts.map(next)), (projection) => {
          const list = (page: PageRequest) => projection.lists.listed('orders', 'alice', page)
          const { items } = list({ limit: 200 })
          const seen = walk(list, sizes, (step) => projection.apply(next(added[step] ?? 0)))
          expect(seen).to.deep.equal(items)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('gives each item that was there all the time once, in order, where new ones come in between', () => {
    const indexes = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 25 })
    fc.assert(
      fc.property(limits, indexes, indexes, (sizes, first, later) => {
        using(projectionOf([holdingsBlock(0, first.map(code))]), (projection) => {
          const list = (page: PageRequest) => projection.lists.holdings('alice', page)
          const seen = walk(list, sizes, (step) => {
            const index = later[step]
            projection.apply(holdingsBlock(step + 1, index === undefined ? [] : [code(index)]))
          }).map(({ voucher }) => voucher)
          expect(seen).to.deep.equal([...new Set(seen)].sort())
          expect(seen).to.include.members(first.map(code))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('gives what one big page gives for every list of a real story', async () => {
    const { blocks: told, gold } = await readStory()
    using(projectionOf(told), ({ lists }) => {
      const all: ((page: PageRequest) => Page<unknown>)[] = [
        (page) => lists.vouchers({}, page),
        (page) => lists.holders(gold, page),
        (page) => lists.holdings('alice', page),
        (page) => lists.instructions('alice', page),
        (page) => lists.listed('quotes', gold, page),
        (page) => lists.listed('orders', 'alice', page),
        (page) => lists.history('account~alice', {}, page),
      ]
      for (const list of all) {
        const { items } = list({ limit: 200 })
        expect(items).to.not.be.empty
        for (const limit of [1, 2, 3]) expect(walk(list, [limit], () => {})).to.deep.equal(items)
      }
    })
  })

  it('refuses a cursor of another list, and what is none', () => {
    using(projectionOf([holdingsBlock(0, ['AU-1', 'AU-2']), ordersBlock(1, ['a', 'b'])]), ({ lists }) => {
      const { next } = lists.holdings('alice', { limit: 1 })
      const texts = [next, 'x', '', Buffer.from('["orders",1,2]').toString('base64url')]
      texts.push(Buffer.from('["orders",1,2,{}]').toString('base64url'))
      texts.push(Buffer.from('["orders",1.5,2,"a"]').toString('base64url'))
      for (const after of texts) {
        expect(() => lists.listed('orders', 'alice', { limit: 1, after }), after)
          .to.throw()
          .with.property('code', 'malformed_request')
      }
    })
  })
})
