import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { bookOn } from '../../institution/book.ts'
import type { Order } from '../../institution/conditions.ts'
import { openDatabase } from '../../institution/database.ts'
import { ExecutionFailed, thirdExecutionUnit } from '../../institution/third-execution-unit.ts'
import { rejection, withFolder } from '../terminal/support/scene.ts'

const order = (change: Partial<Order> = {}): Order => ({
  ...{ chain: 'A', family: 'metal', product: 'GOLD-1G', side: 'sell', cash: 'CNY' },
  ...{ start: 4_000n, quantity: 1_000n, amount: 550_000n, ...change },
})

describe('the embedded book', () => {
  it('books a chain once, whoever repeats it with whatever, also after a restart', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'book.sqlite')
      const before = openDatabase(file)
      const executed = await bookOn(before).execute(order())
      before.close()
      expect((await stat(file)).mode & 0o777).equal(0o600)
      const again = openDatabase(file)
      expect(await bookOn(again).execute(order({ quantity: 1n, amount: 1n }))).deep.equal(executed)
      expect(await bookOn(again).executedFor('A')).deep.equal(executed)
      expect(again.prepare('SELECT count(*) AS trades FROM trade').get()).deep.equal({ trades: 1 })
      again.close()
      await chmod(file, 0o644)
      expect(() => openDatabase(file)).throw('may be read by others')
    }))

  it('makes the target of the start and what was traded, for whatever quantities', async () => {
    const counts = fc.bigInt({ min: 1n, max: 2n ** 90n })
    const book = bookOn(openDatabase(':memory:'))
    let chain = 0
    await fc.assert(
      fc.asyncProperty(counts, counts, fc.constantFrom('buy', 'sell'), async (start, quantity, side) => {
        chain += 1
        const wanted = order({ chain: `${chain}`, start, quantity, side })
        const decided = await thirdExecutionUnit({ order: wanted }, book)
        const target = side === 'buy' ? start + quantity : start - quantity
        const booked = await book.executedFor(`${chain}`)
        if (target < 0n) {
          expect(decided).deep.equal({ verdict: 'refused', reason: 'limits' })
          expect(booked).equal(undefined)
        } else {
          expect(decided).deep.equal({ verdict: 'executed', executed: { quantity, amount: 550_000n, target } })
          expect(booked?.target).equal(target)
        }
      }),
    )
  })

  it('executes no more what was taken back, and takes nothing back that is not there', async () => {
    const book = bookOn(openDatabase(':memory:'))
    await book.takeBack('A')
    await book.execute(order())
    await book.takeBack('A')
    expect(await book.executedFor('A')).equal(undefined)
    expect(await rejection(book.execute(order()))).instanceOf(ExecutionFailed)
  })
})

describe('the third execution unit', () => {
  const port = (executed: object) => {
    const taken: string[] = []
    const execution = {
      execute: async () => ({ quantity: 1_000n, amount: 550_000n, target: 3_000n, ...executed }),
      executedFor: async () => undefined,
      takeBack: async (chain: string) => {
        taken.push(chain)
      },
    }
    return { taken, execution }
  }

  it('executes nothing where a condition fails', async () => {
    const { execution } = port({})
    const never = { ...execution, execute: () => Promise.reject(new Error('it was executed')) }
    expect(await thirdExecutionUnit({ failing: 'price' }, never)).deep.equal({ verdict: 'refused', reason: 'price' })
  })

  it('takes an execution of a part, and none of more, of nothing, or with another target', async () => {
    const part = port({ quantity: 400n, amount: 220_000n, target: 3_600n })
    expect(await thirdExecutionUnit({ order: order() }, part.execution)).deep.include({ verdict: 'executed' })
    const unsound = [
      { quantity: 1_001n, target: 2_999n },
      { quantity: 0n, target: 4_000n },
      { target: 3_001n },
      { amount: 550_001n },
      { amount: 0n },
    ]
    for (const one of unsound) {
      const { taken, execution } = port(one)
      const decided = await thirdExecutionUnit({ order: order() }, execution)
      expect(decided).deep.equal({ verdict: 'refused', reason: 'limits' })
      expect(taken).deep.equal(['A'])
    }
  })

  it('leaves open what nobody knows of, so that it is executed again and not refused', async () => {
    const { execution } = port({})
    const away = { ...execution, execute: () => Promise.reject(new Error('no answer in time')) }
    expect((await rejection(thirdExecutionUnit({ order: order() }, away))).message).equal('no answer in time')
  })
})
