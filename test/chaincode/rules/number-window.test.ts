import { expect } from 'chai'
import fc from 'fast-check'
import type { Device } from '../../../chaincode/domains/registry/tables.ts'
import { judgeNumber, useNumber } from '../../../chaincode/rules/number-window.ts'
import { Device as TestDevice } from '../../support/devices.ts'
import { runs } from '../../support/runs.ts'

const { entry } = new TestDevice('alice', ['customer'])
const fresh: Device = { ...entry, status: 'active', highest: 0n, used: 0n }

/** The plainest window that can be written: a list of all numbers honoured. */
const naive = (honoured: readonly bigint[], number: bigint): string => {
  const [highest = 0n] = [...honoured].sort((a, b) => (a > b ? -1 : 1))
  if (number <= highest - 256n) return 'too-old'
  return honoured.includes(number) ? 'used' : 'fresh'
}

const near = fc.bigInt({ min: 1n, max: 700n })
const far = fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n })
const steps = fc.array(fc.oneof({ arbitrary: near, weight: 6 }, { arbitrary: far, weight: 1 }), { maxLength: 60 })
/** Steps relative to the highest number so far, so that the edges of the window are met often. */
const around = fc.array(fc.bigInt({ min: -260n, max: 260n }), { maxLength: 60 })

function* numbersAround(offsets: readonly bigint[]): Generator<bigint> {
  let highest = 260n
  for (const offset of offsets) {
    const number = highest + offset
    if (number > 0n) yield number
    if (number > highest) highest = number
  }
}

const expectAsNaive = (numbers: Iterable<bigint>): void => {
  let device = fresh
  const honoured: bigint[] = []
  for (const number of numbers) {
    const judged = judgeNumber(device, number)
    expect(judged, `${number} after ${honoured.join()}`).equal(naive(honoured, number))
    if (judged !== 'fresh') continue
    honoured.push(number)
    device = useNumber(device, number)
  }
  expect(new Set(honoured).size).equal(honoured.length)
}

describe('the number window', () => {
  it('honours each number at most once in any order, as a plain list of all numbers would', () => {
    const property = fc.property(steps, (numbers) => expectAsNaive(numbers))
    fc.assert(property, runs(300))
  })

  it('does so at its own edges', () => {
    const property = fc.property(around, (offsets) => {
      expectAsNaive(numbersAround(offsets))
    })
    fc.assert(property, runs(300))
  })

  it('honours the last 256 numbers in falling order, each once', () => {
    let device = useNumber(fresh, 1000n)
    for (let number = 999n; number > 744n; number -= 1n) {
      expect(judgeNumber(device, number)).equal('fresh')
      device = useNumber(device, number)
      expect(judgeNumber(device, number)).equal('used')
    }
    expect(judgeNumber(device, 744n)).equal('too-old')
    expect(device.used).equal(2n ** 256n - 1n)
  })

  it('forgets all that a jump of 256 or more leaves behind, and calls it too old', () => {
    const device = useNumber(useNumber(fresh, 5n), 261n)
    expect(device.used).equal(1n)
    expect(judgeNumber(device, 5n)).equal('too-old')
    expect(judgeNumber(device, 6n)).equal('fresh')
  })

  it('remembers the old highest number after a jump of 255', () => {
    const device = useNumber(useNumber(fresh, 5n), 260n)
    expect(judgeNumber(device, 5n)).equal('used')
  })

  it('keeps at most 256 bits, however far it moves', () => {
    let device = fresh
    for (let number = 1n; number < 2000n; number += 1n) device = useNumber(device, number)
    expect(device.used < 2n ** 256n).equal(true)
  })

  it('takes the largest number there can be', () => {
    const device = useNumber(fresh, 999_999_999_999_999_999n)
    expect(judgeNumber(device, 999_999_999_999_999_999n)).equal('used')
    expect(judgeNumber(device, 1n)).equal('too-old')
  })
})
