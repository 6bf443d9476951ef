import { expect } from 'chai'
import { WrongCodes } from '../../../gateway/payments/wrong-codes.ts'
import type { Problem } from '../../../gateway/problem.ts'

const quarter = 15 * 60_000

const lockedFor = (wrong: WrongCodes, merchant: string, now: number): number | undefined => {
  try {
    wrong.requireOpen(merchant, now)
    return undefined
  } catch (error) {
    return (error as Problem).details.retryAfterSeconds
  }
}

describe('wrong codes of a merchant', () => {
  it('S4-019 lock it after so many in a quarter of an hour, until the first of them is old, and lock no other', () => {
    const wrong = new WrongCodes(3, 'claims_locked')
    for (const at of [0, 60_000, 120_000]) {
      expect(lockedFor(wrong, 'noodle-bar', at)).equal(undefined)
      wrong.count('noodle-bar', at)
    }
    expect(lockedFor(wrong, 'noodle-bar', 120_000)).equal(780)
    expect(lockedFor(wrong, 'tea-house', 120_000)).equal(undefined)
    expect(lockedFor(wrong, 'noodle-bar', quarter - 1)).equal(1)
    expect(lockedFor(wrong, 'noodle-bar', quarter)).equal(undefined)
  })

  it('S4-019 never fall together with many names: a lock outlives strangers up to a bound', () => {
    const wrong = new WrongCodes(1, 'claims_locked')
    wrong.count('noodle-bar', 0)
    for (let index = 0; index < 9_999; index += 1) wrong.count(`shop-${index}`, 1)
    expect(lockedFor(wrong, 'noodle-bar', 2)).equal(900)
    wrong.count('one-more', 3)
    expect(lockedFor(wrong, 'noodle-bar', 4)).equal(undefined)
  })

  it('S4-019 of late outlive older strangers, also where the first of them were the oldest of all', () => {
    const wrong = new WrongCodes(1, 'claims_locked')
    wrong.count('noodle-bar', 0)
    for (let index = 0; index < 9_999; index += 1) wrong.count(`shop-${index}`, 1)
    wrong.count('noodle-bar', 2)
    wrong.count('one-more', 3)
    expect(lockedFor(wrong, 'noodle-bar', 4)).equal(900)
    expect(lockedFor(wrong, 'shop-0', 4)).equal(undefined)
    expect(lockedFor(wrong, 'shop-1', 4)).equal(900)
  })
})
